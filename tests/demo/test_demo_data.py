"""Production has no demo data: it refuses to start with any, lets no demo account in, and one command takes it away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.demo.production_guard import require_no_demo_data
from app.demo.rows import demo_tables
from app.storage.database import db_session
from config import ConfigurationError
from models import Base
from models.accounts import Role, User
from models.audit import AuditEntry
from models.clock import now, today
from models.needs import Need
from models.organisations import Company
from models.participants import Participant
from models.thrown import ThrownKind, ThrownRows
from seeds.loader import demo_sign_ins, load
from tests import factories
from tests.conftest import Browser, make_app, sign_in


@pytest.fixture
def in_production(app: Flask) -> Iterator[Flask]:
    """The same application, told that it is production, without what needs https."""
    kept = app.extensions["brygga"]
    app.extensions["brygga"] = replace(kept, production=True)
    yield app
    app.extensions["brygga"] = kept


def _counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if not table.name.startswith("audit") and table.name != "catalogue_state"
    }


def _told(output: str) -> dict[str, int]:
    """Return how many rows of each table the command says are gone."""
    return {table: int(count) for count, table in re.findall(r"^ +(\d+) (\w+)$", output, re.MULTILINE)}


def test_who_removes_the_last_administrator_is_told_how_to_open_an_account(app: Flask, session: Session) -> None:
    admin = factories.user(role=Role.ADMINISTRATOR, is_demo=True)
    invited = factories.user(role=Role.ADMINISTRATOR, password_hash=None)
    session.add_all([admin, invited, factories.user(role=Role.CONSULTANT)])
    session.commit()
    done = app.test_cli_runner().invoke(args=["demo", "remove"])
    assert done.exit_code == 0
    assert "No administrator is left who can sign in. Next: flask user add ADDRESS --name NAME" in done.output
    session.add(factories.user(role=Role.ADMINISTRATOR))
    session.commit()
    assert "No administrator" not in app.test_cli_runner().invoke(args=["demo", "remove"]).output


def test_no_demo_account_is_let_in(app: Flask, session: Session, anonymous: Browser) -> None:
    demo = factories.user(email="demo@test.example", is_demo=True)
    session.add(demo)
    session.commit()
    browser = sign_in(app, demo)
    assert browser.get("/").status_code == 200
    app.extensions["brygga"] = replace(app.extensions["brygga"], production=True)
    assert browser.get("/").status_code == 302, "A session from before is worth nothing."
    form = {"email": demo.email, "password": factories.PASSWORD}
    wrong = anonymous.send("/sign-in", form | {"password": "fel lösenord här"})
    right = anonymous.send("/sign-in", form)
    assert right.status_code == wrong.status_code == 422
    assert anonymous.send("/forgotten-password", {"email": demo.email}).status_code == 302
    assert "No letters" in app.test_cli_runner().invoke(args=["outbox", "list"]).output


@pytest.mark.parametrize("table", [table.name for table in demo_tables()])
def test_a_single_demo_row_of_any_table_stops_the_start(in_production: Flask, session: Session, table: str) -> None:
    require_no_demo_data(in_production)
    infrastructure = factories.ready(factories.infrastructure())
    company = factories.company()
    need = factories.need(company)
    match = factories.match(need, factories.capability(infrastructure))
    session.add_all([infrastructure, match, factories.user(), factories.contact(company)])
    session.flush()
    programme = factories.programme()
    session.add(programme)
    session.flush()
    event = factories.achievement(programme)
    entries = [factories.time_entry(programme), event]
    entries += [factories.aid_grant(company, programme), factories.euro_rate(today())]
    others = [factories.meeting(match), factories.use(match), factories.note(match=match), factories.tag()]
    others += [factories.hand_in(), factories.report_receiver(programme), factories.record_file(company=company)]
    thrown = ThrownRows(kind=ThrownKind.USE, of_id=match.id, rows={}, taken_back_at=now())
    session.add_all([*others, *entries, thrown])
    session.flush()
    session.add(Participant(achievement_id=event.id, organisation="KI"))
    session.commit()
    require_no_demo_data(in_production)
    done = session.execute(sa.update(Base.metadata.tables[table]).values(is_demo=True))
    assert done.rowcount  # type: ignore[attr-defined]  # an update has a row count
    with pytest.raises(ConfigurationError, match="flask demo remove"):
        require_no_demo_data(in_production)


def test_a_database_without_tables_does_not_stop_the_start() -> None:
    require_no_demo_data(make_app("sqlite://", production=True))


def test_all_demo_rows_go_and_no_real_row_is_lost_in_silence(in_production: Flask, session: Session) -> None:
    runner = in_production.test_cli_runner()
    with in_production.app_context():
        load(db_session(), demo=False, today=today())
        db_session().commit()
    before = _counts(session)
    with in_production.app_context():
        load(db_session(), demo=True, today=today())
        db_session().commit()
    owner_id = session.scalar(sa.select(User.id).where(User.email == demo_sign_ins()[0].email))
    kept = factories.company(name="Verkliga AB", owner_id=owner_id)
    demo = session.scalars(sa.select(Company).where(Company.is_demo).limit(1)).one()
    session.add_all([kept, factories.user(role=Role.ADMINISTRATOR)])
    real = factories.need(demo, title="Verkligt behov")
    session.add(real)
    session.commit()
    full, number = _counts(session), real.id

    refused = runner.invoke(args=["demo", "remove"])
    assert refused.exit_code == 1
    assert f"need {real.id}: real, but hangs on demo data." in refused.output
    assert _counts(session) == full, "Nothing was removed."

    done = runner.invoke(args=["demo", "remove", "--with-real-rows"])
    assert done.exit_code == 0, done.output
    assert f"company {kept.id}: owner_id is emptied" in done.output
    session.expire_all()
    assert _counts(session) == before | {"company": 1, "user_account": 1}
    assert session.get_one(Company, kept.id).owner_id is None
    assert session.scalar(sa.select(sa.func.count()).select_from(Need)) == 0
    assert f"{full['need']:6} need" in done.output
    assert "No administrator is left" not in done.output
    trail = sa.select(AuditEntry).where(AuditEntry.subject.in_(("company", "database"))).order_by(AuditEntry.id.desc())
    gone, emptied = session.scalars(trail.limit(2)).all()
    assert (emptied.subject_id, emptied.changes) == (str(kept.id), {"owner_id": "changed"})
    assert (gone.action, str(number) in gone.changes["need"]) == ("demo_removed", True)
    assert {table: len(rows) for table, rows in gone.changes.items()} == _told(done.output)
    require_no_demo_data(in_production)
    assert "There is no demo data" in runner.invoke(args=["demo", "remove"]).output
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
