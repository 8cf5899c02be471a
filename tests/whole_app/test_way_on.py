"""A page of an error or a refusal leads to what it was about, and tells nobody what is there."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.orm import Session

from models.accounts import Role
from models.clock import today
from models.matches import Stage
from tests import factories
from tests.conftest import Browser, sign_in

pytestmark = pytest.mark.only_on("sqlite")


def _ways(browser: Browser, path: str, status: int, data: dict[str, str] | None = None) -> list[str | None]:
    answer = browser.get(path) if data is None else browser.send(path, data)
    assert answer.status_code == status, path
    return [each.attributes["href"] for each in LexborHTMLParser(answer.get_data(as_text=True)).css("main .actions a")]


def test_a_refusal_leads_to_the_thing_and_what_there_is_none_of_to_its_list(
    app: Flask, consultant: Browser, session: Session
) -> None:
    programmes = [
        factories.programme(code="klustermotor", starts_on=date(2025, 2, 3), ends_on=date(2099, 10, 31)),
        factories.programme(code="other", starts_on=date(2025, 2, 3), ends_on=date(2099, 10, 31)),
    ]
    match = factories.match(
        factories.need(factories.company()), factories.capability(factories.infrastructure()), stage=Stage.CLOSED
    )
    staff = factories.user(role=Role.STAFF)
    session.add_all([*programmes, match, staff])
    session.commit()
    month = f"{today():%Y-%m}"
    for path, status, way in (
        (f"/reports/{month}/freeze", 409, f"/reports/{month}"),
        (f"/reports/{month}/freeze?programme=other", 409, f"/reports/{month}?programme=other"),
        ("/reports/1999-01", 404, "/reports"),
        ("/reports/1999-01?programme=other", 404, "/reports?programme=other"),
        (f"/matches/{match.id}/uses/new", 409, f"/matches/{match.id}"),
        (f"/matches/{match.id}/missing", 404, "/matches"),
        ("/needs/98765/edit", 404, "/needs"),
        ("/notes/98765/edit", 404, "/tasks"),
        ("/catalogue/infrastructures/missing", 404, "/catalogue"),
        ("/missing", 404, None),
    ):
        assert _ways(consultant, path, status) == [*([way] if way else []), "/"], path
    assert _ways(consultant, f"/needs/{match.need_id}/edit", 400, {"strange": "x"}) == [f"/needs/{match.need_id}", "/"]
    # Where somebody may not go, nothing leads.
    assert _ways(sign_in(app, staff), "/needs/98765/edit", 403) == ["/"]
