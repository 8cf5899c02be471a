"""A meeting is logged in one form, moves its match when it was held, and is corrected without losing anything."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.meetings.calendar_entries import CalendarEntry, write_calendar
from models.clock import now, today
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.organisations import Company
from models.people import Person, PersonRole
from models.waiting import WaitingFor
from tests import factories
from tests.conftest import Browser

YESTERDAY = (today() - timedelta(days=1)).isoformat()
TOMORROW = (today() + timedelta(days=1)).isoformat()


@pytest.fixture
def match(session: Session) -> Match:
    """A match that was introduced, with a person on either side."""
    company, infrastructure = factories.company(), factories.infrastructure()
    made = factories.match(factories.need(company), factories.capability(infrastructure), stage=Stage.INTRODUCED)
    host = factories.person(name="Enhetens Erik")
    host.roles.append(PersonRole(infrastructure=infrastructure, is_contact=True))
    session.add_all([made, factories.contact(company, name="Företagets Frida"), host])
    session.commit()
    return made


def the_meeting(session: Session) -> Meeting:
    session.expire_all()
    return session.scalars(sa.select(Meeting).options(selectinload(Meeting.people))).one()


def log(consultant: Browser, match: Match, **values: Any) -> Any:
    sent = {"outcome": "held", "held_on": YESTERDAY, **values}
    return consultant.send(f"/matches/{match.id}/meetings/new", sent)


def test_a_held_meeting_moves_the_match_and_is_the_last_contact(
    consultant: Browser, session: Session, match: Match
) -> None:
    frida = session.scalars(sa.select(Person).where(Person.name == "Företagets Frida")).one()
    answer = log(
        consultant,
        match,
        person_ids=[str(frida.id)],
        others="Två från enheten",
        minutes_used="45",
        notes="Gick bra.",
        next_step="Skicka avtal",
        next_step_on=TOMORROW,
    )
    assert answer.location == f"/matches/{match.id}"
    meeting = the_meeting(session)
    assert [person.name for person in meeting.people] == ["Företagets Frida"]
    assert (meeting.minutes_used, meeting.others) == (45, "Två från enheten")
    saved = session.get_one(Match, match.id)
    assert (saved.stage, saved.next_step) == (Stage.MEETING_HELD, "Skicka avtal")
    assert session.scalars(sa.select(Company.last_contact_on)).one() == today() - timedelta(days=1)
    assert session.get_one(Person, frida.id).last_contact_on == today() - timedelta(days=1)
    page = consultant.get(answer.location).get_data(as_text=True)
    for text in ("Företagets Frida", "Två från enheten", "Gick bra.", "Skicka avtal"):
        assert text in page


def test_the_form_asks_for_held_and_today_and_offers_both_parties_people(consultant: Browser, match: Match) -> None:
    page = consultant.get(f"/matches/{match.id}/meetings/new").get_data(as_text=True)
    assert '<option selected value="held">' in page
    assert f'value="{today().isoformat()}"' in page
    assert "Företagets Frida" in page
    assert "Enhetens Erik" in page


def test_a_meeting_that_was_not_held_moves_nothing(consultant: Browser, session: Session, match: Match) -> None:
    assert log(consultant, match, outcome="not_held").status_code == 302
    assert the_meeting(session).status is MeetingStatus.NOT_HELD
    assert session.get_one(Match, match.id).stage is Stage.INTRODUCED
    assert session.scalars(sa.select(Company.last_contact_on)).one() is None


def test_an_older_meeting_does_not_set_the_last_contact_back(
    consultant: Browser, session: Session, match: Match
) -> None:
    company = session.scalars(sa.select(Company)).one()
    company.last_contact_on = today()
    session.commit()
    log(consultant, match)
    session.expire_all()
    assert session.scalars(sa.select(Company.last_contact_on)).one() == today()


def test_an_empty_next_step_keeps_the_one_that_is_decided(consultant: Browser, session: Session, match: Match) -> None:
    match.next_step = "Ring enheten"
    session.commit()
    assert "Ring enheten" in consultant.get(f"/matches/{match.id}/meetings/new").get_data(as_text=True)
    log(consultant, match)
    session.expire_all()
    assert session.get_one(Match, match.id).next_step == "Ring enheten"


def test_a_held_meeting_does_not_set_a_match_back(consultant: Browser, session: Session, match: Match) -> None:
    match.stage = Stage.AGREED
    session.commit()
    log(consultant, match)
    session.expire_all()
    assert session.get_one(Match, match.id).stage is Stage.AGREED


BAD = [
    ({"outcome": ""}, 422),
    ({"outcome": "cancelled"}, 422),
    ({"held_on": ""}, 422),
    ({"held_on": "2026-02-30"}, 422),
    ({"held_on": TOMORROW}, 422),
    ({"outcome": "planned"}, 422),
    ({"minutes_used": "-1"}, 422),
    ({"minutes_used": "1441"}, 422),
    ({"minutes_used": "en timme"}, 422),
    ({"person_ids": ["9999"]}, 422),
    ({"person_ids": ["x"]}, 422),
    ({"others": "x" * 301}, 422),
    ({"notes": "x\x07"}, 422),
    ({"next_step_on": TOMORROW}, 422),
    ({"stage": "used"}, 400),
    ({"held_on": [YESTERDAY, TOMORROW]}, 400),
]


@pytest.mark.parametrize(("wrong", "status"), BAD)
def test_a_bad_meeting_is_refused_and_what_was_typed_is_kept(
    consultant: Browser, session: Session, match: Match, wrong: dict[str, Any], status: int
) -> None:
    answer = log(consultant, match, **{"next_step": "", "others": "Kalle <b>&", **wrong})
    assert answer.status_code == status
    if status == 422 and "others" not in wrong:
        assert "Kalle &lt;b&gt;&amp;" in answer.get_data(as_text=True)
    assert session.scalars(sa.select(Meeting)).all() == []


def test_a_person_of_another_company_cannot_be_put_down_as_present(
    consultant: Browser, session: Session, match: Match
) -> None:
    stranger = factories.contact(factories.company())
    session.add(stranger)
    session.commit()
    assert log(consultant, match, person_ids=[str(stranger.id)]).status_code == 422


@pytest.fixture
def planned(session: Session, match: Match) -> Meeting:
    """A meeting of tomorrow."""
    meeting = factories.meeting(match, status=MeetingStatus.PLANNED, held_on=today() + timedelta(days=1))
    session.add(meeting)
    session.commit()
    return meeting


def test_a_planned_meeting_becomes_held_and_moves_the_match(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    sent = {"outcome": "held", "held_on": YESTERDAY, "version": "1"}
    assert consultant.send(f"/meetings/{planned.id}/edit", sent).status_code == 302
    assert the_meeting(session).status is MeetingStatus.HELD
    assert session.get_one(Match, planned.match_id).stage is Stage.MEETING_HELD


def test_taking_the_only_held_meeting_back_sets_the_stage_back_and_says_so(
    consultant: Browser, session: Session, match: Match
) -> None:
    log(consultant, match)
    meeting = the_meeting(session)
    sent = {"outcome": "not_held", "held_on": YESTERDAY, "version": "1"}
    answer = consultant.send(f"/meetings/{meeting.id}/edit", sent)
    assert "Steget är nu: Introducerad" in consultant.get(answer.location).get_data(as_text=True)
    session.expire_all()
    assert session.get_one(Match, match.id).stage is Stage.INTRODUCED
    assert session.scalars(sa.select(Company.last_contact_on)).one() is None


def test_a_stale_edit_shows_both_versions(consultant: Browser, session: Session, planned: Meeting) -> None:
    planned.notes = "Kollegans anteckning"
    session.commit()
    sent = {"outcome": "planned", "held_on": TOMORROW, "notes": "Min anteckning", "version": "1"}
    answer = consultant.send(f"/meetings/{planned.id}/edit", sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Kollegans anteckning" in page
    assert "Min anteckning" in page
    assert the_meeting(session).notes == "Kollegans anteckning"
    assert consultant.send(f"/meetings/{planned.id}/edit", {**sent, "version": "2"}).status_code == 302


def test_a_planned_meeting_is_taken_to_a_calendar_without_its_notes(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    planned.notes = "kanarie"
    session.commit()
    answer = consultant.get(f"/meetings/{planned.id}/invitation.ics")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/calendar"
    assert f"DTSTART;VALUE=DATE:{planned.held_on:%Y%m%d}\r\n" in text
    assert "kanarie" not in text


def test_a_meeting_that_is_not_planned_has_no_invitation(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    planned.status = MeetingStatus.NOT_HELD
    session.commit()
    assert consultant.get(f"/meetings/{planned.id}/invitation.ics").status_code == 404


def test_long_and_odd_names_are_folded_and_escaped_in_a_calendar() -> None:
    summary = "Ett; företag, med\nå i namnet " + "ö" * 90
    text = write_calendar([CalendarEntry(uid="1@x.example", summary=summary, day=today(), changed_at=now())])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Ett\\; företag\\, med\\nå i namnet " + "ö" * 90 in unfolded


@pytest.mark.parametrize("path", ["/meetings/9999/edit", "/matches/9999/meetings/new", "/meetings/9999/invitation.ics"])
def test_missing_meetings_are_not_found(consultant: Browser, path: str) -> None:
    assert consultant.get(path).status_code == 404


@pytest.mark.parametrize("way", ["new", "held"])
def test_what_another_decided_meanwhile_is_not_replaced_unseen(
    consultant: Browser, session: Session, match: Match, way: str
) -> None:
    planned = Meeting(match_id=match.id, status=MeetingStatus.PLANNED, held_on=today())
    session.add_all([planned] if way == "held" else [])
    match.next_step = "Steg 0"
    session.commit()
    page = f"/meetings/{planned.id}/held" if way == "held" else f"/matches/{match.id}/meetings/new"
    shown = seen_step(consultant.get(page).text)
    match.next_step, match.next_step_on, match.waiting_for = "Steg <K>", today(), WaitingFor.COMPANY
    match.waiting_since = now()
    session.commit()
    own = {"version": str(planned.version)} if way == "held" else {"outcome": "held"}
    sent = {
        **own,
        "held_on": YESTERDAY,
        "others": "Kalle",
        "next_step": "Steg A",
        "waiting_for": "infrastructure",
        "seen_step": shown,
    }
    answer = consultant.send(page, sent)
    assert answer.status_code == 409
    for text in ('value="Steg A"', f"Sparat nu: Steg &lt;K&gt;, {today()}.", "Sparat nu: Företaget.", 'value="Kalle"'):
        assert text in answer.text
    session.expire_all()
    assert session.get_one(Match, match.id).next_step == "Steg <K>"
    assert session.scalars(sa.select(Meeting).where(Meeting.status == MeetingStatus.HELD)).all() == []
    # Whoever has seen both may put theirs in its place.
    assert consultant.send(page, {**sent, "seen_step": seen_step(answer.text)}).status_code == 302
    assert the_meeting(session).others == "Kalle"
    saved = session.get_one(Match, match.id)
    assert (saved.next_step, saved.waiting_for) == ("Steg A", WaitingFor.INFRASTRUCTURE)


def seen_step(page: str) -> str:
    found = re.search(r'name="seen_step"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]
