"""What no form of this room may fall for: control characters, endless text, markup, strange keys."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import LONG_TEXT
from models.needs import Need
from tests import factories
from tests.conftest import Browser

HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def path(session: Session) -> str:
    company = factories.company()
    session.add(company)
    session.commit()
    return f"/needs/new?company={company.id}"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "\x7f", "a" * 100_000, "a" * (LONG_TEXT + 1)])
@pytest.mark.parametrize("field", ["teaser", "infrastructure_text", "private_text", "concepts"])
def test_text_that_cannot_be_kept_is_refused_with_an_error_on_its_field(
    consultant: Browser, session: Session, path: str, field: str, text: str
) -> None:
    answer = consultant.send(path, {"title": "Titel", "teaser": "Text", field: text})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)
    assert not session.scalars(sa.select(Need)).all()


@pytest.mark.parametrize("extra", [{"status": "met"}, {"company_id": "1"}, {"title": ["a", "b"]}, {"id": "7"}])
def test_unknown_and_doubled_keys_are_refused(consultant: Browser, path: str, extra: dict[str, Any]) -> None:
    assert consultant.send(path, {"title": "a", "teaser": "b", **extra}).status_code == 400


@pytest.mark.parametrize(
    "wrong", [{"deadline": "2026-02-30"}, {"trl": "12"}, {"quality": "GXP"}, {"owner_id": "abc"}, {"service_form": "x"}]
)
def test_impossible_answers_are_explained(consultant: Browser, path: str, wrong: dict[str, str]) -> None:
    assert consultant.send(path, {"title": "a", "teaser": "b", **wrong}).status_code == 422


def test_markup_is_kept_and_shown_as_it_was_typed(consultant: Browser, session: Session, path: str) -> None:
    texts = ("teaser", "infrastructure_text", "desired_result", "conditions", "private_text")
    answer = consultant.send(path, {"title": HTML, **dict.fromkeys(texts, HTML), "open_now": "y"})
    assert answer.status_code == 302
    assert session.scalars(sa.select(Need.teaser)).one() == HTML
    session.add(factories.capability(factories.infrastructure(name_sv=HTML), title_sv=HTML, text_sv=HTML))
    session.commit()
    for page in (answer.location, f"{answer.location}/edit", "/needs", f"{answer.location}/compare?c=1"):
        shown = consultant.get(page).get_data(as_text=True)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@pytest.mark.parametrize("search", ["%", "_", "'; DROP TABLE need;--", "\x00", "å" * 5000, "🐟"])
def test_any_search_is_answered(consultant: Browser, search: str) -> None:
    assert consultant.get("/needs", query_string={"q": search}).status_code == 200
    assert consultant.get("/needs/new", query_string={"q": search}).status_code == 200


@pytest.mark.parametrize("chosen", ["c=1&c=2&c=3", "c=abc", "c=-1", "c=99999999999999", ""])
def test_a_comparison_of_what_is_not_there_is_not_found_or_empty(
    consultant: Browser, session: Session, chosen: str
) -> None:
    need = factories.need(factories.company())
    session.add(need)
    session.commit()
    assert consultant.get(f"/needs/{need.id}/compare?{chosen}").status_code in (200, 404)
