"""A need belongs to one programme: the one that runs here, unless another is chosen."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.needs import Need
from models.programmes import Programme
from tests import factories
from tests.conftest import Browser

PAPER = {"title": "Mäta papper", "teaser": "Vi vill mäta papper."}


def add_programme(session: Session, code: str) -> Programme:
    programme = Programme(
        code=code, name_sv=f"Om {code}", name_en=code, starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31)
    )
    session.add(programme)
    session.commit()
    return programme


@pytest.fixture
def path(session: Session) -> str:
    company = factories.company()
    session.add(company)
    session.commit()
    return f"/needs/new?company={company.id}"


def rows(browser: Browser, address: str) -> str:
    """Return the rows of a list, without the names that its filters offer."""
    return browser.get(address).text.partition("<tbody>")[2].partition("</tbody>")[0]


def record(browser: Browser, session: Session, path: str, **values: Any) -> Need:
    assert browser.send(path, {**PAPER, **values}).status_code == 302
    return session.scalars(sa.select(Need).order_by(Need.id.desc())).first() or pytest.fail("no need")


def test_a_new_need_belongs_to_the_programme_that_runs_here(consultant: Browser, session: Session, path: str) -> None:
    here, lund = add_programme(session, "klustermotor"), add_programme(session, "lund")
    assert record(consultant, session, path).programme_id == here.id
    assert record(consultant, session, path, programme_id=str(lund.id)).programme_id == lund.id
    for sent in ("999", "1 OR 1=1", "ett"):
        assert consultant.send(path, {**PAPER, "programme_id": sent}).status_code == 422


def test_saving_a_need_unchanged_keeps_its_programme(consultant: Browser, session: Session, path: str) -> None:
    add_programme(session, "klustermotor")
    lund = add_programme(session, "lund")
    need = record(consultant, session, path, programme_id=str(lund.id))
    page = consultant.get(f"/needs/{need.id}/edit").text
    assert f'<option selected value="{lund.id}">Om lund' in page
    version = need.version
    answer = consultant.send(f"/needs/{need.id}/edit", {**PAPER, "programme_id": str(lund.id), "version": str(version)})
    assert answer.status_code == 302
    session.refresh(need)
    assert (need.programme_id, need.version) == (lund.id, version)


def test_before_any_programme_is_known_a_need_belongs_to_none(consultant: Browser, session: Session, path: str) -> None:
    assert record(consultant, session, path).programme_id is None


def test_the_page_names_the_programme_and_the_list_another_than_the_one_that_runs_here(
    consultant: Browser, session: Session, path: str
) -> None:
    add_programme(session, "klustermotor")
    lund = add_programme(session, "lund")
    here = record(consultant, session, path)
    assert "Om klustermotor" in consultant.get(f"/needs/{here.id}").text
    assert "Om klustermotor" not in rows(consultant, "/needs?status=all")
    there = record(consultant, session, path, programme_id=str(lund.id), title="Mäta plast", open_now="y")
    assert "Om lund" in consultant.get(f"/needs/{there.id}").text
    assert rows(consultant, "/needs?status=all").count("Om lund") == 1


def test_the_list_shows_and_counts_the_needs_of_a_chosen_programme(
    consultant: Browser, session: Session, path: str
) -> None:
    add_programme(session, "klustermotor")
    lund = add_programme(session, "lund")
    record(consultant, session, path, title="Mäta papper", open_now="y")
    record(consultant, session, path, programme_id=str(lund.id), title="Mäta plast", open_now="y")
    found = {code: rows(consultant, f"/needs?programme={code}") for code in ("", "lund", "klustermotor", "okänt")}
    shown = {code: ["Mäta papper" in body, "Mäta plast" in body] for code, body in found.items()}
    assert shown == {"": [True, True], "lund": [False, True], "klustermotor": [True, False], "okänt": [True, True]}
    page = consultant.get("/needs?programme=lund").text
    assert re.findall(r'href="(/needs\?[^"]*)"[^>]*>Mina', page) == ["/needs?show=mine&amp;programme=lund"]
    assert re.search(r"Alla öppna\D*1<", page)
