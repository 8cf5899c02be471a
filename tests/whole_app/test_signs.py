"""What looks the same is the same: a table of signs, read by forms, searches, numbers and the ranking alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.web.forms.fields import clean
from matching.text.signs import clean_line, clean_text, plain_number

INVISIBLE = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a",
    "\u202e", "\u2060", "\u2063", "\u2066", "\u2069", "\u3164", "\ufe00", "\ufe0f", "\ufeff", "\uffa0", "\ufff9",
    "\U000e0041", "\U000e0101", "\ufdd0", "\ufffe", "\uffff", "\U0010fffe",
]  # fmt: skip
SPACES = ["\u00a0", "\u1680", "\u2002", "\u2003", "\u2007", "\u2009", "\u200a", "\u202f", "\u205f", "\u2800", "\u3000"]
HYPHENS = ["\u2010", "\u2011", "\ufe63", "\uff0d"]
DASHES = ["\u2012", "\u2013", "\u2014", "\u2015", "\u2212"]
LINE_ENDS = ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("sign", INVISIBLE, ids=ascii)
def test_signs_that_nobody_sees_go(sign: str) -> None:
    assert clean_text(f"{sign}Flödes{sign}cyto{sign}metri{sign}") == "Flödescytometri"
    assert clean_text(f"a{sign}\u030angstro{sign}m") == "ångstrom"
    assert plain_number(f"12{sign}34") == "1234"
    assert clean(sign * 3) is None
    assert clean(f" {sign}\t{sign}\n ") is None


@pytest.mark.parametrize("sign", SPACES, ids=ascii)
def test_spaces_are_spaces(sign: str) -> None:
    assert clean_text(f"{sign}10{sign}kg{sign}") == "10 kg"
    assert clean(sign) is None


@pytest.mark.parametrize("sign", HYPHENS, ids=ascii)
def test_hyphens_are_hyphens(sign: str) -> None:
    assert clean_text(f"RNA{sign}sekvensering") == "RNA-sekvensering"


@pytest.mark.parametrize("sign", [*HYPHENS, *DASHES], ids=ascii)
def test_numbers_know_one_hyphen(sign: str) -> None:
    assert plain_number(f"08{sign}123") == "08-123"


@pytest.mark.parametrize("sign", DASHES, ids=ascii)
def test_dashes_and_the_minus_sign_mean_something_in_a_text(sign: str) -> None:
    assert clean_text(f"{sign}80 °C") == f"{sign}80 °C"


@pytest.mark.parametrize("sign", LINE_ENDS, ids=ascii)
def test_line_ends_are_line_ends_and_in_a_line_those_that_nobody_types_are_spaces(sign: str) -> None:
    assert clean_text(f"a{sign}b") == "a\nb"
    assert clean_line(f"a{sign}b") == ("a\nb" if "\r" in sign else "a b")


@pytest.mark.parametrize("text", ["👩🏽‍🔬", "❤️", "🏳️‍🌈", "1️⃣", "می‌خواهم", "क्‍ष", "–80 °C", "a\tb", "𝕭rygga ½ ﬁ"])
def test_what_is_seen_stays(text: str) -> None:
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@given(st.text() | st.text(alphabet=[*INVISIBLE, *SPACES, *LINE_ENDS[1:], "\n", "a", "\u030a", "👩", "🔬", "1", "م"]))
@settings(max_examples=1000)
@example("\ufe0f\u200d\U0001f000")
@example("\U0001f469\ufe0f\u200d\U0001f52c")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)
