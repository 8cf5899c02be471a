"""Finds what a company asks for in its own words: by the words themselves, else by what the engine understands.

Words are looked for in the published texts alone, so that neither a hit nor a spelling tells of anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.catalogue.shapes import Entry, PublicCatalogue
from app.storage.search_index.correcting import nearest_words
from app.storage.search_index.keeping import catch_up
from app.storage.search_index.terms import Query, SearchTerm, read_query, with_words

# Where a text's words stand: in the name of what is offered, in its own text, or partly in its unit's.
_IN_NAME, _IN_OWN, _AROUND = range(3)


@dataclass(frozen=True, slots=True)
class Found:
    """The entries that a text finds, best first; `instead` is what was read in the place of a misspelt text.

    `by_meaning` tells that the engine ranked them; `reasons` then says by capability why, in the reader's language.
    """

    entries: Sequence[Entry] = ()
    instead: str | None = None
    by_meaning: bool = False
    reasons: Mapping[int, object] = field(default_factory=dict)


def find_by_words(session: Session, catalogue: PublicCatalogue, text: str) -> tuple[Query, Found]:
    """Return how a text was read and what holds all of its words, also in other words or misspelt."""
    catch_up(session)
    query = read_query(session, text)
    found = _holding(catalogue.entries, query)
    if found or not query.terms:
        return query, Found(found)
    meant = _spelt_right(session, catalogue, query)
    return meant or query, Found(_holding(catalogue.entries, meant), meant.key) if meant else Found()


def _spelt_right(session: Session, catalogue: PublicCatalogue, query: Query) -> Query | None:
    unknown = [
        term.word
        for term in query.terms
        if not term.concepts and not any(_holds(entry.words, entry, term) for entry in catalogue.entries)
    ]
    # Whoever misspells a word seldom gets its first letter wrong; "silver" is not "filter".
    alike = ((word, (each for each in catalogue.vocabulary if each[0] == word[0])) for word in unknown)
    near = ((word, nearest_words(word, words)) for word, words in alike)
    instead = {word: [words] for word, words in near if words}
    return with_words(session, query, instead) if instead else None


def _holding(entries: Iterable[Entry], query: Query) -> list[Entry]:
    """Return the entries that hold every term of a query, what is called so first."""
    places = ((place, entry) for entry in entries if query.terms and (place := _place(entry, query)) is not None)
    return [entry for _place, entry in sorted(places, key=lambda each: each[0])]


def _place(entry: Entry, query: Query) -> int | None:
    for place, words in ((_IN_NAME, entry.name), (_IN_OWN, entry.own), (_AROUND, entry.words)):
        if all(_holds(words, entry, term) for term in query.terms):
            return place
    return None


def _holds(words: str, entry: Entry, term: SearchTerm) -> bool:
    if words is not entry.name and any(number in entry.concepts for number in term.concepts):
        return True
    return any(text in words for text in term.all_texts)
