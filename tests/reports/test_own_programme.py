"""A report tells of its own programme, and of what was there on its day, whichever of the four it is."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.account import about_today, make_account
from app.reports.blocks import Remark
from app.reports.infrastructure_parts import not_of_programme
from app.reports.queries import month_of
from app.reports.report_of_month import gather_report
from models.clock import today
from models.errors import NotFoundError
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests import factories

pytestmark = pytest.mark.only_on("sqlite")


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("klustermotor", ("2025-02", "2026-11")),
        ("atmp-path2patient", ("2025-03", "2026-11")),
        ("ecs-smart-region", ("2018-01", "2020-12")),
        ("medtech-stockholm", ("2008-01", "2011-12")),
    ],
)
def test_a_report_tells_of_its_own_programme_and_of_what_was_there_that_day(
    app: Flask, session: Session, code: str, months: tuple[str, str]
) -> None:
    load_programmes(session, SeedReport())
    session.add(factories.ready(factories.infrastructure(confirmed_on=date(2025, 1, 2)), since=date(2025, 3, 1)))
    other = factories.programme(starts_on=date(2008, 1, 1))
    need = factories.need(factories.company(), programme=other, opened_on=date(2018, 1, 5))
    match = factories.match(need, factories.capability(factories.infrastructure()), next_step_on=today())
    session.add_all([match, factories.use(match, started_on=date(2018, 1, 9))])
    session.commit()
    own, programme = code == "klustermotor", get_programme(session, code)
    for month in months:
        first = month_of(programme, month, date(2026, 11, 20))
        report = gather_report(session, programme, first, today=date(2026, 11, 20))
        assert (bool(report.standings), "profiles_stale" in report.figures) == (own, own)
        assert bool(report.before) is (month[-2:] in ("11", "12"))
        assert {figure.value for key, figure in report.figures.items() if key != "profiles_stale"} == {0}
        assert ("next_steps" in report.figures) is (month == "2026-11")
        with app.test_request_context():
            account = make_account(report, about_today(programme, report))
            texts = [block.text for part in account.sections for block in part.blocks if isinstance(block, Remark)]
            assert (not_of_programme() in texts) is not own
    with pytest.raises(NotFoundError):
        month_of(programme, "2007-12", date(2026, 11, 20))
