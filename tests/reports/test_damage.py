"""Whatever somebody makes of a frozen report in the database is named, and neither stops a page nor hides a month."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.programmes.queries import get_programme
from app.reports.frozen import check_frozen_reports, seal_report
from app.reports.report_of_month import gather_report
from models.clock import today
from models.programmes import FrozenReport
from tests.conftest import Browser
from tests.reports.test_readers import five, programme, run

__all__ = ["five", "programme"]
pytestmark = pytest.mark.only_on("sqlite")
Change = Callable[[dict[str, Any]], Any]


def put(*path: str | int, value: Any) -> Change:
    """Return what puts a value somewhere in a report's content."""

    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return change


CHANGES: list[Change] = [
    put("targets", 0, "rows", 0, "kind", value=[1]),
    put("targets", 0, "rows", 0, "counted", "size", value="huge"),
    put("targets", 0, "rows", 0, "title_sv", value="\ud800"),
    put("targets", 0, "name_sv", value={}),
    put("targets", 0, "target", value=10**400),
    put("before", value=[1]),
    put("funnel", 0, "stage", value=[1]),
    put("funnel", 0, "median_days", value=float("nan")),
    put("about", "ends_on", value="9999-12-31"),
    put("files", value=[1]),
    put("worked", value=7),
    put("comment", value=None),
]


def two_frozen(session: Session) -> FrozenReport:
    programme = get_programme(session, "klustermotor")
    reports = [gather_report(session, programme, date(2026, month, 1), today=today()) for month in (3, 4)]
    frozen = [seal_report(session, programme, each, actor=None, files={"sv.pdf": b"%PDF"}) for each in reports]
    session.commit()
    return frozen[-1]


def is_named_and_hides_nothing(app: Flask, consultant: Browser, session: Session) -> None:
    session.commit()
    session.expire_all()
    assert len(list(check_frozen_reports(session))) == 1
    code, said = run(app, "--verify")
    assert code == 1
    assert "Traceback" not in said
    page = consultant.get("/reports")
    assert page.status_code == 200
    assert page.text.count("Har ändrats i databasen sedan den fastställdes") == 1
    assert consultant.get("/reports/2026-03").status_code == 200


@pytest.mark.usefixtures("five")
def test_damaged_content_is_named_and_hides_no_other_month(app: Flask, consultant: Browser, session: Session) -> None:
    damaged = two_frozen(session)
    whole = json.loads(json.dumps(damaged.content))
    for change in CHANGES:
        content = json.loads(json.dumps(whole))
        change(content)
        session.execute(
            sa.text("UPDATE frozen_report SET content = :text WHERE id = :id"),
            {"text": json.dumps(content), "id": damaged.id},
        )
        is_named_and_hides_nothing(app, consultant, session)
        assert consultant.get("/reports/2026-04").status_code in (200, 409)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frozen_report SET frozen_at = 'nope' WHERE month = '2026-04-01'",
        "UPDATE frozen_report SET content = replace(hex(zeroblob(9000)), '0', '[') WHERE month = '2026-04-01'",
        "UPDATE frozen_report SET content = CAST(x'ff' AS TEXT) WHERE month = '2026-04-01'",
        "UPDATE frozen_report SET content = '{\"comment\": \"Ny\", ' || substr(content, 2) WHERE month = '2026-04-01'",
    ],
)
def test_a_damaged_row_is_named_and_hides_no_other_month(
    app: Flask, consultant: Browser, session: Session, statement: str
) -> None:
    two_frozen(session)
    session.execute(sa.text(statement))
    is_named_and_hides_nothing(app, consultant, session)
    assert consultant.get("/reports/2026-04").status_code == 409


@pytest.mark.usefixtures("five")
def test_a_file_that_is_text_is_not_the_one_that_was_kept(app: Flask, session: Session) -> None:
    two_frozen(session)
    session.execute(sa.text("UPDATE report_file SET data = 'text' WHERE id = (SELECT max(id) FROM report_file)"))
    session.commit()
    assert len(list(check_frozen_reports(session))) == 1
    assert run(app, "--verify")[0] == 1
