"""A list leaves as a file with exactly its page's columns, rows, order and filters, and that it was taken is noted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import LISTED_AT_ONCE, PAGE_SIZE
from app.web.spreadsheets import Sheet, write_csv
from models.accounts import Role, User
from models.audit import AuditEntry
from models.matches import Stage
from tests import factories
from tests.conftest import Browser

LISTS = ("companies", "needs", "matches", "infrastructures")
# Cells that the page shows in one column with another, and the file by themselves.
BESIDE = {"Poäng", "Senast", "Väntar på"}
FILTERS = {
    "companies": ("q=fil", "show=counted", "sort=-name"),
    "needs": ("q=fil", "status=all", "sort=-title"),
    "matches": ("q=fil", "stage=shortlisted", "sort=-need"),
    "infrastructures": ("q=fil", "show=stale", "sort=-name"),
}


@pytest.fixture
def catalogue(session: Session) -> None:
    """More rows of each list than one page shows, and one name that a spreadsheet would run."""
    for number in range(PAGE_SIZE + 3):
        name = "=Filen AB" if number == 0 else f"Filen {number:03d} AB"
        company = factories.company(name=name, last_contact_on=date(2026, 1, 1 + number % 28))
        infrastructure = factories.infrastructure(name_sv=f"Filenheten {number:03d}")
        need = factories.need(company, title=f"Filbehov {number:03d}")
        match = factories.match(need, factories.capability(infrastructure), stage=Stage.SHORTLISTED, next_step="+1 dag")
        session.add(match)
    session.commit()


def in_file(consultant: Browser, path: str) -> list[list[str]]:
    answer = consultant.get(path)
    assert answer.status_code == 200
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def on_page(consultant: Browser, path: str) -> tuple[list[str], list[str]]:
    """Return the heads of a list's table, and the names of its rows on every page."""
    heads, names, number = [], [], 1
    while True:
        page = consultant.get(f"{path}{'&' if '?' in path else '?'}page={number}").get_data(as_text=True)
        found = re.findall(r'<th scope="col".*?</th>', page, re.DOTALL)
        heads = [unescape(re.sub(r"<[^>]+>", "", head)) for head in found]
        found = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', page)
        names += [unescape(name) for name in found]
        if 'rel="next"' not in page:
            return heads, names
        number += 1


@pytest.mark.parametrize("room", LISTS)
def test_the_file_is_the_page(consultant: Browser, catalogue: None, room: str) -> None:
    for query in ("", *FILTERS[room]):
        heads, names = on_page(consultant, f"/{room}?{query}")
        told, *rows = in_file(consultant, f"/{room}/export.csv?{query}")
        if names:
            assert [head for head in told if head not in BESIDE] == heads, query
        assert [row[0].removeprefix("'") for row in rows] == names, query


@pytest.mark.parametrize("room", LISTS)
def test_the_page_leads_to_its_files(consultant: Browser, catalogue: None, room: str) -> None:
    page = consultant.get(f"/{room}?q=fil").get_data(as_text=True)
    for kind in ("xlsx", "csv"):
        assert f"/{room}/export.{kind}?q=fil" in page
    book = openpyxl.load_workbook(io.BytesIO(consultant.get(f"/{room}/export.xlsx?q=fil").data))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"n", "s", "d"}
    assert book.active.max_row == PAGE_SIZE + 4


def test_what_a_spreadsheet_would_run_is_text(consultant: Browser, catalogue: None) -> None:
    names = {row[0] for row in in_file(consultant, "/companies/export.csv")}
    assert "'=Filen AB" in names
    assert "=Filen AB" not in names


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("-1-1", "'-1-1"),
        ("+46-8-1234567", "'+46-8-1234567"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+46 70 123 45 67", "+46 70 123 45 67"),
        ("Vanlig text", "Vanlig text"),
    ],
)
def test_a_telephone_number_is_unharmed_and_a_sum_is_not_made(typed: str, written: str) -> None:
    text = write_csv(Sheet("x", ["Text"], [[typed]]), decimal_comma=True).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) == [["Text"], [written]]


@pytest.mark.parametrize("query", ["companies/export.csv?show=nope", "hours/export.csv?month=2026-13"])
def test_a_filter_that_is_not_offered_gives_no_file(consultant: Browser, query: str) -> None:
    assert consultant.get(f"/{query}").status_code == 400


def test_who_took_how_much_of_what_is_noted(consultant: Browser, session: Session, catalogue: None) -> None:
    consultant.get("/matches/export.csv?stage=shortlisted&q=hemligt")
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "exported")).one()
    assert entry.changes == {"rows": 0, "format": "csv", "stage": "shortlisted"}
    assert session.get_one(User, entry.actor_id).role.is_office


def test_a_file_is_read_many_rows_at_a_time(
    consultant: Browser, catalogue: None, monkeypatch: pytest.MonkeyPatch, count_statements: Any
) -> None:
    expected = in_file(consultant, "/companies/export.csv")
    with count_statements() as whole:
        in_file(consultant, "/companies/export.csv")
    monkeypatch.setattr("app.storage.listing.LISTED_AT_ONCE", 7)
    assert in_file(consultant, "/companies/export.csv") == expected
    assert len(whole) <= 25
    assert LISTED_AT_ONCE >= PAGE_SIZE


@pytest.mark.parametrize("room", LISTS)
def test_only_the_office_takes_files(make_browser: Callable[..., Browser], room: str) -> None:
    for reader in (make_browser(Role.STAFF), make_browser(Role.STEERING)):
        assert reader.get(f"/{room}/export.csv").status_code in (403, 404)


@pytest.mark.parametrize("room", LISTS)
def test_another_kind_of_file_is_not_there(consultant: Browser, room: str) -> None:
    assert consultant.get(f"/{room}/export.pdf").status_code == 404
