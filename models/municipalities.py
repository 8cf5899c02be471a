"""Sweden's 290 municipalities with the codes of Statistics Sweden, and the one spelling of each."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Final

from matching.text.signs import clean_line, plain_dashes

_FILE: Final = Path(__file__).parent / "data" / "municipalities.csv"
# What people put about a name: "Huddinge kommun", "Stockholms stad", "Municipality of Lund", "Lunds kn".
_ABOUT: Final = re.compile(
    r"^(?:(?:kommunen|staden|municipality of|city of|region) )|[ ,(]+(?:kommun|kn|stad|municipality|city)\)?$"
)
# The first two digits of a municipality's code are its county's.
_COUNTIES: Final = {
    "01": "Stockholms län",
    "03": "Uppsala län",
    "04": "Södermanlands län",
    "05": "Östergötlands län",
    "06": "Jönköpings län",
    "07": "Kronobergs län",
    "08": "Kalmar län",
    "09": "Gotlands län",
    "10": "Blekinge län",
    "12": "Skåne län",
    "13": "Hallands län",
    "14": "Västra Götalands län",
    "17": "Värmlands län",
    "18": "Örebro län",
    "19": "Västmanlands län",
    "20": "Dalarnas län",
    "21": "Gävleborgs län",
    "22": "Västernorrlands län",
    "23": "Jämtlands län",
    "24": "Västerbottens län",
    "25": "Norrbottens län",
}
_OTHER_NAMES: Final = {"gothenburg": "Göteborg", "malung": "Malung-Sälen"}


@cache
def municipality_codes() -> dict[str, str]:
    """Return the code of each municipality by its name, in the order of the codes."""
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return {row["name"]: row["code"] for row in csv.DictReader(rows)}


@cache
def _by_key() -> dict[str, str]:
    return {_key(name): name for name in municipality_codes()} | _OTHER_NAMES


def _key(text: str) -> str:
    return " ".join(plain_dashes(text).replace("-", " ").casefold().split())


def one_spelling(text: str | None) -> str | None:
    """Return a place as it is kept: a Swedish municipality by its own name, any other place as it was typed."""
    typed = " ".join(clean_line(text or "").split())
    key = _key(typed)
    bare = _ABOUT.sub("", _ABOUT.sub("", key)).strip()
    for name in (key, bare, bare.removesuffix("s")):
        if name in _by_key():
            return _by_key()[name]
    return typed or None


def county_of(municipality: str | None) -> str | None:
    """Return the county that a municipality lies in; None for a place abroad and where none is known."""
    code = municipality_codes().get(municipality or "")
    return None if code is None else _COUNTIES[code[:2]]
