"""A sign-up list read as participants: whose they are and as what they came, never who; each person once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.limits import NAME
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

# Stands where a list says of somebody no organisation; it is none, and is not counted as one.
NO_ORGANISATION: Final = "–"


class UnknownColumnsError(Exception):
    """No column of a list says which organisation somebody comes from."""


class BadLinesError(Exception):
    """Some lines hold no organisation, more than one and a role, which may be a name, an address, or too much."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Say which lines, counted from one as they were written."""
        super().__init__(numbers)
        self.numbers = tuple(numbers)


class Came(NamedTuple):
    """Somebody who came: from where, and as what, which may be empty."""

    organisation: str
    role: str

    @property
    def is_bad(self) -> bool:
        """Tell whether either holds an address, or is longer than such a thing can be."""
        return max(len(self.organisation), len(self.role)) > NAME or "@" in self.organisation + self.role


@dataclass(frozen=True, slots=True)
class SignUps:
    """The participants of a list, and how many rows said one again."""

    came: tuple[Came, ...]
    repeated: int = 0


def read_sign_ups(heads: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> SignUps:
    """Return the participants of a table, each row with the number of its line.

    Raises UnknownColumnsError without a column for the organisation, and BadLinesError. Names and addresses tell who is
    who, so that nobody is counted twice, and are then dropped.
    """
    places = _places(heads)
    if "organisation" not in places:
        raise UnknownColumnsError
    came: list[Came] = []
    seen: set[tuple[str, ...]] = set()
    bad: list[int] = []
    repeated = 0
    for number, cells in rows:
        told = {what: _clean(cells[place]) if place < len(cells) else "" for what, place in places.items()}
        if not any(told.values()):
            continue
        if (who := _who(told)) in seen:
            repeated += 1
            continue
        if who:
            seen.add(who)
        one = Came(told["organisation"] or NO_ORGANISATION, told.get("role", ""))
        came.append(one)
        if one.is_bad:
            bad.append(number)
    if bad:
        raise BadLinesError(bad)
    return SignUps(tuple(came), repeated)


def read_pasted(text: str) -> SignUps:
    """Return the participants of what was pasted: a table with its heads, else lines of organisation and role.

    Raises BadLinesError where a line has more, which may be somebody's name, and UnknownColumnsError.
    """
    filled = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    sign = max("\t;,", key=filled[0][1].count) if filled else ","
    table = list(_rows(filled, sign))
    if table and len(_places(table[0][1])) >= min(_LEAST_HEADS, len(table[0][1])):
        return read_sign_ups(table[0][1], table[1:])
    came: list[Came] = []
    bad: list[int] = []
    for number, line in filled:
        # Lines may be typed in more ways than one: each is read by its own sign.
        own = next((each for each in "\t;" if each in line), ",")
        first, *others = map(_clean, next(csv.reader([line], delimiter=own)))
        more = [part for part in others if part]
        one = Came(first, more[0] if more else "")
        came.append(one)
        if not first or len(more) > 1 or one.is_bad:
            bad.append(number)
    if bad:
        raise BadLinesError(bad)
    return SignUps(tuple(came))


def _rows(filled: Sequence[tuple[int, str]], sign: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of what was pasted that say something, each with the number of the line that it ends on."""
    reader = csv.reader(io.StringIO("\n".join(line for _number, line in filled)), delimiter=sign)
    for row in reader:
        if any(map(str.strip, row)):
            yield filled[min(reader.line_num, len(filled)) - 1][0], row


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


def _clean(cell: str) -> str:
    return " ".join(cell.split())
