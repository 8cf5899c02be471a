"""Notes: written where one stands, shown in every place they belong to, corrected, taken back and put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.audit import READ
from models.audit import AuditEntry
from models.clock import today
from models.matches import Match
from models.notes import Note, NoteKind
from models.organisations import Company
from models.people import Person
from tests import factories
from tests.conftest import Browser

SAID = "De ringer igen i maj"


def filled(**typed: str) -> dict[str, str]:
    """Return what the form sends when it is left as it stands, but for what is typed."""
    return {"text": SAID, "kind": "note", "happened_on": str(today()), **typed}


@pytest.fixture
def match(session: Session) -> Match:
    """A match of a company with a contact."""
    company = factories.company()
    need = factories.need(company, contact=factories.contact(company))
    made = factories.match(need, factories.capability(factories.infrastructure()))
    session.add(made)
    session.commit()
    return made


def places_of(match: Match) -> dict[str, str]:
    """Return the addresses of the records round a match, by what a note's column is called."""
    need, contact = match.need, match.need.contact
    assert contact is not None
    return {
        "company_id": f"/companies/{need.company_id}",
        "person_id": f"/people/{contact.id}",
        "need_id": f"/needs/{need.id}",
        "match_id": f"/matches/{match.id}",
        "infrastructure_id": f"/infrastructures/{match.capability.infrastructure_id}",
    }


def story_of(browser: Browser, address: str) -> str:
    """Return a page from its timeline on."""
    page = browser.get(address).get_data(as_text=True)
    return str(page[page.index('id="timeline"') :])


SHOWN = {
    "company_id": {"company_id"},
    "person_id": {"person_id", "company_id"},
    "need_id": {"need_id", "company_id"},
    "match_id": {"match_id", "need_id", "company_id", "infrastructure_id"},
    "infrastructure_id": {"infrastructure_id"},
}


@pytest.mark.parametrize("place", SHOWN)
def test_a_note_is_shown_in_every_place_it_belongs_to_and_in_no_other(
    consultant: Browser, session: Session, match: Match, place: str
) -> None:
    other = factories.match(factories.need(factories.company()), factories.capability(factories.infrastructure()))
    session.add(other)
    session.commit()
    places = places_of(match)
    answer = consultant.send(places[place] + "/notes/new", filled(kind="call"))
    assert answer.status_code == 302
    assert answer.location == places[place] + "#timeline"
    assert {name for name, address in places.items() if SAID in story_of(consultant, address)} == SHOWN[place]
    for address in (f"/companies/{other.need.company_id}", f"/matches/{other.id}"):
        assert SAID not in story_of(consultant, address)


def test_what_was_noted_on_a_person_is_the_companys_while_they_were_there(
    consultant: Browser, session: Session
) -> None:
    company = factories.company()
    person = factories.contact(company)
    person.roles[0].ended_on = date(2026, 3, 1)
    session.add_all(
        factories.note(person=person, happened_on=date(2026, month, 1), text=f"I månad {month}") for month in (3, 4)
    )
    session.commit()
    story = story_of(consultant, f"/companies/{company.id}")
    assert "I månad 3" in story
    assert "I månad 4" not in story
    assert "I månad 4" in story_of(consultant, f"/people/{person.id}")


def _last_contacts(session: Session) -> tuple[date | None, ...]:
    session.expire_all()
    return (
        session.scalars(sa.select(Company.last_contact_on)).one(),
        session.scalars(sa.select(Person.last_contact_on)).one(),
    )


def test_the_last_contact_follows_calls_and_e_mails_by_their_own_day(
    consultant: Browser, session: Session, match: Match
) -> None:
    person = places_of(match)["person_id"]
    said, called = today() - timedelta(days=40), today() - timedelta(days=3)
    match.need.company.last_contact_on = said
    session.commit()
    consultant.send(person + "/notes/new", filled())
    assert _last_contacts(session) == (said, None)
    consultant.send(person + "/notes/new", filled(kind="call", happened_on=str(called)))
    assert _last_contacts(session) == (called, called)
    note = session.scalars(sa.select(Note).where(Note.kind == NoteKind.CALL)).one()
    earlier = filled(kind="call", happened_on=str(called - timedelta(days=1)), version=str(note.version))
    consultant.send(f"/notes/{note.id}/edit", earlier)
    assert _last_contacts(session) == (called - timedelta(days=1),) * 2
    session.refresh(note)
    consultant.send(f"/notes/{note.id}/take-back", {"version": str(note.version)})
    assert _last_contacts(session) == (said, None)
    session.refresh(note)
    consultant.send(f"/notes/{note.id}/put-back", {"version": str(note.version)})
    assert _last_contacts(session) == (called - timedelta(days=1),) * 2


def test_who_comes_to_a_company_brings_along_what_was_said_to_them_there(consultant: Browser, session: Session) -> None:
    company = factories.company()
    person = factories.person()
    called = today() - timedelta(days=2)
    session.add_all([company, factories.note(person=person, kind=NoteKind.EMAIL, happened_on=called)])
    session.commit()
    form = {"name": person.name, "email": person.email, "source": "Möte", "same_person": "y"}
    assert consultant.send(f"/companies/{company.id}/people/new", form).status_code == 302
    session.refresh(company)
    assert company.last_contact_on == called


def test_a_note_that_is_taken_back_is_nowhere_and_comes_back_exactly(
    consultant: Browser, session: Session, match: Match
) -> None:
    note = factories.note(match=match, text="**Viktigt**\n\n- ett")
    session.add(note)
    session.commit()
    places, before = places_of(match), _row(session, note)
    path = places["match_id"]
    page = consultant.post(
        f"/notes/{note.id}/take-back",
        data={"version": note.version, "csrf_token": consultant.token()},
        follow_redirects=True,
    ).get_data(as_text=True)
    assert f'action="/notes/{note.id}/put-back"' in page
    assert all("Viktigt" not in story_of(consultant, address) for address in places.values())
    assert consultant.get(f"/notes/{note.id}/edit").status_code == 404
    late = consultant.send(f"/notes/{note.id}/edit", filled(text="Skrivet under tiden", version="1"))
    assert (late.status_code, "Skrivet under tiden" in late.text) == (409, True)
    session.refresh(note)
    assert consultant.send(f"/notes/{note.id}/put-back", {"version": str(note.version)}).status_code == 302
    assert _row(session, note) == before
    assert "<strong>Viktigt</strong>" in story_of(consultant, path)


def _row(session: Session, note: Note) -> dict[str, Any]:
    session.expire_all()
    row = session.execute(sa.select(Note.__table__).where(Note.id == note.id)).one()._mapping
    return {name: value for name, value in row.items() if name not in ("version", "updated_at")}


@pytest.mark.parametrize(("act", "status"), [("take-back", 409), ("put-back", 302)])
def test_an_old_button_does_nothing(consultant: Browser, session: Session, match: Match, act: str, status: int) -> None:
    note = factories.note(match=match)
    session.add(note)
    session.commit()
    assert consultant.send(f"/notes/{note.id}/{act}", {"version": "7"}).status_code == status
    assert consultant.send(f"/notes/{note.id}/put-back", {"version": "1"}).status_code == 302
    assert _row(session, note)["taken_back_at"] is None


def test_two_who_edit_one_note_see_both_texts(consultant: Browser, session: Session, match: Match) -> None:
    note = factories.note(match=match, text="Från början")
    session.add(note)
    session.commit()
    path = f"/notes/{note.id}/edit"
    assert consultant.send(path, filled(text="Den enas text", version="1")).status_code == 302
    answer = consultant.send(path, filled(text="Den andras text", version="1"))
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Den enas text" in page
    assert "Den andras text" in page
    session.refresh(note)
    assert note.text == "Den enas text"


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"happened_on": str(date(2099, 1, 1))}, {"kind": "fax"}, {"happened_on": "i går"}]
)
def test_a_note_that_is_filled_in_wrongly_is_kept_as_typed(
    consultant: Browser, session: Session, match: Match, wrong: dict[str, str]
) -> None:
    path = f"/needs/{match.need_id}"
    answer = consultant.send(path + "/notes/new", filled(**wrong))
    assert answer.status_code == 422
    assert wrong.get("text", SAID) in answer.get_data(as_text=True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Note)) == 0


def test_a_match_with_a_note_is_not_undone_away(consultant: Browser, session: Session) -> None:
    need, capability = factories.need(factories.company()), factories.capability(factories.infrastructure())
    session.add_all([need, capability])
    session.commit()
    consultant.send(f"/needs/{need.id}/capabilities/{capability.id}/shortlist")
    made = session.scalars(sa.select(Match)).one()
    path = f"/matches/{made.id}"
    consultant.send(path + "/notes/new", filled())
    answer = consultant.send(path + "/undo", {"version": str(made.version)})
    assert answer.status_code == 409
    assert "Avsluta den i stället" in answer.text
    # From a browser, which says where it was sent from, the page can be loaded again.
    sent = {"version": str(made.version), "csrf_token": consultant.token()}
    for referrer, is_told in ((f"http://localhost{path}", True), ("http://evil.example/", False)):
        answer = consultant.post(path + "/undo", data=sent, headers={"Referer": referrer})
        assert ("Läs in sidan på nytt" in answer.text) is is_told
        assert f'href="{path}"' in answer.text, "It is about the match, wherever it was sent from."
    assert SAID in story_of(consultant, path)


def test_a_real_note_on_demo_data_is_named_before_anything_goes(app: Any, session: Session) -> None:
    note = factories.note(company=factories.company(is_demo=True))
    by_demo = factories.note(company=factories.company(), author=factories.user(is_demo=True))
    session.add_all([note, by_demo])
    session.commit()
    refused = app.test_cli_runner().invoke(args=["demo", "remove"])
    assert f"note {note.id}: real, but hangs on demo data." in refused.output
    assert app.test_cli_runner().invoke(args=["demo", "remove", "--with-real-rows"]).exit_code == 0
    session.expire_all()
    (left,) = session.scalars(sa.select(Note))
    assert (left.id, left.author_id) == (by_demo.id, None)


@pytest.mark.parametrize("how_many", [1, 90])
def test_every_page_with_a_timeline_costs_the_same_statements_however_much_is_written(
    consultant: Browser, session: Session, match: Match, count_statements: Callable[[], Any], how_many: int
) -> None:
    for number in range(how_many):
        session.add(factories.note(match=match, author=factories.user(), text=f"Anteckning {number}"))
        session.add(factories.note(person=match.need.contact))
        session.add_all([factories.meeting(match), factories.use(match)])
    session.commit()
    for address in places_of(match).values():
        consultant.get(address).close()
        with count_statements() as statements:
            consultant.get(address).close()
        assert len(statements) <= 25, address


@pytest.mark.parametrize("place", ["need_id", "match_id"])
@pytest.mark.parametrize("page", ["company_id", "infrastructure_id", "match_id", "edit"])
def test_who_reads_a_note_on_a_need_has_read_of_the_need(
    consultant: Browser, session: Session, match: Match, place: str, page: str
) -> None:
    number = match.id if place == "match_id" else match.need_id
    note = factories.note(**{place: number}, text=SAID)
    session.add(note)
    session.commit()
    answer = consultant.get(f"/notes/{note.id}/edit" if page == "edit" else places_of(match)[page])
    shows = SAID in answer.text
    answer.close()
    read = session.scalars(sa.select(AuditEntry.subject_id).where(AuditEntry.action == READ)).all()
    assert shows is (page in ("edit", *SHOWN[place]))
    assert str(match.need_id) in read or not shows
