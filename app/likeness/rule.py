"""Whether two companies, or two people, may be one, how likely, and why: the one place that says so."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from app.likeness.facts import ComparedCompany, ComparedPerson, Facts
from app.likeness.names import ComparedName

# The share of letters that stand in the same order, from which two names are alike. Measured: benchmarks/doubles.
ALIKE: Final = 0.82
_ALIKE_PEOPLE: Final = 0.86
# A name that begins with all of the other, by whole words.
_BEGINS: Final = 0.9
_BY_SITE: Final = 0.85
# Addresses that many at one place read.
_SHARED_BOXES: Final = frozenset(
    [
        "info",
        "kontakt",
        "contact",
        "hello",
        "hej",
        "office",
        "mail",
        "post",
        "admin",
        "order",
        "support",
        "sales",
        "reception",
    ]
)


class WhyAlike(enum.StrEnum):
    """Why two records may be one."""

    NUMBER = "number"
    NAME = "name"
    NAME_ALIKE = "name_alike"
    EARLIER_NAME = "earlier_name"
    SITE = "site"
    EMAIL = "email"
    PHONE = "phone"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two records are one, from 0 to 1, and why, the strongest reason first."""

    score: float
    reasons: tuple[WhyAlike, ...]


def compare(one: Facts, other: Facts) -> Likeness | None:
    """Return how two records are alike; None where nobody need ask. Demo data is never one with what is real."""
    if None not in (one.is_demo, other.is_demo) and one.is_demo != other.is_demo:
        return None
    if isinstance(one, ComparedCompany) and isinstance(other, ComparedCompany):
        return _companies(one, other)
    if isinstance(one, ComparedPerson) and isinstance(other, ComparedPerson):
        return _people(one, other)
    return None


def _companies(one: ComparedCompany, other: ComparedCompany) -> Likeness | None:
    if one.number and other.number:
        # Two numbers are two companies, whatever they are called.
        return Likeness(1.0, (WhyAlike.NUMBER,)) if one.number == other.number else None
    name, told = _best_name(one, other)
    has_site = one.host is not None and one.host == other.host
    if name < ALIKE and not has_site:
        return None
    reasons = ((told,) if name >= ALIKE else ()) + ((WhyAlike.SITE,) if has_site else ())
    return Likeness(min(1.0, max(name, _BY_SITE) if has_site else name), reasons)


def _best_name(one: ComparedCompany, other: ComparedCompany) -> tuple[float, WhyAlike]:
    best, told = 0.0, WhyAlike.NAME_ALIKE
    for first in one.names:
        for second in other.names:
            value = name_likeness(first, second)
            if value > best:
                present = first is one.names[0] and second is other.names[0]
                best, told = value, (WhyAlike.NAME_ALIKE if value < 1 else WhyAlike.NAME)
                told = told if present else WhyAlike.EARLIER_NAME
    return best, told


def name_likeness(one: ComparedName, other: ComparedName) -> float:
    """Return from 0 to 1 how alike two companies' names are; 1 is the same but for form, case, accents and spaces."""
    if not one.joined or not other.joined:
        return 0.0
    if one.joined == other.joined:
        return 1.0
    if one.numbers != other.numbers:
        return 0.0
    shorter, longer = sorted((one, other), key=lambda name: len(name.words))
    if shorter.telling and longer.words[: len(shorter.words)] == shorter.words:
        return _BEGINS
    whole = max(fuzz.ratio(one.joined, other.joined), fuzz.token_sort_ratio(one.core, other.core))
    if one.telling and other.telling:
        whole = min(whole, _words_alike(one.telling, other.telling))
    # The very same signs were told above: what is left is at most nearly the same.
    return min(whole / 100, 0.99)


def _words_alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    joined = fuzz.ratio("".join(one), "".join(other))
    return max(joined, fuzz.token_sort_ratio(" ".join(one), " ".join(other)))


def _people(one: ComparedPerson, other: ComparedPerson) -> Likeness | None:
    name = _person_names(one.name, other.name)
    named = (WhyAlike.NAME,) if name == 1 else (WhyAlike.NAME_ALIKE,) if name >= _ALIKE_PEOPLE else ()
    has_email = one.email is not None and one.email == other.email
    has_phone = one.phone is not None and one.phone == other.phone
    has_place = bool(one.places & other.places)
    own_box = has_email and (one.email or "").partition("@")[0] not in _SHARED_BOXES
    shared = (
        *((WhyAlike.EMAIL,) if has_email else ()),
        *((WhyAlike.PHONE,) if has_phone else ()),
        *((WhyAlike.PLACE,) if has_place else ()),
    )
    if own_box:
        return Likeness(1.0 if named else 0.9, (WhyAlike.EMAIL, *named, *shared[1:]))
    if not named or not shared:
        return None
    return Likeness(name, (*named, *shared))


def _person_names(one: ComparedName, other: ComparedName) -> float:
    if one.numbers != other.numbers:
        return 0.0
    if sorted(one.words) == sorted(other.words):
        return 1.0
    if _is_short_for(one.words, other.words) or _is_short_for(other.words, one.words):
        return 0.9
    return float(fuzz.token_sort_ratio(one.core, other.core)) / 100


def _is_short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether one name is the other with first names as letters, or with fewer of them: the last name stands."""
    if not short or not full or short[-1] != full[-1] or len(short) > len(full):
        return False
    first = short[:-1]
    return bool(first) and all(
        theirs == mine or (len(mine) == 1 and theirs.startswith(mine))
        for mine, theirs in zip(first, full, strict=False)
    )
