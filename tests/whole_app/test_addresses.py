"""Addresses that people type or send along: parsed in one place that never raises, and never leading elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.addresses import host_of, local_address, parse_address
from config import ROOT

ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "\x00//evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "evil.example",
    "//[",
    "//＃@x",
    "//evil.example＃@brygga.example",
    "/／evil.example",
    "／／evil.example",
    "/＼evil.example",
    "/%2Fevil.example",
    "/%5Cevil.example",
    "/%252Fevil.example",
    "/%25252525252525252Fevil.example",
    "/%EF%BC%8Fevil.example",
    "/%09/evil.example",
    "/a/..//evil.example",
    "/ok\r\nLocation: https://evil.example",
    "/\u2028/evil.example",
    "/\ud800",
    "http://[::1",
    "http://x:99999999/",
    "http://x:１/",
    "?next=/needs",
    "",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_an_address_that_could_lead_elsewhere_is_none(text: str) -> None:
    assert local_address(text) is None


@pytest.mark.parametrize(
    "text",
    ["/", "/needs", "/needs?page=2&q=åäö", "/companies?q=https://x.se//a", "/needs/4#letters", "/vocabulary/å"],
)
def test_addresses_within_brygga_stay_as_they_are(text: str) -> None:
    assert local_address(text) == text
    assert local_address(None) is None


@given(st.text(max_size=40) | st.text(alphabet="/\\:@?#[]%2fF5cC. ＃／＠\t\nx", max_size=20))
@settings(max_examples=500)
def test_no_text_at_all_makes_the_parser_raise_or_leads_elsewhere(text: str) -> None:
    parse_address(text)
    host_of(text)
    local = local_address(text)
    if local is not None:
        for reading in (local, quote(local, safe="/?#%")):
            assert urljoin("https://brygga.example/x", reading).startswith("https://brygga.example/")


def test_nothing_else_parses_addresses() -> None:
    parsing = re.compile(r"urlsplit|urlparse|yarl|furl")
    files = [path for folder in ("app", "models", "seeds") for path in (ROOT / folder).rglob("*.py")]
    others = {path.relative_to(ROOT) for path in files if parsing.search(path.read_text(encoding="utf-8"))}
    assert others == {Path("app/addresses.py")}
