"""What is left of a company's name when names are compared: no legal form, case, accents, spaces or invisible signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from matching.text.signs import clean_text
from models.search_keys import search_key

WORD: Final = re.compile(r"\w+")
LEGAL_FORMS: Final = frozenset(
    WORD.findall(
        "ab publ aktiebolag aktiebolaget hb handelsbolag handelsbolaget kb kommanditbolag ek för ekonomisk förening "
        "enskild firma filial inc ltd llc limited gmbh as aps oy oyj sa bv plc corp corporation company co holding "
        "group i och and"
    )
)
# Words that many companies have in their names say nothing of which one it is.
COMMON: Final = frozenset(
    WORD.findall(
        "sverige sweden swedish svenska stockholm uppsala göteborg lund nordic nordiska scandinavia scandinavian "
        "europe international global medical medicin medicinsk medtech biotech bioteknik pharma pharmaceuticals "
        "läkemedel diagnostics diagnostik therapeutics science sciences life lab labs laboratories teknik technology "
        "technologies tech solutions system systems research forskning innovation innovations health hälsa care vård "
        "clinical analys analytics data konsult consulting development utveckling bolaget företaget"
    )
)
_COMMON_KEYS: Final = frozenset(search_key(word) for word in COMMON)
SHORTEST: Final = 4  # letters; a shorter part is met by chance
# "A.B." and "A/S" are written with signs between.
_SIGNED_FORMS: Final = re.compile(r"\b(?:a\.\s?b\.?|a/s|h\.\s?b\.?|k\.\s?b\.?)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ComparedName:
    """A name as it is compared: its words, the same without spaces, its numbers, and the words that few others have."""

    words: tuple[str, ...]
    joined: str
    numbers: tuple[str, ...]
    telling: tuple[str, ...]

    @property
    def core(self) -> str:
        """Return the words with a space between."""
        return " ".join(self.words)


def without_form(name: str) -> str:
    """Return the words of a name that are no legal form."""
    return " ".join(word for word in WORD.findall(name) if word.casefold() not in LEGAL_FORMS)


def telling_words(name: str) -> set[str]:
    """Return the words of a name that few other names have, as they are written."""
    words = without_form(name).split()
    return {word for word in words if len(word) >= SHORTEST and word.casefold() not in COMMON}


@lru_cache(maxsize=50_000)
def compared_person(name: str) -> ComparedName:
    """Return a person's name as it is compared with others; everything in it tells of them."""
    words = tuple(WORD.findall(search_key(name)))
    return ComparedName(words, "".join(words), tuple(word for word in words if word.isdigit()), words)


def _is_common(word: str) -> bool:
    """Tell whether a folded word is one that many names have, or one slip from it."""
    if word in _COMMON_KEYS:
        return True
    return len(word) > SHORTEST and any(OSA.distance(word, each, score_cutoff=1) <= 1 for each in _COMMON_KEYS)


@lru_cache(maxsize=50_000)
def compared(name: str) -> ComparedName:
    """Return a name as it is compared with others; one that is only a legal form is that."""
    plain = _SIGNED_FORMS.sub(" ", clean_text(name))
    words = tuple(WORD.findall(search_key(without_form(plain)))) or tuple(WORD.findall(search_key(name)))
    numbers = tuple(word for word in words if word.isdigit())
    telling = tuple(word for word in words if not _is_common(word))
    return ComparedName(words, "".join(words), numbers, telling)
