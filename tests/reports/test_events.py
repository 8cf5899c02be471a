"""Reports count what happened on the day it happened, and nothing that was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.content import Report
from app.reports.report_of_month import gather_report
from models.accounts import Role
from models.clock import TIME_ZONE, day_of
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.programmes import FrozenReport, Programme
from tests import factories
from tests.conftest import Browser

TODAY = date(2026, 11, 20)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of 2026 as the clocks in Stockholm show it."""
    return datetime(2026, month, day, hour, minute, tzinfo=TIME_ZONE)


@pytest.fixture(autouse=True)
def programme(session: Session) -> Programme:
    made = Programme(
        code="klustermotor", name_sv="K", name_en="C", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31)
    )
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def match(session: Session, programme: Programme, set_clock: Callable[[datetime], None]) -> Match:
    """A match that was taken up and introduced in October."""
    set_clock(at(10, 5, 12))
    need = factories.need(factories.company(), programme=programme, opened_on=date(2026, 10, 1))
    factories.contact(need.company)
    made = factories.match(need, factories.capability(factories.ready(factories.infrastructure())))
    session.add(made)
    session.commit()
    return made


def of_month(session: Session, month: int) -> Report:
    session.expire_all()
    return gather_report(session, get_programme(session, "klustermotor"), date(2026, month, 1), today=TODAY)


def funnel(session: Session, month: int) -> dict[str, int]:
    return {step.stage: step.reached for step in of_month(session, month).funnel}


def advance(session: Session, match: Match, stage: Stage, day: datetime) -> None:
    match = session.get_one(Match, match.id)
    session.refresh(match, ["changes", "meetings", "uses", "introductions"])
    match.advance(stage, by_id=None, at=day)
    session.commit()


def test_a_meeting_logged_in_the_next_month_belongs_to_its_own_day(
    consultant: Browser, session: Session, match: Match, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(11, 3))
    answer = consultant.send(f"/matches/{match.id}/meetings/new", {"held_on": "2026-10-30", "outcome": "held"})
    assert answer.status_code == 302
    october, november = of_month(session, 10), of_month(session, 11)
    assert october.figures["meetings_held"].value == 1
    assert {step.stage: step.reached for step in october.funnel}["meeting_held"] == 1
    assert november.figures["meetings_held"].value == 0
    assert [step.median_days for step in october.funnel if step.stage == "meeting_held"] == [25]


def test_a_use_recorded_later_belongs_to_its_first_day(
    consultant: Browser, session: Session, match: Match, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(11, 3))
    answer = consultant.send(f"/matches/{match.id}/uses/new", {"started_on": "2026-10-31"})
    assert answer.status_code == 302
    assert funnel(session, 10)["used"] == of_month(session, 10).figures["uses_started"].value == 1
    assert of_month(session, 11).figures["uses_started"].value == 0


def test_a_need_recorded_later_came_in_when_the_company_asked_and_so_did_the_company(
    consultant: Browser, session: Session, programme: Programme, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(11, 3))
    session.add(factories.company(name="Ny"))
    session.commit()
    company = session.scalars(sa.select(Company).where(Company.name == "Ny")).one()
    sent = {"title": "Mäta", "teaser": "Vi vill mäta.", "open_now": "y", "programme_id": str(programme.id)}
    page = f"/needs/new?company={company.id}"
    assert consultant.send(page, sent | {"opened_on": "2026-11-04"}).status_code == 422
    assert consultant.send(page, sent | {"opened_on": "2026-10-30"}).status_code == 302
    for code in ("new_needs", "new_companies"):
        assert [of_month(session, month).figures[code].value for month in (10, 11)] == [1, 0]


def test_agreed_and_undone_leaves_the_funnel_and_no_skipped_step_rises(
    consultant: Browser, session: Session, match: Match, set_clock: Callable[[datetime], None]
) -> None:
    before = funnel(session, 10)
    set_clock(at(11, 1))
    page = f"/matches/{match.id}/agree"
    sent = {"version": str(session.get_one(Match, match.id).version)}
    assert consultant.send(page, sent | {"agreed_on": "2026-11-02"}).status_code == 422
    assert consultant.send(page, sent | {"agreed_on": "2026-10-20"}).status_code == 302
    agreed = funnel(session, 10)
    assert agreed == before | {"agreed": 1}
    match = session.get_one(Match, match.id)
    session.refresh(match, ["changes", "introductions", "meetings", "uses"])
    match.correct(Stage.SUGGESTED, by_id=None, at=at(11, 2))
    session.commit()
    assert funnel(session, 10) == before


def test_a_match_belongs_to_the_month_it_ended_in_and_not_to_the_one_it_was_written_down_in(
    consultant: Browser, session: Session, match: Match, set_clock: Callable[[datetime], None]
) -> None:
    advance(session, match, Stage.INTRODUCED, at(10, 6))
    set_clock(at(11, 3))
    page, version = f"/matches/{match.id}/close", session.get_one(Match, match.id).version
    sent = {"version": str(version), "reason": "too_expensive", "note": "Dyrt"}
    for never in ("2026-11-04", "2026-10-05"):
        refused = consultant.send(page, sent | {"closed_on": never})
        assert refused.status_code == 422
        assert all(typed in refused.get_data(as_text=True) for typed in (never, "Dyrt"))
    assert consultant.send(page, sent | {"closed_on": "2026-10-20"}).status_code == 302
    assert [of_month(session, month).figures["matches_lost"].value for month in (10, 11)] == [1, 0]
    assert day_of(session.get_one(Match, match.id).stage_since) == date(2026, 10, 20)


def test_an_introduction_that_was_set_back_is_not_counted(session: Session, match: Match) -> None:
    advance(session, match, Stage.INTRODUCED, at(10, 6))
    assert of_month(session, 10).figures["introductions"].value == 1
    match = session.get_one(Match, match.id)
    session.refresh(match, ["changes", "introductions", "meetings", "uses"])
    match.correct(Stage.SHORTLISTED, by_id=None, at=at(10, 7))
    session.commit()
    report = of_month(session, 10)
    assert report.figures["introductions"].value == 0
    assert report.figures["needs_waiting"].value == 1
    assert report.figures["needs_matched"].value == 0


def test_a_meeting_that_was_not_held_after_all_leaves_the_funnel(session: Session, match: Match) -> None:
    meeting = factories.meeting(match, held_on=date(2026, 10, 9))
    session.add(meeting)
    session.commit()
    assert funnel(session, 10)["meeting_held"] == 1
    meeting = session.scalars(sa.select(Meeting)).one()
    meeting.status = MeetingStatus.NOT_HELD
    session.commit()
    assert funnel(session, 10)["meeting_held"] == 0


@pytest.mark.parametrize("night", [at(12, 1, 0, 30), at(11, 30, 23, 30)])
def test_a_need_withdrawn_around_midnight_belongs_to_the_day_in_stockholm(
    make_browser: Callable[..., Browser],
    session: Session,
    match: Match,
    set_clock: Callable[[datetime], None],
    night: datetime,
) -> None:
    set_clock(night)
    consultant = make_browser(Role.CONSULTANT)
    need = session.get_one(Need, match.need_id)
    page = f"/needs/{need.id}"
    assert consultant.send(f"{page}/withdraw", {"version": str(need.version)}).status_code == 302
    session.expire_all()
    programme = get_programme(session, "klustermotor")
    november = gather_report(session, programme, date(2026, 11, 1), today=date(2026, 12, 5))
    open_needs = sum(november.figures[code].value for code in ("needs_matched", "needs_waiting", "needs_unmet"))
    assert session.get_one(Need, need.id).closed_on == night.date()
    assert open_needs == (1 if night.month == 12 else 0)


@pytest.mark.parametrize("verb", ["met", "withdraw"])
def test_a_need_is_open_until_the_day_it_was_closed_and_not_until_that_is_written_down(
    consultant: Browser, session: Session, match: Match, set_clock: Callable[[datetime], None], verb: str
) -> None:
    set_clock(at(11, 3))
    need = session.get_one(Need, match.need_id)
    page, sent = f"/needs/{need.id}/{verb}", {"version": str(need.version)}
    assert 'value="2026-11-03"' in consultant.get(page).get_data(as_text=True)
    for never in ("2026-11-04", "2026-09-30"):
        refused = consultant.send(page, sent | {"closed_on": never})
        assert refused.status_code == 422
        assert f'value="{never}"' in refused.get_data(as_text=True)
    stale = consultant.send(page, {"version": "0", "closed_on": "2026-10-20"})
    assert stale.status_code == 409
    assert 'value="2026-10-20"' in stale.get_data(as_text=True)
    assert consultant.send(page, sent | {"closed_on": "2026-10-20"}).status_code == 302
    codes = ("needs_matched", "needs_waiting", "needs_unmet")
    assert sum(of_month(session, 10).figures[code].value for code in codes) == 0
    assert consultant.get(page).status_code == 409


def test_a_report_frozen_just_after_midnight_is_dated_that_day(
    make_browser: Callable[..., Browser], session: Session, match: Match, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(12, 1, 0, 30))
    consultant = make_browser(Role.CONSULTANT)
    page = "/reports/2026-11/freeze"
    assert consultant.send(page).status_code == 302
    assert "Fastställd 2026-12-01" in consultant.get("/reports/2026-11").text
    assert session.scalars(sa.select(FrozenReport)).one().month == date(2026, 11, 1)
