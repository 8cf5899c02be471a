"""Organisation numbers are understood however people write them, and what fills a field only is refused."""

from __future__ import annotations

import pytest

from models.org_numbers import NumberFault, fault_of, is_personal_number, read_org_number

NUMBER = "5560160680"


@pytest.mark.parametrize(
    "typed",
    [
        "556016-0680",
        "5560160680",
        " 556016 - 0680 ",
        "55 60 16-06 80",
        "16556016-0680",
        "556016\u20110680",
        "556016\u20100680",
        "556016\u22120680",
        "556016\u20130680",
        "556016\u20140680",
        "556016\u00a00680",
        "556016\u202f0680",
        "\ufeff556016\u00ad-0680\u200b",
        "\u202a556016-0680\u202c",
        "５５６０１６－０６８０",
        "SE556016068001",
        "se 556016-0680 01",
        "SE5560160680",
        "SE556016\u2011068001",
        "SE 556016\u00a00680\u00a002",
    ],
)
def test_one_number_has_many_spellings(typed: str) -> None:
    assert read_org_number(typed) == NUMBER
    assert fault_of(NUMBER) is None


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("222222-2222", NumberFault.PLACEHOLDER),
        ("000000-0000", NumberFault.PLACEHOLDER),
        ("111111-1111", NumberFault.PLACEHOLDER),
        ("SE222222222201", NumberFault.PLACEHOLDER),
        ("２２２２２２‑２２２２", NumberFault.PLACEHOLDER),
        ("232323-2323", NumberFault.PLACEHOLDER),
        ("123456-7897", NumberFault.PLACEHOLDER),
        ("010000-0000", NumberFault.PLACEHOLDER),
        ("751312-9806", NumberFault.PLACEHOLDER),
        ("556016-0681", NumberFault.CHECK_DIGIT),
        ("556016-068", NumberFault.LENGTH),
        ("556016-O680", NumberFault.SIGNS),
        ("NO556016068001", NumberFault.LENGTH),
        ("556016²0680", NumberFault.SIGNS),
    ],
)
def test_what_no_company_has_is_told_apart(typed: str, fault: NumberFault) -> None:
    assert fault_of(read_org_number(typed) or "") is fault


def test_nothing_is_no_number() -> None:
    assert read_org_number(None) is None
    assert read_org_number(" \u200b-\u2060 ") is None


def test_a_birthday_makes_a_number_personal() -> None:
    assert is_personal_number("750312-9806")
    assert is_personal_number("20750372\u20119806"), "a coordination number"
    assert not is_personal_number("751312-9806"), "no such month"
    assert not is_personal_number("556016-0680")
    assert not is_personal_number(None)
