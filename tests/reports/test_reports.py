"""The monthly report: its figures open their rows, and a frozen one never changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.reports.queries import list_months
from app.reports.report_of_month import gather_report
from app.reports.stored import from_json, to_json
from models.clock import today
from models.matches import Match, Stage, StageChange
from models.meetings import MeetingStatus
from models.needs import NeedStatus
from models.programmes import CountingRule, FrozenReport, Indicator, Programme
from models.uses import Use
from tests import factories
from tests.conftest import Browser

MONTH = date(2026, 3, 1)
TODAY = date(2026, 11, 21)


@pytest.fixture
def programme(session: Session) -> Programme:
    made = Programme(
        code="klustermotor",
        name_sv="Klustermotor",
        name_en="Cluster",
        starts_on=date(2025, 2, 3),
        ends_on=date(2027, 10, 31),
    )
    made.indicators = [
        Indicator(
            code="smf-used", name_sv="SMF", name_en="SMEs", unit="companies", target=10, rule=CountingRule.SMF_USED
        ),
        Indicator(
            code="opened",
            name_sv="Öppnade",
            name_en="Opened",
            unit="infrastructures",
            target=5,
            rule=CountingRule.INFRASTRUCTURE_OPENED,
        ),
    ]
    session.add(made)
    session.commit()
    return made


def moment(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def add_match(session: Session, *steps: tuple[Stage, datetime], **need: Any) -> Match:
    company = factories.company(created_at=moment(1, 5))
    infrastructure = factories.ready(factories.infrastructure())
    programme = session.scalars(sa.select(Programme)).one()
    match = Match(
        need=factories.need(company, programme=programme, **need),
        capability=factories.capability(infrastructure),
        stage=steps[-1][0],
    )
    match.changes = [StageChange(to_stage=stage, at=at) for stage, at in steps]
    session.add_all([match, factories.declaration(company)])
    session.commit()
    return match


def used_in_march(session: Session) -> Match:
    match = add_match(
        session,
        (Stage.SUGGESTED, moment(2, 20)),
        (Stage.INTRODUCED, moment(3, 2)),
        (Stage.MEETING_HELD, moment(3, 12)),
        (Stage.USED, moment(3, 20)),
    )
    session.add(factories.meeting(match, held_on=date(2026, 3, 12)))
    session.add(factories.meeting(match, held_on=date(2026, 3, 15), status=MeetingStatus.NOT_HELD))
    session.add(factories.use(match, started_on=date(2026, 3, 20)))
    session.commit()
    return match


def test_the_months_figures_are_counted_from_their_rows(session: Session, programme: Programme) -> None:
    used_in_march(session)
    report = gather_report(session, programme, MONTH, today=TODAY)
    values = {code: figure.value for code, figure in report.all_figures().items()}
    assert values["smf-used"] == 1
    assert values["opened"] == 1
    assert values["introductions"] == 1
    assert values["meetings_held"] == 1
    assert values["meetings_not_held"] == 1
    assert values["uses_started"] == 1
    assert values["new_companies"] == 0
    february = gather_report(session, programme, date(2026, 2, 1), today=TODAY)
    assert february.all_figures()["smf-used"].value == 0
    assert february.all_figures()["introductions"].value == 0


def test_a_new_company_belongs_to_one_programme_and_one_month(session: Session, programme: Programme) -> None:
    lund = Programme(code="lund", name_sv="L", name_en="L", starts_on=date(2026, 1, 1), ends_on=date(2028, 1, 1))
    lund.indicators = []
    session.add(lund)
    known, fresh, elsewhere = (factories.company(created_at=moment(4, 5)) for _each in range(3))
    session.add(factories.company(created_at=moment(3, 5)))  # has asked for nothing yet, in any programme
    session.add_all(
        [
            factories.need(known, programme=programme, opened_on=date(2026, 3, 9)),
            factories.need(known, programme=programme, opened_on=date(2026, 4, 9)),
            factories.need(fresh, programme=programme, opened_on=date(2026, 2, 1)),
            factories.need(elsewhere, programme=lund, opened_on=date(2026, 3, 6)),
        ]
    )
    session.commit()
    found = {
        (of.code, month): {row.id for row in report.all_figures()["new_companies"].rows}
        for of in (programme, lund)
        for month in (2, 3, 4)
        for report in [gather_report(session, of, date(2026, month, 1), today=TODAY)]
    }
    assert found == {
        ("klustermotor", 2): {fresh.id},
        ("klustermotor", 3): {known.id},
        ("klustermotor", 4): set(),
        ("lund", 2): set(),
        ("lund", 3): {elsewhere.id},
        ("lund", 4): set(),
    }


def test_the_funnel_counts_steps_taken_and_the_median_days_between(session: Session, programme: Programme) -> None:
    used_in_march(session)
    add_match(session, (Stage.SUGGESTED, moment(3, 1)), (Stage.INTRODUCED, moment(3, 21)))
    report = gather_report(session, programme, MONTH, today=TODAY)
    steps = {step.stage: (step.reached, step.median_days) for step in report.funnel}
    assert steps["suggested"] == (2, None)
    assert steps["introduced"] == (2, 15.0)
    assert steps["agreed"] == (0, None)  # nobody agreed: the step was skipped, and is not counted
    assert steps["used"] == (1, 8.0)


def test_matched_waiting_and_unmet_are_always_all_open_needs(session: Session, programme: Programme) -> None:
    used_in_march(session)
    add_match(session, (Stage.SHORTLISTED, moment(3, 1)))
    add_match(session, (Stage.SHORTLISTED, moment(4, 1)))
    add_match(session, (Stage.INTRODUCED, moment(3, 1)), opened_on=date(2026, 4, 1))
    closed = factories.need(factories.company(), status=NeedStatus.WITHDRAWN)
    closed.closed_on = date(2026, 2, 28)
    session.add(closed)
    session.commit()
    figures = gather_report(session, programme, MONTH, today=TODAY).figures
    parts = [figures[code].value for code in ("needs_matched", "needs_waiting", "needs_unmet")]
    assert parts == [1, 1, 1]


def test_a_report_written_and_read_back_is_the_same(session: Session, programme: Programme) -> None:
    used_in_march(session)
    report = gather_report(session, programme, MONTH, today=TODAY)
    assert from_json(to_json(report)) == report


def test_the_months_run_from_the_programmes_first_to_today(session: Session, programme: Programme) -> None:
    months = list_months(programme, TODAY)
    assert months[0] == date(2026, 11, 1)
    assert months[-1] == date(2025, 2, 1)
    assert len(months) == 22


def test_a_frozen_report_never_changes_and_later_edits_are_corrections(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    match = used_in_march(session)
    assert consultant.send("/reports/2026-03/freeze").status_code == 302
    kept = session.scalars(sa.select(FrozenReport)).one().content
    use = session.get_one(Match, match.id)
    session.refresh(use, ["uses"])
    use.uses[0].evidence = None
    session.commit()
    page = consultant.get("/reports/2026-03").get_data(as_text=True)
    assert "räknas inte längre" in page
    assert consultant.get("/reports/2026-03/smf-used").get_data(as_text=True).count("<tr data-item>") == 1
    session.expire_all()
    assert session.scalars(sa.select(FrozenReport)).one().content == kept
    assert consultant.send("/reports/2026-03/freeze").status_code == 409


@pytest.mark.parametrize("reader", ["consultant", "steering"])
def test_a_stage_that_is_taken_back_later_is_a_correction_of_how_far_matches_had_come(
    request: pytest.FixtureRequest, consultant: Browser, session: Session, programme: Programme, reader: str
) -> None:
    match = used_in_march(session)
    session.add(StageChange(match=match, from_stage=Stage.MEETING_HELD, to_stage=Stage.AGREED, at=moment(3, 14)))
    session.commit()
    consultant.send("/reports/2026-03/freeze")
    session.execute(sa.delete(StageChange).where(StageChange.to_stage == Stage.AGREED))
    session.commit()
    browser: Browser = request.getfixturevalue(reader)
    page = browser.get("/reports/2026-03").text
    assert "Överenskommen: 1 när rapporten fastställdes, 0 om" in page
    assert "rapporten säga samma sak" not in page
    assert page.count('href="#corrections"') == 1


def test_the_rows_of_a_figure_lead_to_its_corrections_and_have_no_empty_column(
    consultant: Browser, steering: Browser, session: Session, programme: Programme
) -> None:
    used_in_march(session)
    consultant.send("/reports/2026-03/freeze")
    use = session.scalars(sa.select(Use)).one()
    consultant.send(f"/uses/{use.id}/remove", {"version": "1"})
    assert "#corrections" not in consultant.get("/reports/2026-03/introductions").text
    for browser, names in ((consultant, True), (steering, False)):
        page = browser.get("/reports/2026-03/uses_started").text
        assert 'href="/reports/2026-03#corrections"' in page
        assert page.count("<tr data-item>") == 1
        assert (">Företag</" in page.partition("<main")[2]) is names


def test_a_use_that_is_removed_later_is_a_correction_too(
    consultant: Browser, session: Session, programme: Programme
) -> None:
    used_in_march(session)
    consultant.send("/reports/2026-03/freeze")
    kept = session.scalars(sa.select(FrozenReport)).one().content
    use = session.scalars(sa.select(Use)).one()
    answer = consultant.send(f"/uses/{use.id}/remove", {"version": "1"})
    assert answer.status_code == 302
    assert consultant.get("/reports/2026-03").text.count("räknas inte längre") >= 2  # the use and the company
    session.expire_all()
    assert session.scalars(sa.select(FrozenReport)).one().content == kept


def test_a_month_that_is_not_over_cannot_be_frozen(consultant: Browser, programme: Programme) -> None:
    month = today().strftime("%Y-%m")  # in Stockholm, where a month ends before it does in UTC
    assert consultant.send(f"/reports/{month}/freeze").status_code == 409


@pytest.mark.parametrize("month", ["2025-01", "2099-01", "2026-13", "nonsense", "2026-3"])
def test_a_month_outside_the_programme_is_not_found(consultant: Browser, programme: Programme, month: str) -> None:
    assert consultant.get(f"/reports/{month}").status_code == 404


def test_the_steering_group_sees_every_number_and_no_company(
    steering: Browser, session: Session, programme: Programme
) -> None:
    match = used_in_march(session)
    match.need.company.name = "HEMLIGT BOLAG"
    session.commit()
    codes = list(gather_report(session, programme, MONTH, today=TODAY).all_figures())
    for path in [
        "/reports/2026-03",
        "/programmes/klustermotor/smf-used",
        *(f"/reports/2026-03/{code}" for code in codes),
    ]:
        answer = steering.get(path)
        assert answer.status_code == (404 if path.endswith("next_steps") else 200)
        assert "HEMLIGT" not in answer.get_data(as_text=True)


def test_a_report_with_demo_data_says_so(
    consultant: Browser, steering: Browser, session: Session, programme: Programme
) -> None:
    match = used_in_march(session)
    for browser in (consultant, steering):
        assert "Innehåller demodata" not in browser.get("/reports/2026-03").text
    match.is_demo = True
    session.commit()
    for browser in (consultant, steering):
        assert "Innehåller demodata" in browser.get("/reports/2026-03").text
