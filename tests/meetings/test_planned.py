"""A meeting is planned with a time, and said to be held, missed, cancelled or never one; each can be undone."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.matches.seen_steps import stamp_of
from models.accounts import User
from models.clock import now, today
from models.matches import CloseReason, Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.organisations import Company
from models.people import Person
from tests import factories
from tests.conftest import Browser

DAY = today() + timedelta(days=3)


@pytest.fixture
def match(session: Session) -> Match:
    """An introduced match whose company has a contact."""
    company = factories.company()
    made = factories.match(
        factories.need(company), factories.capability(factories.infrastructure()), stage=Stage.INTRODUCED
    )
    session.add_all([made, factories.contact(company, name="Företagets Frida")])
    session.commit()
    return made


@pytest.fixture
def planned(session: Session, match: Match) -> Meeting:
    """A meeting of today that the contact comes to."""
    frida = session.scalars(sa.select(Person)).one()
    meeting = factories.meeting(
        match, status=MeetingStatus.PLANNED, held_on=today(), starts_at=time(13), minutes_long=45, people=[frida]
    )
    session.add(meeting)
    session.commit()
    return meeting


def the_meeting(session: Session) -> Meeting:
    session.expire_all()
    return session.scalars(sa.select(Meeting).options(selectinload(Meeting.people))).one()


def plan(consultant: Browser, match: Match, **values: Any) -> Any:
    sent = {"held_on": DAY.isoformat(), "starts_at": "13:00", "minutes_long": "45", "place": "Rum 4", **values}
    return consultant.send(f"/matches/{match.id}/meetings/plan", sent)


def undo(consultant: Browser, session: Session, match: Match) -> Any:
    session.expire_all()
    return consultant.send(f"/matches/{match.id}/undo", {"version": str(session.get_one(Match, match.id).version)})


def test_a_planned_meeting_has_a_time_and_a_place(consultant: Browser, session: Session, match: Match) -> None:
    frida = session.scalars(sa.select(Person)).one()
    answer = plan(consultant, match, person_ids=[str(frida.id)])
    meeting = the_meeting(session)
    assert answer.location == f"/meetings/{meeting.id}"
    assert (meeting.status, meeting.held_on, meeting.starts_at) == (MeetingStatus.PLANNED, DAY, time(13))
    assert (meeting.minutes_long, meeting.place) == (45, "Rum 4")
    page = consultant.get(answer.location).get_data(as_text=True)
    for text in (f"{DAY}, 13:00–13:45", "Rum 4", "Företagets Frida", "Inte inbjuden"):
        assert text in page
    assert "13:00" in consultant.get(f"/matches/{match.id}").get_data(as_text=True)
    session.expire_all()
    assert session.get_one(Match, match.id).stage is Stage.INTRODUCED


@pytest.mark.parametrize(
    ("typed", "read"), [("13.30", time(13, 30)), ("9", time(9)), ("0915", time(9, 15)), ("", None)]
)
def test_times_are_read_as_people_write_them(
    consultant: Browser, session: Session, match: Match, typed: str, read: time | None
) -> None:
    assert plan(consultant, match, starts_at=typed).status_code == 302
    assert the_meeting(session).starts_at == read


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": "24:00"},
        {"starts_at": "13:60"},
        {"starts_at": "ett"},
        {"minutes_long": "4"},
        {"held_on": (today() - timedelta(days=1)).isoformat()},
        {"held_on": ""},
        # The clocks go from two to three.
        {"held_on": "2027-03-28", "starts_at": "02:30"},
        {"place": "x" * 301},
    ],
)
def test_what_cannot_be_is_refused(consultant: Browser, session: Session, match: Match, wrong: dict[str, str]) -> None:
    answer = plan(consultant, match, **{"others": "Kalle <b>", **wrong})
    assert answer.status_code == 422
    assert "Kalle &lt;b&gt;" in answer.get_data(as_text=True)
    assert session.scalars(sa.select(Meeting)).all() == []


def test_the_home_page_shows_the_time_and_asks_whether_it_was_held(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    consultant_user = session.scalars(sa.select(User)).one()
    planned.match.owner_id = consultant_user.id
    session.commit()
    page = consultant.get("/").get_data(as_text=True)
    assert "13:00" in page
    assert f"/meetings/{planned.id}/held" in page


def test_held_asks_for_all_of_it_in_one_form(consultant: Browser, session: Session, planned: Meeting) -> None:
    path = f"/meetings/{planned.id}/held"
    form = consultant.get(path).get_data(as_text=True)
    # The minutes are as many as were planned, and whoever was to come did.
    assert 'value="45"' in form
    assert form.count("<input checked") == 1
    frida = planned.people[0]
    sent = {
        "result": "De vill gå vidare",
        "next_step": "Skicka avtal",
        "next_step_on": DAY.isoformat(),
        "minutes_used": "50",
        "held_on": today().isoformat(),
        "person_ids": [str(frida.id)],
        "version": str(planned.version),
    }
    answer = consultant.send(path, sent)
    assert answer.location == f"/matches/{planned.match_id}"
    meeting = the_meeting(session)
    assert (meeting.status, meeting.result, meeting.minutes_used) == (MeetingStatus.HELD, "De vill gå vidare", 50)
    assert (meeting.starts_at, meeting.minutes_long) == (time(13), 45)
    saved = session.get_one(Match, planned.match_id)
    assert (saved.stage, saved.next_step, saved.next_step_on) == (Stage.MEETING_HELD, "Skicka avtal", DAY)
    assert session.scalars(sa.select(Company.last_contact_on)).one() == today()
    assert "De vill gå vidare" in consultant.get(answer.location).get_data(as_text=True)


def test_held_is_undone_with_all_that_it_moved(consultant: Browser, session: Session, planned: Meeting) -> None:
    match = planned.match
    match.next_step = "Ring enheten"
    session.commit()
    sent = {"result": "Bra", "next_step": "Nytt", "held_on": today().isoformat(), "version": str(planned.version)}
    consultant.send(f"/meetings/{planned.id}/held", {**sent, "seen_step": stamp_of(match)})
    assert undo(consultant, session, match).status_code == 302
    meeting = the_meeting(session)
    assert (meeting.status, meeting.result, meeting.starts_at) == (MeetingStatus.PLANNED, None, time(13))
    assert [person.name for person in meeting.people] == ["Företagets Frida"]
    saved = session.get_one(Match, match.id)
    assert (saved.stage, saved.next_step) == (Stage.INTRODUCED, "Ring enheten")
    assert session.scalars(sa.select(Company.last_contact_on)).one() is None
    assert session.scalars(sa.select(Person.last_contact_on)).one() is None


def test_a_meeting_to_come_has_not_been_held(consultant: Browser, session: Session, planned: Meeting) -> None:
    planned.held_on = DAY
    session.commit()
    sent = {"held_on": DAY.isoformat(), "minutes_used": "45", "version": str(planned.version)}
    answer = consultant.send(f"/meetings/{planned.id}/held", sent)
    assert answer.status_code == 422
    assert "Dagen har inte kommit än" in answer.get_data(as_text=True)
    assert the_meeting(session).status is MeetingStatus.PLANNED


def test_what_happens_next_is_not_lost_in_a_match_that_was_closed(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    planned.match.close(CloseReason.OTHER, by_id=None, at=now())
    session.commit()
    page = f"/meetings/{planned.id}/held"
    assert 'name="next_step"' not in consultant.get(page).text
    sent = {"result": "Bra", "next_step": "Ring dem", "held_on": today().isoformat(), "version": str(planned.version)}
    answer = consultant.send(page, sent)
    assert answer.status_code == 422
    assert "Ring dem" in answer.text
    assert the_meeting(session).status is MeetingStatus.PLANNED
    assert consultant.send(page, {**sent, "next_step": ""}).status_code == 302
    assert the_meeting(session).match_id == planned.match_id


def test_the_very_same_edit_sent_twice_is_saved_already(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    page = f"/meetings/{planned.id}/edit"
    sent = {"outcome": "planned", "held_on": DAY.isoformat(), "place": "Rum 9", "version": str(planned.version)}
    for _turn in range(2):
        assert consultant.send(page, sent).location == f"/meetings/{planned.id}"
    assert "Det är redan sparat" in consultant.get(f"/meetings/{planned.id}").text
    assert the_meeting(session).place == "Rum 9"


def test_of_two_who_say_how_it_went_the_second_sees_both(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    shown = str(planned.version)
    planned.result, planned.status = "Kollegans ord", MeetingStatus.HELD
    session.commit()
    sent = {"result": "Mina ord", "held_on": today().isoformat(), "version": shown}
    answer = consultant.send(f"/meetings/{planned.id}/held", sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Kollegans ord" in page
    assert "Mina ord" in page
    assert the_meeting(session).result == "Kollegans ord"


@pytest.mark.parametrize(("act", "status"), [("not-held", MeetingStatus.NOT_HELD), ("cancel", MeetingStatus.CANCELLED)])
def test_a_meeting_that_was_not_can_be_one_again(
    consultant: Browser, session: Session, planned: Meeting, act: str, status: MeetingStatus
) -> None:
    match = planned.match
    answer = consultant.send(f"/meetings/{planned.id}/{act}", {"version": str(planned.version)})
    assert answer.location == f"/meetings/{planned.id}"
    assert the_meeting(session).status is status
    again = consultant.send(f"/meetings/{planned.id}/{act}", {"version": str(the_meeting(session).version)})
    assert again.location == f"/meetings/{planned.id}"
    assert "Det var redan gjort" in consultant.get(again.location).text
    undo(consultant, session, match)
    assert the_meeting(session).status is MeetingStatus.PLANNED


def test_a_cancelled_meeting_is_held_after_all(consultant: Browser, session: Session, planned: Meeting) -> None:
    planned.status = MeetingStatus.CANCELLED
    session.commit()
    sequence = planned.sequence
    consultant.send(f"/meetings/{planned.id}/plan-again", {"version": str(planned.version)})
    meeting = the_meeting(session)
    assert (meeting.status, meeting.sequence) == (MeetingStatus.PLANNED, sequence + 1)


def test_what_was_never_a_meeting_is_taken_back_and_put_back(
    consultant: Browser, session: Session, planned: Meeting
) -> None:
    match = planned.match
    sent = {"result": "Bra", "held_on": today().isoformat(), "version": str(planned.version)}
    consultant.send(f"/meetings/{planned.id}/held", sent)
    meeting = the_meeting(session)
    answer = consultant.send(f"/meetings/{meeting.id}/take-back", {"version": str(meeting.version)})
    assert answer.location == f"/matches/{match.id}"
    session.expire_all()
    assert session.get_one(Match, match.id).stage is Stage.INTRODUCED
    assert session.scalars(sa.select(Company.last_contact_on)).one() is None
    page = consultant.get(answer.location).get_data(as_text=True)
    assert "Inget möte än" in page
    assert "Möte hållet</a>" not in page
    for path in ("", "/edit", "/held", "/invite"):
        assert consultant.get(f"/meetings/{meeting.id}{path}").status_code == 404
    undo(consultant, session, match)
    session.expire_all()
    assert session.get_one(Match, match.id).stage is Stage.MEETING_HELD
    assert session.scalars(sa.select(Company.last_contact_on)).one() == today()


def test_planning_is_undone(consultant: Browser, session: Session, match: Match) -> None:
    frida = session.scalars(sa.select(Person)).one()
    plan(consultant, match, person_ids=[str(frida.id)])
    undo(consultant, session, match)
    session.expire_all()
    assert session.scalars(sa.select(Meeting)).all() == []


def test_the_sequence_follows_what_calendars_show(session: Session, planned: Meeting) -> None:
    assert planned.sequence == 0
    planned.notes = "Bara en anteckning"
    session.commit()
    assert planned.sequence == 0
    for name, value in (("starts_at", time(14)), ("place", "Rum 5"), ("minutes_long", 30), ("held_on", DAY)):
        before = planned.sequence
        setattr(planned, name, value)
        session.commit()
        assert planned.sequence == before + 1
