"""What is written past the session is in the audit trail all the same, or said here why it is not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.use_cases import set_password
from app.storage.audit_check import check_trail
from app.storage.database import db_session
from app.storage.not_audited import NOT_AUDITED
from models.accounts import User
from models.audit import AuditEntry
from models.matches import Stage
from models.organisations import Company
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser

ROOT = Path(__file__).parents[2]
# Statements in bulk on records that are audited: (file, what they name) and where the trail has it, or why it has not.
TOLD = {
    ("app/mail/outbox.py", "OutboxMessage"): "That a letter went or was given up is told as an event; each try is not, "
    "for nobody decides on it.",
    ("app/demo/rows.py", "link.table"): "Told by the command, row by row.",
    ("app/demo/rows.py", "table"): "Told by the command: made-up rows are not worth their values, but their numbers.",
    ("app/duplicates/moving.py", "reference.table"): "What a merge moves is told with it, a count for each reference; "
    "the merge itself keeps which rows, and is the way back.",
    ("app/duplicates/moving.py", "table"): "The same, for what a merge had set aside and its undoing puts back.",
    (
        "app/duplicates/moving.py",
        "PersonRole",
    ): "The same: what the one of two roles says that stays.",
    ("app/duplicates/parting.py", "PersonRole"): "The same, put back as it was; the undoing is told.",
    ("app/hand_ins/forgetting.py", "HandIn"): "What one was a part of goes, and its going is told.",
    ("app/duplicates/parting.py", "Person"): "A version alone, so that a form that was open is seen to be old.",
    ("app/duplicates/use_cases.py", "record"): "The same.",
    (
        "app/likeness/catching_up.py",
        "DoublePair",
    ): "Found by a rule from records, and found anew when they change; what somebody decides of a pair is told.",
    ("models/uses.py", "company"): "A company's number in reports, told with the use that gave it.",
    ("seeds/vocabulary.py", "table"): "What Brygga ships is the same everywhere, and nobody here wrote it.",
    ("seeds/refresh.py", "table"): "The same, brought up to a newer version where nobody here has edited the row.",
    ("seeds/refresh.py", "Term"): "The same: a seeded term that a newer version no longer has.",
    ("seeds/demo/readiness.py", "ReadinessItem"): "Made-up rows; their removal is told.",
    ("app/matchmaking/candidate_table.py", "self._table"): "An index, made anew from records.",
    ("app/needs/notices.py", "NeedWatch"): "What a ranking leaves behind; that somebody watches a need is told.",
    ("app/home/digest.py", "User"): "That the day's letter is written, which is told when it goes.",
    ("app/web/sign_in.py", "User"): "A sign of work, as a session's: nobody's change of an account.",
    ("app/storage/search_index/keeping.py", "ENTRY"): "The same.",
    ("app/storage/search_index/keeping.py", "STALE"): "What that index has fallen behind of.",
}


def _statements() -> Iterator[tuple[str, str]]:
    """Yield the file and what is named of every update, delete and insert that the session does not write itself."""
    for room in ("app", "models", "seeds"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args and _makes_a_statement(node.func):
                    yield path.relative_to(ROOT).as_posix(), ast.unparse(node.args[0])


def _makes_a_statement(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        owner = ast.unparse(function.value)
        return function.attr in ("update", "delete", "insert") and owner in ("sa", "sqlite", "postgresql")
    return isinstance(function, ast.Name) and function.id == "insert"


def test_every_statement_in_bulk_is_told_or_says_why_not() -> None:
    free = {record.__name__ for record in NOT_AUDITED}
    assert {found for found in _statements() if found[1] not in free} == set(TOLD)


def _entries(session: Session, subject: str) -> list[tuple[str, str, object]]:
    session.expire_all()
    rows = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id))
    return [(row.action, row.subject_id, row.changes) for row in rows]


def test_the_number_that_a_company_gets_with_its_first_use_is_told_once(consultant: Browser, session: Session) -> None:
    match = factories.match(
        factories.need(factories.company()), factories.capability(factories.infrastructure()), stage=Stage.AGREED
    )
    session.add(match)
    session.commit()
    for _twice in range(2):
        answer = consultant.send(f"/matches/{match.id}/uses/new", {"started_on": "2026-03-01", "is_another": "y"})
        assert answer.status_code == 302
    company = session.scalars(sa.select(Company)).one()
    session.refresh(company)
    numbered = [entry for entry in _entries(session, "company") if "report_number" in str(entry[2])]
    assert numbered == [("update", str(company.id), {"report_number": [None, company.report_number]})]
    assert check_trail(session).holds


def _letter(session: Session, to: str, **values: object) -> OutboxMessage:
    letter = OutboxMessage(
        **{"to_address": to, "subject": "Hej", "body": "Hej", "message_id": f"<{to}@x.example>"} | values
    )
    session.add(letter)
    session.commit()
    return letter


def test_a_letter_that_went_or_was_given_up_is_told(app: Flask, session: Session) -> None:
    sent, hopeless = _letter(session, "anna@company.example"), _letter(session, "a b", subject="x\u2028y")
    app.test_cli_runner().invoke(args=["outbox", "send"])
    told = [entry for entry in _entries(session, "outbox_message") if entry[0] != "create"]
    assert told == [("sent", str(sent.id), {}), ("given_up", str(hopeless.id), {})]
    assert check_trail(session).holds


def test_a_link_that_will_never_be_sent_is_told_as_deleted(app: Flask, session: Session) -> None:
    user = factories.user()
    session.add(user)
    session.commit()
    letter = _letter(session, user.email, user_id=user.id, link_seed="seed")
    number = str(letter.id)
    session.expunge(letter)
    with app.app_context():
        set_password(db_session(), db_session().get_one(User, user.id), "hash")
        db_session().commit()
    assert [entry[:2] for entry in _entries(session, "outbox_message")][-1] == ("delete", number)
    assert check_trail(session).holds
