"""Tasks: written where one stands, done with one button, undone, listed by day, and on the home page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.clock import today
from models.notes import Note, NoteKind
from models.organisations import Company
from tests import factories
from tests.conftest import Browser

TO_DO = "Skicka **avtalet** till dem"
TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def company(session: Session) -> Company:
    """A company to do something for."""
    made = factories.company(name="Uppgiften AB")
    session.add(made)
    session.commit()
    return made


def write(consultant: Browser, company: Company, **typed: str) -> Any:
    sent = {"text": TO_DO, "kind": "task", "happened_on": str(TOMORROW), **typed}
    return consultant.send(f"/companies/{company.id}/notes/new", sent)


def the_task(session: Session) -> Note:
    session.expire_all()
    return session.scalars(sa.select(Note).where(Note.kind == NoteKind.TASK)).one()


def test_a_task_is_written_ahead_and_is_its_writers(consultant: Browser, session: Session, company: Company) -> None:
    assert write(consultant, company).status_code == 302
    task = the_task(session)
    assert (task.happened_on, task.owner_id, task.done_at) == (TOMORROW, task.author_id, None)
    session.refresh(company)
    assert company.last_contact_on is None
    for page in ("/", "/tasks", "/tasks?show=week", "/tasks?show=all"):
        text = consultant.get(page).get_data(as_text=True)
        assert "Skicka avtalet till dem" in text, page
        assert "Uppgiften AB" in text, page
    assert "Skicka avtalet" not in consultant.get("/tasks?show=late").get_data(as_text=True)


def test_a_note_lies_behind_and_says_what_to_choose(consultant: Browser, company: Company) -> None:
    answer = write(consultant, company, kind="note")
    assert answer.status_code == 422
    assert "Att göra" in answer.get_data(as_text=True)


@pytest.mark.parametrize("back", ["", "?back=tasks"])
def test_done_and_not_done_after_all(consultant: Browser, session: Session, company: Company, back: str) -> None:
    write(consultant, company)
    task, page = the_task(session), f"/companies/{company.id}"
    expected = "/tasks" if back else page
    done = consultant.send(f"/notes/{task.id}/finish{back}", {"version": str(task.version)})
    assert done.location == expected
    assert the_task(session).done_at is not None
    assert "Skicka avtalet" not in consultant.get("/").get_data(as_text=True)
    assert "Skicka avtalet" in consultant.get("/tasks?show=done").get_data(as_text=True)
    twice = consultant.send(f"/notes/{task.id}/finish", {"version": str(the_task(session).version)})
    assert twice.location == page
    assert "Det var redan gjort" in consultant.get(page).text
    sent = {"version": str(the_task(session).version)}
    assert consultant.send(f"/notes/{task.id}/reopen{back}", sent).location == expected
    assert the_task(session).is_to_do


def test_a_task_is_given_to_somebody_else(consultant: Browser, session: Session, company: Company) -> None:
    colleague = factories.user()
    session.add(colleague)
    session.commit()
    write(consultant, company)
    task = the_task(session)
    page = f"/notes/{task.id}/edit"
    sent = {"text": TO_DO, "happened_on": str(TOMORROW), "owner_id": str(colleague.id), "version": str(task.version)}
    assert consultant.send(page, sent).status_code == 302
    assert the_task(session).owner_id == colleague.id
    assert "Skicka avtalet" not in consultant.get("/tasks").get_data(as_text=True)
    assert "Skicka avtalet" in consultant.get(f"/tasks?show=all&owner={colleague.id}").get_data(as_text=True)


def test_a_note_does_not_become_a_task_by_correcting_it(
    consultant: Browser, session: Session, company: Company
) -> None:
    write(consultant, company, kind="call", happened_on=str(today()))
    note = session.scalars(sa.select(Note)).one()
    sent = {"text": "x", "kind": "task", "happened_on": str(today()), "version": str(note.version)}
    assert consultant.send(f"/notes/{note.id}/edit", sent).status_code == 422


def test_the_list_asks_as_much_for_thirty_as_for_one(
    consultant: Browser, session: Session, company: Company, count_statements: Any
) -> None:
    write(consultant, company)
    with count_statements() as few:
        consultant.get("/tasks")
    owner_id = the_task(session).owner_id
    need = factories.need(company)
    session.add_all(
        factories.note(need=need, kind=NoteKind.TASK, owner_id=owner_id, happened_on=TOMORROW) for _turn in range(30)
    )
    session.commit()
    consultant.get("/tasks")
    with count_statements() as many:
        assert consultant.get("/tasks").get_data(as_text=True).count("data-item") == 31
    assert len(many) <= len(few) + 2 <= 25
