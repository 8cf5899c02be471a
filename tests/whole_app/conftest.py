"""Brygga with all demo data, made once for each test process, for tests that look at every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.database import db_session
from models.clock import today
from seeds.loader import load
from tests.conftest import engine_of, make_app, migrate


@pytest.fixture(scope="session")
def demo_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the demo data, as `make run` gives it; tests read and change nothing."""
    folder = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{folder / 'demo.sqlite3'}"
    migrate(url)
    app = make_app(url, mail_folder=folder / "mail")
    with app.app_context():
        load(db_session(), demo=True, today=today())
        db_session().commit()
        # Ranked once, so that no page is counted with the building of the index, which a worker does when it starts.
        app.test_cli_runner().invoke(args=["match", "1"])
    yield app
    engine_of(app).dispose()
