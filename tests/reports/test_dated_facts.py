"""What was true in a past month stays so in its report, though it is true no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.content import Report
from app.reports.frozen import find_frozen, seal_report
from app.reports.report_of_month import gather_report
from models.achievements import AchievementKind
from models.clock import TIME_ZONE
from models.infrastructures import Infrastructure
from models.matches import CloseReason, Stage
from models.needs import Need, NeedStatus
from models.programmes import CountingRule, Indicator, Programme
from tests import factories

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture(autouse=True)
def programme(session: Session) -> Programme:
    made = factories.programme(code="klustermotor", starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31))
    opened = {"unit": "infrastructures", "rule": CountingRule.INFRASTRUCTURE_OPENED}
    made.indicators = [Indicator(code="opened", name_sv="Öppnade", name_en="Opened", **opened)]
    session.add(made)
    session.commit()
    return made


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=TIME_ZONE)


def of_month(session: Session, month: int) -> Report:
    programme = get_programme(session, "klustermotor")
    return gather_report(session, programme, date(2026, month, 1), today=date(2026, 11, 20))


def test_a_need_withdrawn_and_opened_again_is_open_in_the_months_when_it_was(
    session: Session, programme: Programme, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(3, 2))
    need = factories.need(factories.company(), programme=programme, opened_on=date(2026, 3, 2))
    session.add(need)
    session.commit()
    for month, status in ((5, NeedStatus.WITHDRAWN), (8, NeedStatus.OPEN), (9, NeedStatus.MET), (10, NeedStatus.OPEN)):
        set_clock(at(month, 15))
        session.get_one(Need, need.id).status = status
        session.commit()
    open_in = {month: of_month(session, month).figures["needs_unmet"].value for month in range(2, 12)}
    assert open_in == {2: 0, 3: 1, 4: 1, 5: 0, 6: 0, 7: 0, 8: 1, 9: 0, 10: 1, 11: 1}


def test_a_match_that_was_lost_stays_so_though_it_came_to_a_use_later(
    session: Session, programme: Programme, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(3, 2))
    need = factories.need(factories.company(), programme=programme, opened_on=date(2026, 3, 2))
    match = factories.match(need, factories.capability(factories.infrastructure()), stage=Stage.INTRODUCED)
    session.add_all([match, factories.use(match, started_on=date(2026, 5, 4))])
    session.commit()
    set_clock(at(4, 10))
    match.close(CloseReason.OTHER, by_id=None, at=at(4, 10))
    session.commit()
    assert [of_month(session, month).figures["matches_lost"].value for month in (3, 4, 5)] == [0, 1, 0]


def test_what_came_to_a_frozen_month_and_went_again_is_told_by_its_name(
    session: Session, programme: Programme, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(4, 10))
    seal_report(session, programme, of_month(session, 3), actor=None)
    fair = factories.achievement(programme, kind=AchievementKind.FAIR, happened_on=date(2026, 3, 20))
    session.add(fair)
    session.commit()
    seal_report(session, programme, of_month(session, 4), actor=None)
    fair.taken_back_at = at(5, 12)
    session.commit()
    seal_report(session, programme, of_month(session, 5), actor=None)
    kept = find_frozen(session, programme, date(2026, 5, 1))
    assert kept is not None
    assert kept.report is not None
    told = {change.code: (change.name_en, change.before, change.now) for change in kept.report.changes}
    assert told["event-fair"] == ("Fair", 1, 0)


def test_a_unit_that_is_closed_again_was_open_and_its_facts_were_confirmed_when_they_were(
    session: Session, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(at(3, 2))
    infrastructure = factories.infrastructure(confirmed_on=date(2026, 3, 2))
    session.add(factories.ready(infrastructure, since=date(2026, 3, 2)))
    session.commit()
    set_clock(at(10, 5))
    known = session.get_one(Infrastructure, infrastructure.id)
    known.opened_on, known.confirmed_on = None, date(2026, 10, 5)
    session.refresh(known, ["readiness"])
    known.readiness[0].level = 1
    session.commit()
    months = {month: of_month(session, month) for month in (2, 3, 9, 10)}
    assert {month: report.standings[0].opened_on for month, report in months.items()} == {
        2: None,
        3: date(2026, 3, 2),
        9: date(2026, 3, 2),
        10: None,
    }
    ladders = {month: (each.standings[0].passed, each.standings[0].level) for month, each in months.items()}
    assert ladders == {2: (0, 0), 3: (14, 3), 9: (14, 3), 10: (13, 1)}
    stale = {month: report.figures.get("profiles_stale") for month, report in months.items()}
    assert {month: figure and figure.value for month, figure in stale.items()} == {
        # It was not on record in February, whatever it was like.
        2: None,
        3: 0,
        9: 1,
        10: 0,
    }
