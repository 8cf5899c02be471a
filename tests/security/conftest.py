"""One scene for each database and test process; nothing that a test writes there outlives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from app.database import BryggaSession
from tests.conftest import engine_of, make_app
from tests.security.scene import Scene, build_scene, know_computed, open_session
from tests.security.visitors import Visitor, let_in


@dataclass(frozen=True, slots=True)
class World:
    """The scene and everybody who knocks on its doors."""

    scene: Scene
    visitors: dict[str, Visitor]


@pytest.fixture(scope="session")
def world(app_template: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A scene that every test finds as it was built: whoever writes uses `nothing_is_kept`."""
    app = make_app(app_template(), mail_folder=tmp_path_factory.mktemp("mail"))
    with open_session(app) as session:
        scene = build_scene(app, session)
        visitors = let_in(scene, session)
        know_computed(scene, session)
    yield World(scene, visitors)
    engine_of(app).dispose()


@pytest.fixture
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests write all they want, and take it back when they end: a commit writes, and its session is closed."""
    monkeypatch.setattr(BryggaSession, "commit", Session.flush)
