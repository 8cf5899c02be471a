"""Brygga with all demo data, made once for each test process, for tests that look at every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app.duplicates.fields import FIELDS, MergeSide
from app.duplicates.use_cases import merge
from app.likeness.catching_up import catch_up
from app.likeness.facts import RecordKind
from app.storage.database import db_session
from models.accounts import Role, User
from models.clock import now, today
from models.meetings import Meeting, MeetingStatus
from models.outbox import OutboxMessage
from seeds.loader import load
from tests import factories
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
        db_session().add(_failed_letter())
        db_session().commit()
        _merge_two()
        catch_up(db_session())
        # Ranked once, so that no page is counted with the building of the index, which a worker does when it starts.
        app.test_cli_runner().invoke(args=["match", "1"])
    yield app
    engine_of(app).dispose()


def _merge_two() -> None:
    """Let two companies have become one, with the way back that its page shows."""
    one, other = factories.company(name="Tvåan AB"), factories.company(name="Tvaan AB")
    db_session().add_all([one, other])
    db_session().commit()
    actor = db_session().scalars(sa.select(User).where(User.role == Role.CONSULTANT)).first()
    assert actor is not None
    merge(
        db_session(),
        actor=actor,
        kind=RecordKind.COMPANY,
        stays_id=other.id,
        goes_id=one.id,
        versions=(other.version, one.version),
        choices={field.name: MergeSide.STAYS for field in FIELDS[RecordKind.COMPANY]},
    )
    db_session().commit()


def _failed_letter() -> OutboxMessage:
    """Return a letter that could not be sent, about a match with a planned meeting; nothing else leads to its page."""
    match_id = db_session().scalar(sa.select(Meeting.match_id).where(Meeting.status == MeetingStatus.PLANNED).limit(1))
    letter = {"to_address": "nobody@company.example", "subject": "Hej", "body": "Hej", "message_id": "<failed@test>"}
    return OutboxMessage(match_id=match_id, **letter, last_error="recipient 550", given_up_at=now(), attempts=1)
