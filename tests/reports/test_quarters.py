"""Quarters are made of their months, other programmes have reports too, and a month is frozen once when it is due."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.commands import CommentCommand
from app.reports.freeze_cli import due_month, due_spans
from app.reports.month import Month, months_before, span_text
from app.reports.queries import list_quarters
from app.reports.report_of_month import gather_report
from app.reports.use_cases import write_comment
from config import ConfigurationError, from_environment
from models.clock import quarter_of, today
from models.outbox import OutboxMessage
from models.programmes import FrozenReport, Programme
from tests import factories
from tests.conftest import Browser
from tests.reports.test_readers import five, programme, used

__all__ = ["five", "programme"]
pytestmark = pytest.mark.only_on("sqlite")
_FLOWS = ("new_companies", "new_needs", "introductions", "uses_started", "meetings_held")


def test_a_quarter_has_three_months_and_its_own_days() -> None:
    quarter = Month.of(date(2026, 10, 1), date(2026, 12, 5), 3)
    assert (quarter.last, quarter.cut_off) == (date(2026, 12, 31), date(2026, 12, 5))
    assert quarter.firsts == [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]
    assert quarter.before(date(2026, 12, 5)).first == date(2026, 7, 1)
    assert months_before(date(2026, 1, 1), 1) == date(2025, 12, 1)


def test_what_a_quarter_counts_is_what_its_months_count(
    session: Session, programme: Programme, five: list[Any]
) -> None:
    for month, text in ((1, "Januari var lugn."), (3, "Mars var full.")):
        write_comment(
            session, programme=programme, month=date(2026, month, 1), command=CommentCommand(text), version=None
        )
    session.commit()
    programme = get_programme(session, programme.code)
    quarter = gather_report(session, programme, date(2026, 1, 1), today=today(), months=3)
    months = [gather_report(session, programme, date(2026, month, 1), today=today()) for month in (1, 2, 3)]
    for code in _FLOWS:
        assert quarter.figures[code].value == sum(month.figures[code].value for month in months), code
    assert quarter.figures["uses_started"].value == len(five)
    assert [each.value for each in quarter.targets] == [each.value for each in months[-1].targets]
    assert quarter.comment == "2026-01\nJanuari var lugn.\n\n2026-03\nMars var full."
    assert quarter.month_text == "2026-Q1"


def test_a_quarter_is_read_and_frozen_as_a_month_is(
    app: Flask, consultant: Browser, steering: Browser, session: Session, five: list[Any]
) -> None:
    session.add(factories.report_receiver(get_programme(session, "klustermotor")))
    session.commit()
    for browser in (consultant, steering):
        page = browser.get("/reports/2026-Q1")
        assert page.status_code == 200
        assert "Kvartalet innan" in page.text
        assert browser.get("/reports/2026-q1/uses_started").status_code == 200
    assert five[0].name not in steering.get("/reports/2026-Q1").text
    assert consultant.get("/reports/2026-Q1/comment").status_code == 404
    assert consultant.get("/reports/2024-Q1").status_code == 404
    assert "Macro" not in consultant.get("/reports").text
    assert consultant.get("/reports/2026-Q1/freeze").status_code == 200
    assert consultant.send("/reports/2026-Q1/freeze").status_code == 302
    frozen = session.scalars(sa.select(FrozenReport)).one()
    assert (frozen.month, frozen.months) == (date(2026, 1, 1), 3)
    assert "2026-Q1" in session.scalars(sa.select(OutboxMessage)).one().subject
    used(session, "Sen F")
    assert "har tillkommit" in steering.get("/reports/2026-Q1").text
    assert steering.get("/reports/2026-Q1/files/report.pdf").data.startswith(b"%PDF")
    assert app.test_cli_runner().invoke(args=["report", "--verify"]).exit_code == 0
    session.execute(sa.update(FrozenReport).values(months=1))
    session.commit()
    assert app.test_cli_runner().invoke(args=["report", "--verify"]).exit_code == 1
    known = get_programme(session, "klustermotor")
    assert list_quarters(known, date(2025, 8, 1)) == [date(2025, 7, 1), date(2025, 4, 1), date(2025, 1, 1)]


def test_another_programme_has_reports_and_links_stay_in_it(consultant: Browser, session: Session) -> None:
    other = Programme(
        code="annat", name_sv="Annat program", name_en="Other", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    session.add(other)
    session.commit()
    index = consultant.get("/reports?programme=annat").text
    assert "Annat program" in index
    assert 'href="/reports/2026-03?programme=annat"' in index
    assert (
        'href="/reports/2026-03/files/report.pdf?programme=annat"'
        in consultant.get("/reports/2026-03?programme=annat").text
    )
    assert consultant.get("/reports?programme=finns-inte").status_code == 404
    assert consultant.send("/reports/2026-03/freeze?programme=annat", {}).status_code == 302
    assert session.scalars(sa.select(FrozenReport.programme_id)).all() == [other.id]
    assert "programme=" not in consultant.get("/reports/2026-03").text.split("<main")[1]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 4), date(2026, 2, 1)),
        (date(2026, 4, 5), date(2026, 3, 1)),
        (date(2026, 1, 5), date(2025, 12, 1)),
        (date(2025, 2, 20), None),
    ],
)
def test_a_month_is_due_from_its_day_of_cut_off(programme: Programme, day: date, expected: date | None) -> None:
    assert due_month(programme, day, 5) == expected
    ends = [] if expected is None or expected.month % 3 else [(quarter_of(expected), 3)]
    assert due_spans(programme, day, 5) == ([(expected, 1), *ends] if expected else [])


@pytest.mark.usefixtures("five")
def test_the_month_that_is_due_is_frozen_once_and_told(app: Flask, session: Session, programme: Programme) -> None:
    session.add(factories.report_receiver(programme))
    session.commit()
    run = app.test_cli_runner().invoke
    first, second = run(args=["report", "--due"]), run(args=["report", "--due"])
    assert (first.exit_code, second.exit_code) == (0, 0), (first.output, first.exception)
    assert "is frozen" in first.output
    assert "was frozen before" in second.output
    assert len(session.scalars(sa.select(FrozenReport)).all()) == 1
    assert len(session.scalars(sa.select(OutboxMessage)).all()) == 1
    assert '"months": 3' in run(args=["report", "2026-Q1", "--format", "json"]).output
    assert "There is no programme" in run(args=["report", "2026-03", "--programme", "x"]).output
    assert run(args=["report", "--verify"]).exit_code == 0


@pytest.mark.parametrize("day", ["0", "29", "x", "05"])
def test_the_day_of_cut_off_is_one_that_every_month_has(day: str) -> None:
    with pytest.raises(ConfigurationError, match="REPORT_DAY"):
        from_environment({"REPORT_DAY": day})
    assert from_environment({"REPORT_DAY": "28"}).report_day == 28


@pytest.mark.parametrize(
    ("frozen", "due"),
    [
        # Nothing is frozen yet: only the latest, since the others may have been reported elsewhere.
        ((), ["2026-10"]),
        # A server that stood still from August on: what it missed comes first, each quarter after its last month.
        (("2026-06", "2026-07"), ["2026-08", "2026-09", "2026-Q3", "2026-10"]),
        # A gap among frozen months is filled, and a quarter that was never frozen.
        (("2026-07", "2026-09", "2026-10"), ["2026-08", "2026-Q3", "2026-10"]),
        (("2026-07", "2026-08", "2026-09", "2026-Q3", "2026-10"), ["2026-10"]),
    ],
)
def test_what_was_missed_is_due_still(frozen: tuple[str, ...], due: list[str]) -> None:
    programme = Programme(starts_on=date(2025, 2, 1), ends_on=date(2027, 10, 31))
    found = due_spans(programme, date(2026, 11, 20), 5, frozen)
    assert [span_text(first, months) for first, months in found] == due
