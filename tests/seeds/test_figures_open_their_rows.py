"""Of all programmes and months of the demo: a number is its rows or their sum, and its page opens just them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.achievement_counting import count_events, count_levels
from app.programmes.progress import measure
from app.programmes.queries import list_programmes
from app.reports.funnel import stage_figures
from app.reports.queries import list_months
from app.reports.report_of_month import gather_report
from app.reports.stored import from_json, to_json
from app.reports.well_formed import is_well_formed
from app.storage.database import BryggaSession
from models import clock
from models.accounts import Role, User
from models.vocabulary import Language
from tests.conftest import Browser, engine_of, make_app, sign_in

_ROWS = re.compile(r"<tr data-item>")


@pytest.fixture(scope="module")
def seeded_app(filled_content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application over the demo as it was seeded; only to be read."""
    file: Path = tmp_path_factory.mktemp("seeded") / "demo.sqlite3"
    file.write_bytes(filled_content)
    app = make_app(f"sqlite:///{file}")
    with BryggaSession(engine_of(app)) as session:
        # Answers are kept from one recorded change to the next, and the seeding here records none.
        session.scalars(sa.select(User).where(User.role == Role.CONSULTANT)).all()[0].language = Language.EN
        session.commit()
    yield app
    engine_of(app).dispose()


@pytest.fixture
def records(seeded_app: Flask) -> Iterator[Session]:
    with BryggaSession(engine_of(seeded_app)) as session:
        yield session


@pytest.fixture
def office(seeded_app: Flask, records: Session, today: date, monkeypatch: pytest.MonkeyPatch) -> Browser:
    moment = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    monkeypatch.setattr(clock, "hands", lambda: moment)
    consultants = sa.select(User).where(User.role == Role.CONSULTANT).order_by(User.id)
    return sign_in(seeded_app, records.scalars(consultants.limit(1)).one())


def test_every_figure_is_its_rows_and_its_page_opens_exactly_them(
    office: Browser, records: Session, today: date
) -> None:
    for programme in list_programmes(records):
        for first in list_months(programme, today):
            report = gather_report(records, programme, first, today=today)
            assert from_json(to_json(report)) == report
            assert is_well_formed(report), "It could not be frozen."
            assert {each.indicator.code: each.value for each in measure(records, programme, on=report.cut_off)} == {
                figure.code: figure.value for figure in report.targets
            }
            for code, figure in report.all_figures().items():
                amounts = [1 if row.amount is None else row.amount for row in figure.rows]
                assert figure.value == sum(amounts), (programme.code, first, code)
                assert (figure.rule == "reported") or len(amounts) == figure.value, (programme.code, first, code)
            stages = stage_figures(report)
            for step in report.funnel:
                assert len(stages[f"stage-{step.stage}"].rows) == step.reached, (programme.code, first, step.stage)
                waits = [row.days or 0 for row in stages[days].rows] if (days := f"days-{step.stage}") in stages else []
                found = round(float(median(waits)), 1) if waits else None
                assert found == step.median_days, (programme.code, first, step.stage)
        # The page of each, in the last month with all that there is.
        span = f"{first_of_last(programme.ends_on, today):%Y-%m}"
        report = gather_report(records, programme, first_of_last(programme.ends_on, today), today=today)
        for code, figure in {**report.all_figures(), **stage_figures(report)}.items():
            page = office.get(f"/reports/{span}/{code}?programme={programme.code}")
            assert (page.status_code, len(_ROWS.findall(page.text))) == (200, len(figure.rows)), (programme.code, code)


def first_of_last(ends_on: date, today: date) -> date:
    return min(ends_on, today).replace(day=1)


def test_events_and_levels_on_the_programmes_page_open_exactly_them(
    office: Browser, records: Session, today: date
) -> None:
    for programme in list_programmes(records):
        page = office.get(f"/programmes/{programme.code}").text
        counted = [("events", kind.value, ids) for kind, ids in count_events(records, programme, until=today).items()]
        counted += [("ladder", str(level), ids) for level, ids in count_levels(records, programme, until=today).items()]
        for part, name, ids in counted:
            path = f"/programmes/{programme.code}/{part}/{name}"
            assert (path in page) is bool(ids)
            answer = office.get(path)
            assert (answer.status_code, len(_ROWS.findall(answer.text))) == (200, len(ids))
