"""A calendar behind a secret address: its holder's own meetings and steps, and nothing once it is over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from app.accounts.use_cases import close_account, set_password
from app.limits import CALENDAR_LIFE, CALENDAR_READS, CALENDAR_READS_WINDOW
from models.accounts import CalendarFeed, Role, User, token_hash
from models.audit import AuditEntry
from models.clock import TIME_ZONE, now, today
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from tests import factories
from tests.conftest import Browser, sign_in
from tests.security.addresses import neutral

DAY = today() + timedelta(days=3)


@pytest.fixture
def user(session: Session) -> User:
    """A consultant."""
    made = factories.user(role=Role.CONSULTANT)
    session.add_all([made, factories.user(role=Role.ADMINISTRATOR)])
    session.commit()
    return made


@pytest.fixture
def match(session: Session, user: User) -> Match:
    """A match of the consultant's, introduced, with a next step."""
    company, unit = factories.company(name="Fjordbolaget AB"), factories.infrastructure(name_sv="Enheten")
    made = factories.match(factories.need(company), factories.capability(unit), stage=Stage.INTRODUCED)
    made.owner, made.next_step, made.next_step_on = user, "Ring Frida", DAY
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def planned(session: Session, match: Match) -> Meeting:
    """A meeting of the match with a time and a place."""
    meeting = factories.meeting(
        match, status=MeetingStatus.PLANNED, held_on=DAY, starts_at=time(13), minutes_long=30, place="Rum 4", notes="X"
    )
    session.add(meeting)
    session.commit()
    return meeting


def make(app: Flask, user: User) -> str:
    """Make an address on the settings page and return its path."""
    browser = sign_in(app, user)
    answer = browser.send("/settings/calendar")
    assert answer.status_code == 302
    page = browser.get(answer.location).get_data(as_text=True)
    found = re.search(r"http[^<]*(/calendar/[^<]+\.ics)", page)
    assert found is not None
    return found[1]


def events(anonymous: Browser, path: str) -> dict[str, Any]:
    """Return the entries of a calendar by their number."""
    answer = anonymous.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.get_data(as_text=True))
    assert not calendar.errors
    assert calendar.to_ical() == answer.get_data()
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.events}


def test_the_address_is_shown_once_and_kept_as_a_digest(
    app: Flask, anonymous: Browser, session: Session, user: User, planned: Meeting
) -> None:
    browser = sign_in(app, user)
    assert "Det finns ingen adress" in browser.get("/settings/calendar").get_data(as_text=True)
    shown = browser.get(browser.send("/settings/calendar").location)
    assert shown.headers["Cache-Control"] == "no-store"
    found = re.search(r"/calendar/([^<]+)\.ics", shown.get_data(as_text=True))
    assert found is not None
    again = browser.get("/settings/calendar").get_data(as_text=True)
    assert found[1] not in again
    assert f"gäller till {today() + CALENDAR_LIFE}" in again
    feed = session.scalars(sa.select(CalendarFeed)).one()
    assert feed.token_hash == token_hash(found[1])
    for entry in session.scalars(sa.select(AuditEntry)):
        assert found[1] not in str(entry.changes)
    assert events(anonymous, f"/calendar/{found[1]}.ics").keys() == {
        f"meeting-{planned.id}",
        f"step-{planned.match_id}",
    }


def test_it_has_ones_own_meetings_and_steps(app: Flask, anonymous: Browser, user: User, planned: Meeting) -> None:
    found = events(anonymous, make(app, user))
    meeting, step = found[f"meeting-{planned.id}"], found[f"step-{planned.match_id}"]
    assert (meeting["summary"], meeting["location"]) == ("Fjordbolaget AB – Enheten", "Rum 4")
    assert datetime.combine(DAY, time(13), TIME_ZONE) == meeting.DTSTART
    assert timedelta(minutes=30) == meeting.DTEND - meeting.DTSTART
    assert str(meeting["url"]).endswith(f"/matches/{planned.match_id}")
    assert "description" not in meeting
    assert (step["summary"], step.DTSTART) == ("Ring Frida · Fjordbolaget AB – Enheten", DAY)
    assert step["transp"] == "TRANSPARENT"


def test_it_is_neutral_where_the_company_asked_for_secrecy(
    app: Flask, anonymous: Browser, session: Session, user: User, planned: Meeting
) -> None:
    session.refresh(planned.match, ["need"])
    session.refresh(planned.match.need, ["company"])
    planned.match.need.company.secrecy_note = "Ingen får veta"
    session.commit()
    text = anonymous.get(make(app, user)).get_data(as_text=True)
    for hidden in ("Fjordbolaget", "Ring Frida", "Rum 4", "Ingen får veta"):
        assert hidden not in text
    assert "SUMMARY:Ett företag – Enheten" in text
    assert "SUMMARY:Nästa steg · Ett företag – Enheten" in text
    assert text.count("CLASS:PRIVATE") == 2


def test_what_is_anothers_cancelled_or_taken_back_is_not_in_it(
    app: Flask, anonymous: Browser, session: Session, user: User, planned: Meeting
) -> None:
    other = factories.user(role=Role.CONSULTANT)
    session.add(other)
    session.commit()
    assert events(anonymous, make(app, other)) == {}
    path = make(app, user)
    planned.match.next_step = None
    for values in ({"status": MeetingStatus.CANCELLED}, {"status": MeetingStatus.HELD, "taken_back_at": now()}):
        for name, value in values.items():
            setattr(planned, name, value)
        session.commit()
        assert events(anonymous, path) == {}


@pytest.mark.usefixtures("planned")
def test_a_unit_sees_the_meetings_of_what_was_introduced_to_it(
    app: Flask, anonymous: Browser, session: Session, match: Match
) -> None:
    session.refresh(match, ["capability"])
    session.refresh(match.capability, ["infrastructure"])
    staff = factories.user(role=Role.STAFF, infrastructures=[match.capability.infrastructure])
    stranger = factories.user(role=Role.STAFF, infrastructures=[factories.infrastructure()])
    session.add_all([staff, stranger])
    session.commit()
    assert events(anonymous, make(app, stranger)) == {}
    path = make(app, staff)
    (event,) = events(anonymous, path).values()
    assert event["summary"] == "Fjordbolaget AB – Enheten"
    assert "location" not in event
    for introduction in match.introductions:
        introduction.taken_back_at = now()
    session.commit()
    assert events(anonymous, path) == {}


def _revoke(app: Flask, _session: Session, user: User) -> None:
    assert sign_in(app, user).send("/settings/calendar/revoke").status_code == 302


def _renew(app: Flask, _session: Session, user: User) -> None:
    make(app, user)


def _expire(_app: Flask, session: Session, _user: User) -> None:
    session.execute(sa.update(CalendarFeed).values(expires_at=now() - timedelta(seconds=1)))


def _close(_app: Flask, session: Session, user: User) -> None:
    close_account(session, user)


def _shut(_app: Flask, session: Session, user: User) -> None:
    session.execute(sa.update(User).where(User.id == user.id).values(is_active=False))


def _steer(_app: Flask, session: Session, user: User) -> None:
    session.execute(sa.update(User).where(User.id == user.id).values(role=Role.STEERING))


def _choose_password(_app: Flask, session: Session, user: User) -> None:
    set_password(session, user, "another hash")


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("end", [_revoke, _renew, _expire, _close, _shut, _steer, _choose_password])
def test_an_address_that_is_over_looks_like_one_that_never_was(
    app: Flask,
    anonymous: Browser,
    session: Session,
    user: User,
    end: Callable[[Flask, Session, User], None],
) -> None:
    path = make(app, user)
    assert anonymous.get(path).status_code == 200
    end(app, session, session.get_one(User, user.id))
    session.commit()
    over, never = anonymous.get(path), anonymous.get("/calendar/never.ics")
    assert (over.status_code, never.status_code) == (404, 404)
    pages = neutral(over.text, path), neutral(never.text, "/calendar/never.ics")
    assert pages[0] == pages[1]
    assert over.headers["Cache-Control"] == never.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("planned")
def test_programs_that_ask_too_often_wait(
    app: Flask, anonymous: Browser, user: User, set_clock: Callable[[datetime], None]
) -> None:
    path, start = make(app, user), now()
    for _ in range(CALENDAR_READS):
        assert anonymous.get(path).status_code == 200
    answer = anonymous.get(path)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= CALENDAR_READS_WINDOW.total_seconds()
    # Signing in is counted apart.
    assert sign_in(app, user).get("/").status_code == 200
    set_clock(start + CALENDAR_READS_WINDOW + timedelta(minutes=1))
    assert anonymous.get(path).status_code == 200


def test_nothing_is_asked_of_the_database_for_each_entry(
    app: Flask, session: Session, user: User, match: Match, count_statements: Callable[[], Any]
) -> None:
    path, anonymous = make(app, user), sign_in(app, user)
    anonymous.get(path)
    with count_statements() as few:
        anonymous.get(path)
    session.add_all(
        factories.meeting(match, status=MeetingStatus.PLANNED, held_on=DAY, starts_at=time(hour)) for hour in range(24)
    )
    session.commit()
    with count_statements() as many:
        assert len(events(anonymous, path)) == 25
    assert len(many) == len(few) <= 12


def test_the_steering_group_has_no_calendar(steering: Browser) -> None:
    assert steering.get("/settings/calendar").status_code == 403
    assert "/settings/calendar" not in steering.get("/settings").get_data(as_text=True)
