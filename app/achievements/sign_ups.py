"""A sign-up list read as participants: whose they are and as what they came, never who; each person once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.base import swedish_sort_key


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What heads of sign-up lists are called, as they are compared: small letters, nothing but letters.
_HEADS: Final[Mapping[str, frozenset[str]]] = {
    "organisation": _words(
        "organisation organization org företag företagsnamn företagorganisation company companyname employer "
        "arbetsgivare arbetsplats verksamhet affiliation"
    ),
    "role": _words("roll role titel title befattning jobtitle job funktion function position yrkesroll"),
    "email": _words("epost epostadress email emailaddress mail mejl mejladress mailadress"),
    "name": _words("namn name förochefternamn fullname deltagare participant"),
    "first": _words("förnamn firstname givenname"),
    "last": _words("efternamn lastname surname familyname"),
}
_WHO: Final = ("name", "first", "last")
_LEAST_HEADS: Final = 2


class UnknownColumnsError(Exception):
    """No column of a list says which organisation somebody comes from, or a row has more than organisation and role."""


@dataclass(frozen=True, slots=True)
class SignUps:
    """The participants of a list, one on a line as "organisation, role", and how many rows said one again."""

    lines: tuple[str, ...]
    repeated: int = 0

    @property
    def text(self) -> str:
        """Return the lines as they are kept."""
        return "\n".join(self.lines)


def read_sign_ups(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> SignUps:
    """Return the participants of a table; raises UnknownColumnsError without a column for the organisation.

    Names and addresses tell who is who, so that nobody is counted twice, and are then dropped.
    """
    places = _places(heads)
    if "organisation" not in places:
        raise UnknownColumnsError
    lines: list[str] = []
    seen: set[tuple[str, ...]] = set()
    repeated = 0
    for cells in rows:
        told = {what: _clean(cells[place]) if place < len(cells) else "" for what, place in places.items()}
        if not any(told.values()):
            continue
        if (who := _who(told)) in seen:
            repeated += 1
            continue
        if who:
            seen.add(who)
        lines.append(_line(told["organisation"], told.get("role", "")))
    return SignUps(tuple(lines), repeated)


def read_pasted(text: str) -> SignUps:
    """Return the participants of what was pasted: a table with its heads, else lines of organisation and role.

    Raises UnknownColumnsError where a line has more, which may be somebody's name.
    """
    filled = [line for line in text.splitlines() if line.strip()]
    sign = max("\t;,", key=filled[0].count) if filled else ","
    table = [row for row in csv.reader(io.StringIO("\n".join(filled)), delimiter=sign) if any(map(str.strip, row))]
    if table and len(_places(table[0])) >= min(_LEAST_HEADS, len(table[0])):
        return read_sign_ups(table[0], table[1:])
    lines: list[str] = []
    for row in table:
        parts = [part for part in map(_clean, row) if part]
        if len(parts) > len(("organisation", "role")) or any("@" in part for part in parts):
            raise UnknownColumnsError
        lines.append(", ".join(parts))
    return SignUps(tuple(lines))


def _places(heads: Sequence[str]) -> dict[str, int]:
    """Return which column says what, the first of each."""
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        word = re.sub(r"[^a-zåäö]", "", head.lower())
        for what, words in _HEADS.items():
            if word in words:
                found.setdefault(what, place)
    return found


def _who(told: Mapping[str, str]) -> tuple[str, ...]:
    """Return what tells a person from others: an address, else a name at an organisation; nothing where neither is."""
    if told.get("email"):
        return ("email", told["email"].lower())
    name = " ".join(told[part] for part in _WHO if told.get(part))
    return ("name", swedish_sort_key(name), swedish_sort_key(told["organisation"])) if name else ()


def _line(organisation: str, role: str) -> str:
    # A comma parts organisation and role, so that one within the organisation would say something else.
    return ", ".join(part for part in (organisation.replace(",", " ") or "–", role) if part)


def _clean(cell: str) -> str:
    return " ".join(cell.split())
