"""What somebody looks for: a typed text as terms, each with the texts of which an entry holds one.

An entry holds a term when one of its texts is a part of the entry's words, which have a space about each. So one rule
serves both databases and plain Python: a longer word is found within others too ("mätning" in "Björkmätning"), a
short one where a word begins with it, and an acronym of the vocabulary only as a whole ("MR" is no "mRNA").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.search_index.entries import BAR, digits_of_phone, words_of
from app.storage.search_index.tables import ENTRY, Kind, holds, of_kind, record_number
from matching.text.signs import plain_number
from matching.text.stop_words import EITHER
from models.foreign_numbers import is_foreign
from models.org_numbers import fault_of, read_org_number
from models.search_keys import search_key

# A longer word is looked for within others too.
_SHORT: Final = 3
_LONGEST_GRAM: Final = 5
_MOST_WORDS: Final = 8
_MOST_MEANINGS: Final = 40
_NUMBER: Final = re.compile(r"(?<!\w)(?:\+|SE ?)?\d[\d ()/.-]{4,}\d(?!\w)", re.IGNORECASE)
# Beside other words these tell nothing: function words, and what a company is in law.
_STOPS: Final = frozenset(search_key(word) for word in EITHER) | {"ab", "aktiebolag", "hb", "kb", "ltd", "inc"}
# Endings of both languages, folded and longest first, and the shortest stem that is still about the same.
_ENDINGS: Final = (
    *("ernas", "arnas", "ornas", "erna", "arna", "orna", "ning", "ens", "ets", "ers", "ar", "er", "or", "en", "et"),
    *("na", "es", "s", "n", "t", "r", "a", "e"),
)
_STEM: Final = 5


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A word or number: `texts` say it as it was typed, `meanings` in other words, `concepts` are what it names."""

    word: str
    texts: tuple[str, ...]
    meanings: tuple[str, ...] = ()
    concepts: tuple[int, ...] = ()

    @property
    def all_texts(self) -> tuple[str, ...]:
        """Return every text that says the term."""
        return self.texts + self.meanings


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all of the terms, or any of them where `any_term` says so; `key` is the whole, folded."""

    key: str = ""
    terms: tuple[SearchTerm, ...] = ()
    any_term: bool = False

    def held_by(self, words: str) -> bool:
        """Tell whether folded words, with a space about each, hold what is looked for."""
        tell = any if self.any_term else all
        return bool(self.terms) and tell(any(text in words for text in term.all_texts) for term in self.terms)


def read_query(session: Session, text: str) -> Query:
    """Return what a text looks for; nothing without a letter or digit. One statement at most."""
    words, numbers = _cut(text)
    terms = [SearchTerm(word, (text_of(word),)) for word in words]
    return Query(" ".join(words), (*_with_meanings(session, terms), *numbers)) if terms or numbers else Query()


def plain_query(text: str) -> Query:
    """Return what a text looks for as it was typed, without what the vocabulary knows of it."""
    words, numbers = _cut(text)
    return Query(" ".join(words), (*(SearchTerm(word, (text_of(word),)) for word in words), *numbers))


def with_words(session: Session, query: Query, instead: Mapping[str, Sequence[Sequence[str]]]) -> Query:
    """Return a query with others in the place of some words: for each, terms of one or more words alike."""
    terms: list[SearchTerm] = []
    for term in query.terms:
        found = [SearchTerm(words[0], tuple(map(text_of, words))) for words in instead.get(term.word, ())]
        terms += _with_meanings(session, found) or [term]
    return Query(" ".join(term.word for term in terms), tuple(terms))


def text_of(word: str) -> str:
    """Return what an entry holds that has the word."""
    return word if len(word) > _SHORT else f" {word}"


def _cut(text: str) -> tuple[list[str], list[SearchTerm]]:
    """Return the words of a text, without those that say nothing beside others, and its numbers.

    The null sign is in no text that is kept, so a text with it looks for nothing; it is no edge between two words.
    """
    if "\0" in text:
        return [], []
    abroad = read_org_number(text)
    if is_foreign(abroad) and abroad and fault_of(abroad) is None:
        return [], [SearchTerm(abroad, (search_key(abroad),))]
    numbers = []
    for found in _NUMBER.finditer(plain := plain_number(text)):
        number = _number(found.group())
        if number is not None:
            numbers.append(number)
            plain = plain.replace(found.group(), " ")
    words = list(dict.fromkeys(words_of(plain)))[:_MOST_WORDS]
    telling = [word for word in words if word not in _STOPS]
    return telling or ([] if numbers else words), numbers


def _number(typed: str) -> SearchTerm | None:
    """Return a long number as it stands in entries: a telephone number, an organisation number, or its own parts."""
    digits = re.sub(r"\D", "", typed)
    if len(digits) <= _SHORT + 1:
        return None
    said = {digits_of_phone(typed), digits, read_org_number(typed) or "", " ".join(words_of(typed))}
    return SearchTerm(digits, tuple(sorted(each for each in said if re.fullmatch(r"[\d ]{5,}", each))))


def _with_meanings(session: Session, terms: Sequence[SearchTerm]) -> list[SearchTerm]:
    """Give each term its stem and what the vocabulary calls the same thing; longer names are known before shorter."""
    words = [term.word for term in terms]
    grams = {
        " ".join(words[start:end]): (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _LONGEST_GRAM) + 1)
    }
    if not grams:
        return []
    named = [f"{BAR} {gram} {BAR}" for gram in grams]
    rows = sa.select(record_number(Kind.CONCEPT), ENTRY.c.words).where(of_kind(Kind.CONCEPT), holds(named))
    concepts = [(number, said.split(BAR)) for number, said in session.execute(rows)]
    made = [replace(term, meanings=_stem(term.word)) for term in terms]
    taken: set[int] = set()
    for gram, (start, end) in sorted(grams.items(), key=lambda each: each[1][0] - each[1][1]):
        meant = [(number, said) for number, said in concepts if f" {gram} " in said]
        places = set(range(start, end))
        if meant and not places & taken:
            taken |= places
            for place in places:
                made[place] = _meaning(made[place], meant, alone=len(places) == 1)
    return made


def _meaning(term: SearchTerm, meant: Iterable[tuple[int, Sequence[str]]], *, alone: bool) -> SearchTerm:
    names = dict.fromkeys(name.strip() for _number, said in meant for name in said if name.strip())
    others = tuple(text_of_name(name) for name in names if name != term.word)[:_MOST_MEANINGS]
    # An acronym that the vocabulary knows stands for itself, as a whole word.
    texts = (f" {term.word} ",) if alone and len(term.word) <= _SHORT else term.texts
    return replace(term, texts=texts, meanings=term.meanings + others, concepts=tuple(number for number, _ in meant))


def text_of_name(name: str) -> str:
    """Return what an entry holds that has a name of the vocabulary; a short one stands as a whole word."""
    return name if len(name) > _SHORT else f" {name} "


def _stem(word: str) -> tuple[str, ...]:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return (word[: -len(ending)],)
    return ()
