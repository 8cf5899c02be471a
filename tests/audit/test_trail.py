"""The audit trail keeps what was deleted, who was let in where, and shows when somebody has touched it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.frozen import seal_report
from app.reports.report_of_month import gather_report
from app.storage.audit import note_event
from app.storage.audit_check import Anchor, check_trail, current_anchor
from app.storage.database import BryggaSession
from models.accounts import Role
from models.audit import AuditEntry, AuditHead
from models.programmes import FrozenReport, Programme
from models.uses import Use
from tests import factories
from tests.conftest import Browser, engine_of

TODAY = date(2026, 11, 21)


def add_companies(session: Session, how_many: int = 3) -> None:
    for _ in range(how_many):
        session.add(factories.company())
        session.commit()


def freeze_march(session: Session, code: str = "p") -> FrozenReport:
    programme = Programme(code=code, name_sv="P", name_en="P", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    session.add(programme)
    session.commit()
    programme = get_programme(session, code)
    report = gather_report(session, programme, date(2026, 3, 1), today=TODAY)
    frozen = seal_report(session, programme, report, actor=None)
    session.commit()
    return frozen


def last_entry(session: Session) -> AuditEntry:
    return session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_an_untouched_trail_holds(session: Session) -> None:
    add_companies(session)
    freeze_march(session)
    assert check_trail(session).holds


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET subject_id = '999' WHERE id = 2",
        "UPDATE audit_entry SET at = '2020-01-01' WHERE id = 2",
        "DELETE FROM audit_entry WHERE id = 2",
    ],
)
def test_a_touched_or_missing_entry_is_found(session: Session, change: str) -> None:
    add_companies(session)
    session.execute(sa.text(change))
    found = check_trail(session)
    assert found.broken
    assert not found.holds


def test_cutting_off_the_end_is_found(session: Session) -> None:
    add_companies(session)
    session.execute(sa.text("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)"))
    found = check_trail(session)
    assert found.broken == []
    assert not found.head_fits


def test_the_end_cannot_be_moved_without_the_key(session: Session) -> None:
    add_companies(session)
    session.execute(sa.text("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)"))
    last = last_entry(session)
    forged = AuditHead.expected_seal(b"a guess", 2, last.digest)
    session.execute(sa.update(AuditHead).values(entries=2, digest=last.digest, seal=forged))
    assert not check_trail(session).head_fits


def test_an_end_put_back_to_an_earlier_day_is_found_by_the_frozen_reports(session: Session) -> None:
    add_companies(session)
    kept = session.execute(sa.select(AuditHead.entries, AuditHead.digest, AuditHead.seal)).one()
    add_companies(session)
    freeze_march(session)
    session.execute(sa.delete(AuditEntry).where(AuditEntry.id > 3))
    session.execute(sa.update(AuditHead).values(**kept._mapping))
    found = check_trail(session)
    assert found.head_fits
    assert [anchor.name for anchor in found.lost_anchors] == ["p 2026-03"]


def test_a_trail_written_anew_is_found_by_what_was_printed(session: Session, app: Flask) -> None:
    add_companies(session)
    printed = Anchor.read(str(current_anchor(session)))
    session.execute(sa.delete(AuditEntry))
    session.execute(sa.delete(AuditHead))
    add_companies(session)
    assert check_trail(session).holds
    assert check_trail(session, printed).lost_anchors == [printed]


def test_a_trail_rewritten_with_digests_that_need_no_key_is_found(session: Session) -> None:
    add_companies(session)
    last = "0" * 64
    for entry in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all():
        entry.previous_digest, entry.subject_id = last, "7"
        entry.digest = last = entry.plain_digest()
        values = {"previous_digest": entry.previous_digest, "digest": last, "subject_id": "7"}
        session.execute(sa.update(AuditEntry).where(AuditEntry.id == entry.id).values(**values))
    found = check_trail(session)
    assert not found.holds


def test_an_end_that_was_taken_away_is_told_even_when_the_trail_went_on(session: Session) -> None:
    add_companies(session)
    session.execute(sa.delete(AuditHead))
    assert not check_trail(session).head_fits
    add_companies(session)
    found = check_trail(session)
    assert found.head_fits
    assert found.head_lost
    assert not found.holds


def test_entries_from_before_the_key_still_hold_and_are_counted(session: Session) -> None:
    add_companies(session, 2)
    last = "0" * 64
    for entry in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all():
        entry.previous_digest = last
        last = entry.digest = entry.plain_digest()
        session.commit()
    session.execute(sa.update(AuditHead).values(digest=last))
    add_companies(session, 2)
    found = check_trail(session)
    assert (found.unkeyed, found.entries, found.holds) == (2, 4, True)


def test_a_deleted_row_keeps_its_values_and_confidential_ones_can_be_proven_only(session: Session) -> None:
    match = factories.match(factories.need(factories.company()), factories.capability(factories.infrastructure()))
    use = factories.use(match, evidence="Beställning 17", hours=12)
    session.add(use)
    session.commit()
    session.expire_all()
    session.delete(session.scalars(sa.select(Use)).one())
    session.commit()
    changes = last_entry(session).changes
    assert changes["started_on"] == ["2026-03-01", None]
    assert changes["evidence_kind"] == ["document", None]
    assert changes["match_id"] == [match.id, None]
    assert changes["evidence"][0].startswith("hmac-sha256:")
    assert "Beställning" not in str(changes)


def test_a_row_that_its_whole_has_let_go_of_is_told_as_deleted(session: Session) -> None:
    match = factories.match(factories.need(factories.company()), factories.capability(factories.infrastructure()))
    session.add(match)
    session.commit()
    number = match.changes[0].id
    match.changes.clear()
    session.commit()
    entry = last_entry(session)
    assert (entry.action, entry.subject, entry.subject_id) == ("delete", "stage_change", str(number))
    assert entry.changes["to_stage"] == ["suggested", None]


def test_a_deleted_person_leaves_nothing_personal_behind(session: Session) -> None:
    person = factories.person(name="Namn Namnsson")
    session.add(person)
    session.commit()
    session.delete(person)
    session.commit()
    assert "Namn" not in str(last_entry(session).changes)
    assert last_entry(session).changes["name"] == "changed"


def test_a_users_infrastructures_and_role_are_in_the_trail(session: Session) -> None:
    first, second = factories.infrastructure(), factories.infrastructure()
    user = factories.user(role=Role.STAFF, infrastructures=[first])
    session.add_all([user, second])
    session.commit()
    user.infrastructures = [second]
    user.role = Role.CONSULTANT
    session.commit()
    changes = last_entry(session).changes
    assert changes == {"role": ["staff", "consultant"], "infrastructures": [[first.id], [second.id]]}


def test_an_event_is_chained_with_the_rest(session: Session) -> None:
    add_companies(session, 1)
    note_event(session, "sign_in_failed", subject="user_account", subject_id=5, changes={"tries": 3})
    session.commit()
    add_companies(session, 1)
    events = [(entry.action, entry.subject_id) for entry in session.scalars(sa.select(AuditEntry)) if entry.changes]
    assert ("sign_in_failed", "5") in events
    assert check_trail(session).broken == []


def tamper(session: Session, old: str, new: str) -> None:
    """Change what the database holds of the frozen report, behind the application's back."""
    changed: sa.ColumnElement[Any] = sa.func.replace(sa.cast(FrozenReport.content, sa.Text), old, new)
    if session.get_bind().dialect.name == "postgresql":
        changed = sa.cast(changed, sa.JSON)
    session.execute(sa.update(FrozenReport).values(content=changed))


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", *words])
    return result.exit_code, result.output


def test_the_command_says_where_the_trail_ends_and_what_was_touched(app: Flask, session: Session) -> None:
    add_companies(session)
    frozen = freeze_march(session)
    _code, anchor = run(app, "anchor")
    assert run(app, "verify", "--against", anchor.strip())[0] == 0
    assert run(app, "verify", "--against", "nonsense")[0] == 1
    tamper(session, '"programme": "p"', '"programme": "q"')
    code, told = run(app, "verify")
    assert code == 1
    assert "p 2026-03 was changed" in told
    session.execute(sa.delete(FrozenReport).where(FrozenReport.id == frozen.id))
    assert "no longer there" in run(app, "verify")[1]


def test_what_a_savepoint_took_back_is_not_in_the_trail(app: Flask) -> None:
    with BryggaSession(engine_of(app)) as session:
        kept, gone, later = (factories.company(name=name) for name in ("Kvar AB", "Borta AB", "Senare AB"))
        session.add(kept)
        trial = session.begin_nested()
        session.add(gone)
        session.flush()
        trial.rollback()
        session.add(later)
        session.commit()
        told = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "company"))
        assert [entry.subject_id for entry in told] == [str(kept.id), str(later.id)]
        session.add(factories.company())
        session.flush()
        session.rollback()
        session.add(factories.company())
        session.commit()
        assert check_trail(session).holds
        companies = sa.select(sa.func.count()).where(AuditEntry.subject == "company")
        assert session.scalar(companies) == 3


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ('"is_over": true', '"is_over": false', 200),
        ('"median_days": null', '"median_days": 1.0', 200),
        ("month", "m", 409),
    ],
)
def test_a_frozen_report_that_was_changed_says_so_on_every_page(
    consultant: Browser, session: Session, old: str, new: str, status: int
) -> None:
    freeze_march(session, "klustermotor")
    paths = ("/reports", "/reports/2026-03", "/reports/2026-03/new_needs")
    assert not [path for path in paths if "ändrats i databasen" in consultant.get(path).text]
    tamper(session, old, new)
    assert [consultant.get(path).status_code for path in paths] == [200, status, status]
    assert not [path for path in paths if "ändrats i databasen" not in consultant.get(path).text]


def test_a_trail_that_was_emptied_and_begun_anew_does_not_hold(app: Flask, session: Session) -> None:
    session.add(factories.user())
    session.commit()
    assert check_trail(session).holds
    session.execute(sa.text("DELETE FROM audit_entry"))
    session.execute(sa.text("DELETE FROM audit_head"))
    session.commit()
    assert not check_trail(session).holds
    add_companies(session)
    assert not check_trail(session).holds
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert "its beginning is missing" in answer.output


def test_an_entry_that_cannot_be_read_is_said_to_be_changed(app: Flask, session: Session) -> None:
    add_companies(session)
    if session.get_bind().dialect.name == "postgresql":
        return  # PostgreSQL takes nothing into the column but JSON.
    session.execute(sa.text("UPDATE audit_entry SET changes = 'kanin' WHERE id = (SELECT max(id) FROM audit_entry)"))
    session.commit()
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (answer.exit_code, "cannot be read" in answer.output) == (1, True)
