"""Words that nothing has, read as what was meant: the nearest word of an entry, or two words written as one.

Only the kinds that the reader may search are looked in, so no word is suggested that stands where they may not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import sqlalchemy as sa
from rapidfuzz.distance import OSA
from sqlalchemy.orm import Session

from app.storage.search_index.tables import ENTRY, Kind, holds, of_kind
from app.storage.search_index.terms import Query, text_of, with_words

_LOOKED_AT: Final = 80
_SHORTEST: Final = 4
_SHORTEST_PART: Final = 3
# Lengths of a word from which one more letter may be wrong.
_ONE_MORE_FROM: Final = (6, 12)
_TRIGRAM: Final = 3
_ALTERNATIVES: Final = 3  # as near as each other
# How near PostgreSQL looks; the letters decide afterwards, alike on both databases.
_NEAR: Final = "0.25"


def correct(session: Session, query: Query, kinds: Collection[Kind]) -> Query | None:
    """Return a query with the words that stand in no entry replaced; None where nothing can be said instead."""
    unknown = [term for term in query.terms if not term.concepts]
    known = _which_stand(session, [term.texts for term in unknown], kinds)
    instead = {
        term.word: found
        for term, stands in zip(unknown, known, strict=True)
        if not stands and (found := _meant(session, term.word, kinds))
    }
    return with_words(session, query, instead) if instead else None


def loosen(session: Session, query: Query, kinds: Collection[Kind]) -> Query | None:
    """Return a query for any of the terms that stand in an entry; None where a single one was looked for."""
    known = _which_stand(session, [term.all_texts for term in query.terms], kinds)
    # A short word stands in too much to be looked for alone.
    telling = (len(term.word) >= _SHORTEST and (stands or bool(term.concepts))
               for term, stands in zip(query.terms, known, strict=True))  # fmt: skip
    terms = tuple(term for term, tells in zip(query.terms, telling, strict=True) if tells)
    return replace(query, terms=terms, any_term=True) if terms and len(query.terms) > 1 else None


def _which_stand(session: Session, texts: Sequence[Sequence[str]], kinds: Collection[Kind]) -> Sequence[bool]:
    """Tell of each list of texts whether an entry of the kinds holds one, in one statement."""
    if not texts:
        return ()
    among = sa.or_(*(of_kind(kind) for kind in kinds))
    found = [sa.exists(sa.select(ENTRY.c.rowid).where(holds(each), among)) for each in texts]
    return tuple(map(bool, session.execute(sa.select(*found)).one()))


def _meant(session: Session, word: str, kinds: Collection[Kind]) -> Sequence[Sequence[str]]:
    """Return what stands in the place of a word: words of which one is meant, or two that are meant together."""
    if len(word) < _SHORTEST or any(sign.isdigit() for sign in word):
        return ()
    found = {each for words in _like(session, word, kinds) for each in words.split()}
    if near := nearest_words(word, found):
        return (near,)
    return [[part] for part in _in_two(session, word, kinds)]


def nearest_words(word: str, among: Iterable[str]) -> list[str]:
    """Return the words that a misspelt one is as near to as to any; none where all are too far, or it is too short."""
    if len(word) < _SHORTEST or any(sign.isdigit() for sign in word):
        return []
    far = _allowed(word)
    near = sorted(
        (OSA.distance(word, each, score_cutoff=far), each[0] != word[0], abs(len(each) - len(word)), each)
        for each in among
        if abs(len(each) - len(word)) <= far and len(each) >= _SHORTEST
    )
    return [each[-1] for each in near if each[0] == near[0][0] <= far][:_ALTERNATIVES]


def _allowed(word: str) -> int:
    """Return how many letters may be wrong: one of four or five, three of twelve."""
    return 1 + sum(len(word) >= length for length in _ONE_MORE_FROM)


def _like(session: Session, word: str, kinds: Collection[Kind]) -> Sequence[str]:
    """Return the words of the entries that share most with a word, by three letters at a time."""
    among = sa.or_(*(of_kind(kind) for kind in kinds))
    rows = sa.select(ENTRY.c.words).where(among).limit(_LOOKED_AT)
    if session.get_bind().dialect.name == "sqlite":
        spaced = f" {word} "
        trigrams = [spaced[start : start + _TRIGRAM] for start in range(len(spaced) - _TRIGRAM + 1)]
        return session.scalars(rows.where(holds(trigrams)).order_by(sa.literal_column("rank"))).all()
    session.execute(sa.select(sa.func.set_config("pg_trgm.word_similarity_threshold", _NEAR, True)))  # noqa: FBT003 - PostgreSQL: for this transaction alone
    near = sa.literal(word).op("<%", is_comparison=True)(ENTRY.c.words)
    return session.scalars(rows.where(near).order_by(sa.literal(word).op("<<->")(ENTRY.c.words))).all()


def _in_two(session: Session, word: str, kinds: Collection[Kind]) -> Sequence[str]:
    """Return the two words that a compound is made of where an entry has both: "cellsortering" of "sortera celler"."""
    cuts = [*_cuts(word)]
    if not cuts:
        return ()
    among = sa.or_(*(of_kind(kind) for kind in kinds))
    both = [
        sa.exists(sa.select(ENTRY.c.rowid).where(among, holds([text_of(head)], [text_of(tail)]))) for head, tail in cuts
    ]
    stand = session.execute(sa.select(*both)).one()
    found = [cut for cut, stands in zip(cuts, stand, strict=True) if stands]
    return max(found, key=lambda cut: min(map(len, cut)), default=())


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    for cut in range(_SHORTEST_PART + 1, len(word) - _SHORTEST_PART):
        yield word[:cut], word[cut:]
        if word[cut - 1] == "s" and cut > _SHORTEST_PART + 1:
            yield word[: cut - 1], word[cut:]
