"""Those who come are told by letter: invited, told of a change, and told that it is off; each once, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from app.mail.outbox import Sent, send_waiting
from app.mail.transports import FolderTransport
from app.storage.database import BryggaSession
from models.clock import now, today
from models.consents import ConsentScope
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.outbox import CalendarMethod, OutboxMessage
from models.people import Person, PersonRole
from tests import factories
from tests.conftest import Browser, engine_of

DAY = today() + timedelta(days=3)
SECRET = "Hemliga Bolaget AB"


@pytest.fixture
def planned(consultant: Browser, session: Session) -> Meeting:
    """A meeting that the company's contact and somebody of the unit come to, and one without an address."""
    company, unit = factories.company(name=SECRET), factories.infrastructure(name_sv="Enheten")
    match = factories.match(factories.need(company), factories.capability(unit), stage=Stage.INTRODUCED)
    frida = factories.contact(company, name="Frida", email="frida@company.example")
    erik = factories.person(name="Erik", email="erik@unit.example")
    erik.roles.append(PersonRole(infrastructure=unit, is_contact=True))
    nobody = factories.person(name="Adresslös", email=None)
    nobody.roles.append(PersonRole(infrastructure=unit))
    session.add_all([match, frida, erik, nobody])
    session.commit()
    sent = {"held_on": DAY.isoformat(), "starts_at": "13:00", "minutes_long": "60", "place": "Rum 4"}
    people = [str(person.id) for person in (frida, erik, nobody)]
    consultant.send(f"/matches/{match.id}/meetings/plan", {**sent, "person_ids": people})
    return session.scalars(sa.select(Meeting)).one()


def version(session: Session, meeting: Meeting) -> str:
    session.expire_all()
    return str(session.get_one(Meeting, meeting.id).version)


def tell(consultant: Browser, session: Session, meeting: Meeting, page: str = "invite", **values: Any) -> Any:
    sent = {
        "to": ["frida@company.example", "erik@unit.example"],
        "subject": "Möte",
        "body": "Välkommen.",
        "shown": version(session, meeting),
    }
    return consultant.send(f"/meetings/{meeting.id}/{page}", {**sent, **values})


def change(consultant: Browser, session: Session, meeting: Meeting, **values: Any) -> Any:
    kept = session.scalars(sa.select(Person.id).where(Person.email.is_not(None))).all()
    sent = {
        "outcome": "planned",
        "held_on": DAY.isoformat(),
        "starts_at": "13:00",
        "minutes_long": "60",
        "place": "Rum 4",
        "person_ids": [str(number) for number in kept],
        "version": version(session, meeting),
    }
    return consultant.send(f"/meetings/{meeting.id}/edit", {**sent, **values})


def letters(session: Session) -> list[OutboxMessage]:
    session.expire_all()
    return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def go(session: Session) -> None:
    """Let what waits have been sent."""
    session.execute(sa.update(OutboxMessage).values(sent_at=now(), claimed_at=now()))
    session.commit()


def event_of(letter: OutboxMessage) -> tuple[str, Any]:
    calendar = Calendar.from_ical(letter.calendar or "")
    (event,) = calendar.events
    return str(calendar["method"]), event


def test_nobody_is_told_before_the_consultant_says_so(session: Session, planned: Meeting) -> None:
    assert planned.status is MeetingStatus.PLANNED
    assert letters(session) == []


def test_nobody_is_invited_once_the_company_has_withdrawn(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    assert tell(consultant, session, planned).status_code == 302
    go(session)
    session.add(factories.consent(session.scalars(sa.select(Need)).one(), agreed_to=ConsentScope.NOTHING))
    session.commit()
    change(consultant, session, planned, place="Rum 5")
    assert consultant.get(f"/meetings/{planned.id}/invite").status_code == 409
    assert tell(consultant, session, planned).status_code == 409
    assert len(letters(session)) == 2
    # That it is off, they are told all the same.
    consultant.send(f"/meetings/{planned.id}/cancel", {"version": version(session, planned)})
    assert tell(consultant, session, planned, "call-off").status_code == 302
    assert len(letters(session)) == 4


def test_the_letter_is_shown_before_it_goes(consultant: Browser, session: Session, planned: Meeting) -> None:
    page = consultant.get(f"/meetings/{planned.id}/invite").get_data(as_text=True)
    for text in (
        f"{DAY}, 13:00–14:00",
        "Rum 4",
        "Frida, frida@company.example (inte inbjuden än)",
        f"{SECRET} – Enheten",
    ):
        assert text in page
    assert "Adresslös" not in page
    assert page.count("<input checked") == 2
    assert letters(session) == []


def test_each_who_is_ticked_gets_a_letter_of_their_own(consultant: Browser, session: Session, planned: Meeting) -> None:
    assert tell(consultant, session, planned).location == f"/meetings/{planned.id}"
    first, second = letters(session)
    for letter, address in ((first, "frida@company.example"), (second, "erik@unit.example")):
        method, event = event_of(letter)
        assert (method, event["sequence"], letter.to_address) == ("REQUEST", 0, address)
        assert str(event["attendee"]) == f"mailto:{address}"
        assert (letter.calendar_method, letter.together) == (CalendarMethod.REQUEST, None)
        assert letter.reply_to
        assert str(event["organizer"]) == f"mailto:{letter.reply_to}"
        assert event["organizer"].params["SENT-BY"].startswith("mailto:brygga@")
    assert "erik" not in (first.calendar or "")
    page = consultant.get(f"/meetings/{planned.id}").get_data(as_text=True)
    assert page.count("Inbjuden") == 2
    assert "Alla som kommer" in consultant.get(f"/meetings/{planned.id}/invite").get_data(as_text=True)


def test_only_who_is_ticked_is_told(consultant: Browser, session: Session, planned: Meeting) -> None:
    tell(consultant, session, planned, to=["erik@unit.example"])
    assert [letter.to_address for letter in letters(session)] == ["erik@unit.example"]


@pytest.mark.parametrize("wrong", [{"to": []}, {"to": ["stranger@other.example"]}, {"subject": ""}, {"body": ""}])
def test_a_letter_to_nobody_or_a_stranger_is_refused(
    consultant: Browser, session: Session, planned: Meeting, wrong: dict[str, Any]
) -> None:
    assert tell(consultant, session, planned, **wrong).status_code == 422
    assert letters(session) == []


def test_what_was_changed_meanwhile_is_seen_first(consultant: Browser, session: Session, planned: Meeting) -> None:
    shown = version(session, planned)
    change(consultant, session, planned, starts_at="15:00")
    answer = tell(consultant, session, planned, shown=shown)
    assert answer.status_code == 409
    assert "Välkommen." in answer.get_data(as_text=True)
    assert letters(session) == []


def test_a_change_is_told_with_a_higher_sequence_and_the_same_number(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned)
    go(session)
    change(consultant, session, planned, starts_at="15:00")
    assert len(letters(session)) == 2
    assert consultant.get(f"/meetings/{planned.id}").get_data(as_text=True).count("Har en äldre inbjudan") == 2
    page = consultant.get(f"/meetings/{planned.id}/invite").get_data(as_text=True)
    assert "Ändrat möte: " in page
    tell(consultant, session, planned)
    old, new = letters(session)[0], letters(session)[2]
    (_method, before), (method, after) = event_of(old), event_of(new)
    assert (method, after["uid"]) == ("REQUEST", before["uid"])
    assert after["sequence"] > before["sequence"]
    assert before.DTSTART + timedelta(hours=2) == after.DTSTART
    assert old.message_id != new.message_id


def test_a_note_is_no_change(consultant: Browser, session: Session, planned: Meeting) -> None:
    tell(consultant, session, planned)
    change(consultant, session, planned, notes="Ta med kaffe")
    assert "Har en äldre inbjudan" not in consultant.get(f"/meetings/{planned.id}").get_data(as_text=True)


def test_cancelling_leads_to_the_letter_that_strikes_it_out(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned)
    go(session)
    answer = consultant.send(f"/meetings/{planned.id}/cancel", {"version": version(session, planned)})
    assert answer.location == f"/meetings/{planned.id}/call-off"
    assert "Inställt: " in consultant.get(answer.location).get_data(as_text=True)
    assert len(letters(session)) == 2
    tell(consultant, session, planned, "call-off")
    asked, struck = event_of(letters(session)[0])[1], event_of(letters(session)[2])
    assert struck[0] == "CANCEL"
    assert (struck[1]["uid"], struck[1]["status"]) == (asked["uid"], "CANCELLED")
    assert struck[1]["sequence"] > asked["sequence"]
    # And those who were told are invited anew when it is held after all.
    consultant.send(f"/meetings/{planned.id}/plan-again", {"version": version(session, planned)})
    go(session)
    tell(consultant, session, planned)
    method, again = event_of(letters(session)[4])
    assert (method, again["sequence"] > struck[1]["sequence"]) == ("REQUEST", True)


def test_letters_that_have_not_gone_are_stopped_and_need_no_other(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned)
    consultant.send(f"/meetings/{planned.id}/cancel", {"version": version(session, planned)})
    answer = tell(consultant, session, planned, "call-off")
    assert "har stoppats" in consultant.get(answer.location).get_data(as_text=True)
    assert letters(session) == []


def test_an_older_letter_that_has_not_gone_gives_way_to_the_newer(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned)
    change(consultant, session, planned, starts_at="15:00")
    tell(consultant, session, planned)
    assert [event_of(letter)[1]["sequence"] for letter in letters(session)] == [1, 1]


def test_whoever_need_not_come_any_longer_is_told(consultant: Browser, session: Session, planned: Meeting) -> None:
    tell(consultant, session, planned)
    go(session)
    frida = session.scalars(sa.select(Person.id).where(Person.name == "Frida")).one()
    change(consultant, session, planned, person_ids=[str(frida)])
    assert "erik@unit.example har inbjudan" in consultant.get(f"/meetings/{planned.id}").get_data(as_text=True)
    tell(consultant, session, planned, "call-off", to=["erik@unit.example"])
    last = letters(session)[-1]
    method, event = event_of(last)
    assert (last.to_address, method, event["status"]) == ("erik@unit.example", "CANCEL", "CANCELLED")
    assert session.get_one(Meeting, planned.id).status is MeetingStatus.PLANNED


def test_a_company_that_asked_for_secrecy_is_named_nowhere(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    match = session.get_one(Match, planned.match_id)
    session.refresh(match, ["need"])
    session.refresh(match.need, ["company"])
    match.need.company.secrecy_note = "Ingen får veta"
    session.commit()
    page = consultant.get(f"/meetings/{planned.id}/invite").get_data(as_text=True)
    assert "Ett företag – Enheten" in page
    assert "bett om sekretess" in page
    tell(consultant, session, planned)
    for letter in letters(session):
        assert SECRET not in (letter.calendar or "") + letter.subject + letter.body
        assert event_of(letter)[1]["class"] == "PRIVATE"
    assert SECRET not in consultant.get(f"/meetings/{planned.id}/invitation.ics").get_data(as_text=True)


def test_a_meeting_in_calendars_is_called_off_before_it_is_taken_back(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned)
    answer = consultant.send(f"/meetings/{planned.id}/take-back", {"version": version(session, planned)})
    assert answer.status_code == 409
    assert session.get_one(Meeting, planned.id).taken_back_at is None


def test_planning_is_not_undone_once_somebody_was_told(consultant: Browser, session: Session, planned: Meeting) -> None:
    tell(consultant, session, planned)
    match = session.get_one(Match, planned.match_id)
    assert consultant.send(f"/matches/{match.id}/undo", {"version": str(match.version)}).status_code == 409
    assert len(letters(session)) == 2


def test_the_letter_goes_out_with_its_entry_once(
    app: Flask, tmp_path: Any, consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned, to=["frida@company.example"])
    folder = FolderTransport(tmp_path / "letters")
    for sent in (1, 0):
        with BryggaSession(engine_of(app)) as own:
            done = send_waiting(own, folder, demo_transport=folder, sender="Brygga <brygga@brygga.example>")
        assert done == Sent(sent=sent)
    (file,) = (tmp_path / "letters").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    kept = letters(session)[0]
    assert (mail["Message-ID"], mail["From"]) == (kept.message_id, "Brygga <brygga@brygga.example>")
    assert mail["Reply-To"] == kept.reply_to
    assert mail.get_content_type() == "multipart/alternative"
    plain, calendar = mail.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert calendar.get_param("charset") == "utf-8"
    assert calendar.get_content_disposition() is None
    assert calendar.get_payload(decode=True) == (kept.calendar or "").encode()


def test_a_letter_that_could_not_go_is_sent_to_another_address_with_its_entry(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    tell(consultant, session, planned, to=["frida@company.example"])
    letter = letters(session)[0]
    letter.given_up_at, letter.attempts, letter.last_error = now(), 1, "recipient 550"
    session.commit()
    assert "Inte inbjuden" in consultant.get(f"/meetings/{planned.id}").get_data(as_text=True)
    sent = {"to": "frida.ny@company.example", "subject": "Möte", "body": "Välkommen."}
    consultant.send(f"/matches/{planned.match_id}/letters/{letter.id}", sent)
    assert str(event_of(letters(session)[0])[1]["attendee"]) == "mailto:frida.ny@company.example"


def test_a_meeting_without_a_time_is_told_for_the_day(consultant: Browser, session: Session, planned: Meeting) -> None:
    change(consultant, session, planned, starts_at="")
    session.expire_all()
    assert session.get_one(Meeting, planned.id).starts_at is None
    tell(consultant, session, planned)
    event = event_of(letters(session)[0])[1]
    assert (event.DTSTART, event["transp"]) == (DAY, "TRANSPARENT")
