"""Every rule that writes or compares a day goes by the day in Stockholm, whatever the hour, the season or the year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.report_of_month import gather_report
from models import clock
from models.accounts import Role
from models.clock import TIME_ZONE
from models.infrastructures import Infrastructure
from models.matches import Match
from models.meetings import Meeting
from models.needs import Need
from models.organisations import SmfDeclaration
from models.programmes import FrozenReport, Programme
from models.uses import Use
from tests import factories
from tests.conftest import Browser

# Half an hour from midnight: ends of months, a leap day, the nights in which the clocks are moved, New Year.
_BOTH_ENDS = ((2026, 3, 29), (2026, 10, 25))
_BEGINNINGS = ((2026, 12, 1), (2027, 1, 1), (2028, 2, 29))
NIGHTS = [
    *(datetime(*day, hour, 30, tzinfo=TIME_ZONE) for day in _BOTH_ENDS for hour in (0, 23)),
    *(datetime(*day, 0, 30, tzinfo=TIME_ZONE) for day in _BEGINNINGS),
]


@pytest.fixture
def programme(session: Session) -> Programme:
    made = Programme(
        code="klustermotor", name_sv="K", name_en="C", starts_on=date(2025, 2, 3), ends_on=date(2029, 12, 31)
    )
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def match(session: Session, programme: Programme) -> Match:
    """A match that is open, of a company without a size."""
    need = factories.need(factories.company(), programme=programme, opened_on=date(2026, 1, 15))
    made = factories.match(need, factories.capability(factories.infrastructure()))
    session.add(made)
    session.commit()
    return made


@pytest.fixture(params=NIGHTS, ids=lambda night: f"{night:%Y-%m-%dT%H:%M}")
def night(request: pytest.FixtureRequest, match: Match, set_clock: Callable[[datetime], None]) -> datetime:
    """A moment at which the clock is stopped, after the match was made."""
    moment: datetime = request.param
    set_clock(moment)
    return moment


@pytest.fixture
def browser(night: datetime, make_browser: Callable[..., Browser]) -> Browser:
    """A consultant who signs in at that moment."""
    return make_browser(Role.CONSULTANT)


def test_what_is_written_at_night_is_written_on_that_day(
    browser: Browser, session: Session, match: Match, night: datetime
) -> None:
    day, company_id = night.date(), match.need.company_id
    assert clock.today() == day
    new = {"title": "Nytt", "teaser": "Text", "open_now": "y"}
    assert browser.send(f"/needs/new?company={company_id}", new).status_code == 302
    need = session.scalars(sa.select(Need).where(Need.title == "Nytt")).one()
    assert need.opened_on == day
    page = f"/needs/{need.id}"
    assert browser.send(f"{page}/withdraw", {"version": str(need.version)}).status_code == 302
    session.refresh(need)
    assert need.closed_on == day
    infrastructure = session.scalars(sa.select(Infrastructure)).one()
    session.refresh(infrastructure, ["capabilities"])
    page = f"/infrastructures/{infrastructure.id}"
    assert browser.send(f"{page}/confirm", {"version": str(infrastructure.facts_version)}).status_code == 302
    session.refresh(infrastructure)
    assert infrastructure.confirmed_on == day
    assert day.isoformat() in browser.get(f"/infrastructures/{infrastructure.id}").text


def test_today_has_come_and_tomorrow_has_not(browser: Browser, session: Session, match: Match, night: datetime) -> None:
    today, tomorrow = night.date().isoformat(), (night.date() + timedelta(days=1)).isoformat()
    page = f"/matches/{match.id}"
    held = {"held_on": tomorrow, "outcome": "held"}
    assert browser.send(f"{page}/meetings/new", held).status_code == 422
    assert browser.send(f"{page}/meetings/new", held | {"held_on": today}).status_code == 302
    assert browser.send(f"{page}/uses/new", {"started_on": tomorrow}).status_code == 422
    assert browser.send(f"{page}/uses/new", {"started_on": today}).status_code == 302
    assert session.scalars(sa.select(Meeting.held_on)).one().isoformat() == today
    assert session.scalars(sa.select(Use.started_on)).one().isoformat() == today


def test_a_slip_can_be_withdrawn_until_midnight_and_not_after(  # noqa: PLR0917 - fixtures
    browser: Browser,
    session: Session,
    match: Match,
    night: datetime,
    set_clock: Callable[[datetime], None],
    make_browser: Callable[..., Browser],
) -> None:
    path = f"/companies/{match.need.company_id}"
    figures = {"headcount": "9", "turnover": "1", "currency": "EUR", "ownership": "autonomous", "declared_by": "A"}
    for year in ("2024", "2025"):
        declared = figures | {"period_end": f"{year}-12-31", "declared_on": night.date().isoformat()}
        assert browser.send(f"{path}/size/new", declared).status_code == 302
    first, second = session.scalars(sa.select(SmfDeclaration.id).order_by(SmfDeclaration.period_end))
    midnight = clock.start_of(night.date() + timedelta(days=1))
    set_clock(midnight - timedelta(seconds=1))
    assert make_browser(Role.CONSULTANT).send(f"{path}/size/{first}/withdraw").status_code == 302
    set_clock(midnight)
    assert make_browser(Role.CONSULTANT).send(f"{path}/size/{second}/withdraw").status_code == 409


def test_the_month_ends_at_midnight_in_the_report_and_when_it_is_frozen(
    browser: Browser, session: Session, programme: Programme, match: Match, night: datetime
) -> None:
    day = night.date()
    need = session.get_one(Need, match.need_id)
    page = f"/needs/{need.id}"
    assert browser.send(f"{page}/withdraw", {"version": str(need.version)}).status_code == 302
    session.expire_all()
    before = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    report = gather_report(session, get_programme(session, "klustermotor"), before, today=day)
    open_needs = sum(report.figures[code].value for code in ("needs_matched", "needs_waiting", "needs_unmet"))
    assert report.is_over
    assert open_needs == 1
    running = gather_report(session, get_programme(session, "klustermotor"), day.replace(day=1), today=day)
    assert not running.is_over
    assert not any(running.figures[code].value for code in ("needs_matched", "needs_waiting", "needs_unmet"))
    assert browser.send(f"/reports/{before:%Y-%m}/freeze").status_code == 302
    assert browser.send(f"/reports/{day:%Y-%m}/freeze").status_code == 409
    assert session.scalars(sa.select(FrozenReport.month)).one() == before
    assert f"Fastställd {day.isoformat()}" in browser.get(f"/reports/{before:%Y-%m}").text
