"""Numbers of other countries are read in any form, checked as their own countries do, and kept with their letters."""

from __future__ import annotations

import pytest

from models.org_numbers import (
    LONGEST_NUMBER,
    NumberFault,
    country_of,
    fault_of,
    is_personal_number,
    read_org_number,
    shown_number,
)

# From the documentation of python-stdnum: one or more spellings of one number.
SPELLINGS = [
    ("DK13585628", ["DK 13 58 56 28", "dk-13585628", "DK\u00a013585628"]),
    ("NO988077917", ["NO 988 077 917 MVA", "NO988077917", "no 988077917mva"]),
    ("FI20774740", ["FI 2077474-0", "FI20774740"]),
    ("DE136695976", ["DE 136,695 976", "DE136695976"]),
    ("FR334175221", ["FR 23 334175221", "FR 334 175 221"]),
    ("NL004495445B01", ["NL4495445B01", "NL 004495445 B01"]),
    ("CHE100155212", ["CHE-100.155.212", "CHE-100.155.212 MWST"]),
    ("GR094259216", ["EL 094259216", "GR 094259216"]),
    ("IS4504013150", ["IS 450401-3150"]),
    ("ATU13585627", ["AT U13585627"]),
]


@pytest.mark.parametrize(("number", "typed"), [(number, typed) for number, all_ in SPELLINGS for typed in all_])
def test_one_number_has_many_spellings(number: str, typed: str) -> None:
    assert read_org_number(typed) == number
    assert fault_of(number) is None
    assert len(number) <= LONGEST_NUMBER


@pytest.mark.parametrize("number", [number for number, _ in SPELLINGS])
def test_what_is_shown_is_read_back(number: str) -> None:
    assert read_org_number(shown_number(number)) == number
    assert country_of(number) == number[:2]


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [("DK", "13 58 56 28", "DK13585628"), ("NO", "988 077 917", "NO988077917"), ("FI", "2077474-0", "FI20774740")],
)
def test_the_country_that_was_chosen_stands_for_the_letters(country: str, typed: str, number: str) -> None:
    assert read_org_number(typed, country) == number
    assert country_of(read_org_number("556016-0680") or "") == "SE"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("DK 13585629", NumberFault.CHECK_DIGIT),
        ("NO 988 077 91", NumberFault.LENGTH),
        ("DK 00000000", NumberFault.FOREIGN),
        ("FI 2077474-1", NumberFault.CHECK_DIGIT),
    ],
)
def test_what_no_company_has_is_refused(typed: str, fault: NumberFault) -> None:
    assert fault_of(read_org_number(typed) or "") is fault


def test_a_persons_own_number_is_known_abroad_too() -> None:
    assert is_personal_number("ES 54362315K")
    assert not is_personal_number("ES B64717838")
    assert not is_personal_number("DK13585628")
