"""A lock refreshes what it locks, and adding a row is never a conflict, however many add at once."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.audit_check import check_trail
from app.storage.database import BryggaSession
from app.storage.locks import lock_rows
from models.accounts import Role
from models.matches import Match, Stage
from models.meetings import Meeting
from models.organisations import Company
from models.people import Person
from models.uses import Use
from tests import factories
from tests.conftest import Browser, engine_of, sign_in
from tests.faults.threads import at_once

PEOPLE = 24
ROOT = Path(__file__).parents[2]


@pytest.fixture
def people(app: Flask, session: Session) -> list[Browser]:
    users = [factories.user(role=Role.CONSULTANT) for _ in range(PEOPLE)]
    session.add_all(users)
    session.commit()
    return [sign_in(app, user) for user in users]


@pytest.fixture
def matches(session: Session) -> list[Match]:
    """Three introduced matches of one company, whose contact is at every meeting."""
    company = factories.company(name="Fjärd AB")
    contact = factories.contact(company)
    infrastructure = factories.infrastructure()
    found = [
        factories.match(
            factories.need(company, contact=contact), factories.capability(infrastructure), stage=Stage.INTRODUCED
        )
        for _ in range(3)
    ]
    session.add_all([contact, *found])
    session.commit()
    return found


def test_nothing_but_the_one_function_locks_rows() -> None:
    """A lock of another making would work on with what was read before it; that is how meetings were lost."""
    locking = {
        path.relative_to(ROOT).as_posix()
        for room in ("app", "models", "seeds", "matching")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"with_for_update|FOR UPDATE|FOR SHARE", path.read_text(encoding="utf-8"))
    }
    assert locking == {"app/storage/locks.py"}


def test_what_was_read_before_a_lock_is_read_anew(app: Flask, matches: list[Match]) -> None:
    engine = engine_of(app)
    with BryggaSession(engine) as mine:
        match = mine.get_one(Match, matches[0].id)
        company = mine.scalars(sa.select(Company)).one()
        assert (match.next_step, company.summary) == (None, None)
        mine.commit()
        match = mine.get_one(Match, matches[0].id)
        company = mine.scalars(sa.select(Company)).one()
        if engine.dialect.name == "postgresql":
            # On SQLite nobody writes between another writer's first statement and its last.
            with BryggaSession(engine) as other:
                other.get_one(Match, matches[0].id).next_step = "ringa"
                other.scalars(sa.select(Company)).one().summary = "ny text"
                other.commit()
            lock_rows(mine, Match, [match.id])
            assert (match.next_step, match.version, company.summary) == ("ringa", 2, "ny text")
        match.next_step_on = match.created_at.date()
        mine.commit()


@pytest.mark.parametrize("on", ["one match", "three matches of one company"])
def test_of_24_meetings_logged_at_once_none_is_a_conflict_and_none_is_lost(
    app: Flask, people: list[Browser], matches: list[Match], session: Session, on: str
) -> None:
    contact = session.scalars(sa.select(Person)).one()
    chosen = matches[:1] if on == "one match" else matches
    tasks = []
    for number in range(PEOPLE):
        path = f"/matches/{chosen[number % len(chosen)].id}/meetings/new"
        data = {
            "outcome": "held",
            "held_on": f"2026-0{1 + number % 3}-{1 + number:02d}",
            "person_ids": str(contact.id),
            "notes": f"ord-{number}",
        }
        tasks.append(partial(people[number].send, path, data))
    statuses = Counter(answer.status_code for answer in at_once(tasks))
    assert statuses == {302: PEOPLE}
    notes = session.scalars(sa.select(Meeting.notes)).all()
    assert sorted(map(str, notes)) == sorted(f"ord-{number}" for number in range(PEOPLE))
    session.expire_all()
    stages = set(session.scalars(sa.select(Match.stage).where(Match.id.in_([each.id for each in chosen]))))
    assert stages == {Stage.MEETING_HELD}
    with BryggaSession(engine_of(app)) as reading:
        assert check_trail(reading).broken == []


def test_of_24_uses_recorded_at_once_none_is_a_conflict(
    people: list[Browser], matches: list[Match], session: Session
) -> None:
    tasks = [
        partial(
            people[number].send,
            f"/matches/{matches[0].id}/uses/new",
            {"started_on": "2026-03-01", "description": f"ord-{number}", "is_another": "y"},
        )
        for number in range(PEOPLE)
    ]
    statuses = Counter(answer.status_code for answer in at_once(tasks))
    assert statuses == {302: PEOPLE}
    assert session.scalar(sa.select(sa.func.count()).select_from(Use)) == PEOPLE


def test_a_companys_first_uses_and_its_meetings_are_saved_at_once(
    people: list[Browser], matches: list[Match], session: Session
) -> None:
    """A meeting tells the company its last contact, and the first use gives it a number: each locks both."""
    contact = session.scalars(sa.select(Person)).one()
    tasks = []
    for number, browser in enumerate(people):
        path = f"/matches/{matches[number % len(matches)].id}"
        if number % 2:
            tasks.append(partial(browser.send, f"{path}/uses/new", {"started_on": f"2026-03-{1 + number:02d}"}))
        else:
            data = {"outcome": "held", "held_on": "2026-03-01", "person_ids": str(contact.id)}
            tasks.append(partial(browser.send, f"{path}/meetings/new", data))
    assert Counter(answer.status_code for answer in at_once(tasks)) == {302: PEOPLE}
