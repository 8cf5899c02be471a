"""A municipality has one spelling, however it was typed, and is one filter; a place abroad stays as it is."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import swedish_sort_key
from models.municipalities import municipality_codes, one_spelling
from models.organisations import Company
from tests import factories
from tests.conftest import Browser
from tests.page_rules import parse

# How many municipalities each county has, by the first two digits of their codes.
COUNTIES = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6, "14": 49,
    "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
}  # fmt: skip


def test_the_list_is_swedens() -> None:
    codes = municipality_codes()
    assert len(codes) == len(set(codes.values())) == 290
    assert Counter(code[:2] for code in codes.values()) == COUNTIES
    assert (codes["Huddinge"], codes["Stockholm"], codes["Göteborg"], codes["Kiruna"]) == (
        "0126",
        "0180",
        "1480",
        "2584",
    )


@pytest.mark.parametrize("name", municipality_codes())
def test_every_municipality_is_known_by_the_ways_people_write_it(name: str) -> None:
    genitive = name if name.endswith(("s", "x", "z")) else f"{name}s"
    for typed in (
        name,
        name.upper(),
        f" {name.lower()} kommun",
        f"{genitive} kommun",
        f"{genitive} stad",
        f"{name} (kommun)",
    ):
        assert one_spelling(typed) == name, typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hudd\u00adinge\u00a0kommun\u200b", "Huddinge"),
        ("Upplands-Väsby", "Upplands Väsby"),
        ("upplands bro", "Upplands-Bro"),
        ("Region Gotland", "Gotland"),
        ("Municipality of Lund", "Lund"),
        ("Gothenburg", "Göteborg"),
        ("Habo", "Habo"),
        ("Håbo", "Håbo"),
        ("Oslo", "Oslo"),
        ("København", "København"),
        ("Oslo kommune", "Oslo kommune"),
        ("  New   York ", "New York"),
        ("\u200b", None),
        (None, None),
    ],
)
def test_other_spellings_and_places_abroad(typed: str | None, kept: str | None) -> None:
    assert one_spelling(typed) == kept


def test_three_spellings_are_one_filter(consultant: Browser, session: Session) -> None:
    for number, typed in enumerate(("Huddinge", "huddinge", "Huddinge kommun", "Oslo")):
        form = {"name": f"Bolag {number}", "kind": "limited_company", "municipality": typed}
        assert consultant.send("/companies/new", form).status_code == 302
    kept = session.scalars(sa.select(Company.municipality).order_by(Company.id)).all()
    assert kept == ["Huddinge", "Huddinge", "Huddinge", "Oslo"]
    page = parse(consultant.get("/companies").get_data(as_text=True))
    (choice,) = [each for each in page.all("select") if each["name"] == "municipality"]
    assert [option["value"] for option in choice.all("option")] == ["", "Huddinge", "Oslo"]
    for typed in ("Huddinge", "huddinge kommun"):
        body = consultant.get("/companies", query_string={"municipality": typed}).get_data(as_text=True)
        assert all(f"Bolag {number}" in body for number in range(3))
        assert "Bolag 3" not in body


def test_the_field_offers_all_of_them_without_javascript(consultant: Browser, session: Session) -> None:
    company = factories.company(municipality="huddinge kommun")
    session.add(company)
    session.commit()
    page = parse(consultant.get(f"/companies/{company.id}/edit").get_data(as_text=True))
    (field,) = [each for each in page.all("input") if each["name"] == "municipality"]
    assert field["value"] == "Huddinge"
    (offered,) = [each for each in page.all("datalist") if each["id"] == field["list"]]
    names = [option["value"] for option in offered.all("option")]
    assert set(names) == set(municipality_codes())
    assert names == sorted(names, key=swedish_sort_key)
