"""Which records a query finds: those whose entry holds every term, or holds one while what they belong to holds it.

So "Anna Fiktivum" finds Anna at Fiktivum, and a match is found by its need, its company, its capability and its unit.
All are selections of records' numbers, to be used within another's WHERE beside the reader's scope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from app.storage.search_index.tables import (
    ENTRY,
    Kind,
    can_be_looked_up,
    entry_number,
    holds,
    holds_any,
    of_kind,
    place_in,
    record_number,
)
from app.storage.search_index.terms import Query, SearchTerm
from models.infrastructures import Capability, capability_concept
from models.matches import Match
from models.needs import Need, need_concept
from models.notes import Note
from models.people import PersonRole

Ids = sa.Select[Any] | sa.CompoundSelect[Any]
# A person or company goes by its name: other words for it are other names.
_NAMES_ONLY: Final = frozenset({Kind.COMPANY, Kind.PERSON})


class _Belonging:
    """A column with numbers of one kind's records beside a column with those of what they belong to."""

    def __init__(self, number: Any, of: Kind, of_number: Any) -> None:
        self.of = of
        self._number = number
        self._of_number = of_number
        # Made once: a search has several of these for each of its words.
        self._other = ENTRY.alias()
        rows = sa.select(sa.literal(1)).select_from(number.table, self._other).correlate(ENTRY)
        self._beside = rows.where(self._other.c.rowid == entry_number(of, of_number))

    def rows(self, ids: Ids) -> sa.Select[Any]:
        """Return the numbers of the records that belong to some."""
        return sa.select(self._number).where(self._of_number.in_(ids)).correlate(None)

    def holds(self, number: Any, term: SearchTerm) -> sa.ColumnElement[bool]:
        """Return the condition that what a record belongs to holds a term; for few records, each looked up."""
        held = holds_any(self._other.c.words, texts_for(self.of, term))
        return sa.exists(self._beside.where(self._number == number, held))


_LINKS: Final[Mapping[Kind, tuple[_Belonging, ...]]] = {
    Kind.PERSON: (
        _Belonging(PersonRole.person_id, Kind.COMPANY, PersonRole.company_id),
        _Belonging(PersonRole.person_id, Kind.INFRASTRUCTURE, PersonRole.infrastructure_id),
    ),
    Kind.NEED: (_Belonging(Need.id, Kind.COMPANY, Need.company_id),),
    Kind.CAPABILITY: (_Belonging(Capability.id, Kind.INFRASTRUCTURE, Capability.infrastructure_id),),
    Kind.INFRASTRUCTURE: (_Belonging(Capability.infrastructure_id, Kind.CAPABILITY, Capability.id),),
    Kind.NOTE: (
        _Belonging(Note.id, Kind.COMPANY, Note.company_id),
        _Belonging(Note.id, Kind.PERSON, Note.person_id),
        _Belonging(Note.id, Kind.NEED, Note.need_id),
    ),
}
_PARTIES: Final[Mapping[Kind, Callable[[Ids], sa.Select[Any]]]] = {
    Kind.NEED: lambda ids: sa.select(Match.id).where(Match.need_id.in_(ids)).correlate(None),
    Kind.COMPANY: lambda ids: sa.select(Match.id).join(Match.need).where(Need.company_id.in_(ids)).correlate(None),
    Kind.CAPABILITY: lambda ids: sa.select(Match.id).where(Match.capability_id.in_(ids)).correlate(None),
    Kind.INFRASTRUCTURE: lambda ids: (
        sa.select(Match.id).join(Match.capability).where(Capability.infrastructure_id.in_(ids)).correlate(None)
    ),
}
_NAMED: Final[Mapping[Kind, tuple[sa.Table, str]]] = {
    Kind.NEED: (need_concept, "need_id"),
    Kind.CAPABILITY: (capability_concept, "capability_id"),
}


def records_reached(kind: Kind, query: Query) -> Ids:
    """Return the numbers of the records of a kind that hold each term, or belong to what does: what a list shows."""
    return _whole(query, [_reached(kind, term) for term in query.terms])


def matches_reached(query: Query) -> Ids:
    """Return the numbers of the matches of which each term stands in one of the parties."""
    return _whole(
        query,
        [sa.union(*(of_party(own_ids(kind, [term])) for kind, of_party in _PARTIES.items())) for term in query.terms],
    )


def _whole(query: Query, each: Sequence[Ids]) -> Ids:
    if not each:
        return sa.select(sa.literal(0)).where(sa.false())
    first, *others = (_flat(ids) for ids in each)
    return (sa.union if query.any_term else sa.intersect)(first, *others) if others else first


def own_ids(kind: Kind, terms: Sequence[SearchTerm]) -> Ids:
    """Return the numbers of a kind's records that hold one of the terms themselves, or name its concept."""
    texts = [text for term in terms for text in texts_for(kind, term)]
    ids = sa.select(record_number(kind).label("id")).where(of_kind(kind), holds(texts)).correlate(None)
    concepts = {number for term in terms for number in term.concepts}
    if kind in _NAMED and concepts:
        table, column = _NAMED[kind]
        return sa.union(ids, sa.select(table.c[column]).where(table.c.concept_id.in_(concepts)).correlate(None))
    return ids


def texts_for(kind: Kind, term: SearchTerm) -> tuple[str, ...]:
    """Return what an entry of a kind holds that holds a term."""
    return term.texts if kind in _NAMES_ONLY else term.all_texts


def _reached(kind: Kind, term: SearchTerm) -> Ids:
    linked = [link.rows(own_ids(link.of, [term])) for link in _LINKS.get(kind, ())]
    return sa.union(_flat(own_ids(kind, [term])), *linked) if linked else own_ids(kind, [term])


def _flat(ids: Ids) -> sa.Select[Any]:
    """Return a selection that can stand within another on SQLite, which takes no brackets there."""
    return (sa.select(ids.subquery()) if isinstance(ids, sa.CompoundSelect) else ids).correlate(None)


def entries_found(query: Query, scopes: Mapping[Kind, sa.Select[Any]], limit: int) -> sa.CompoundSelect[Any]:
    """Return the selection of what the search of everything finds within each kind's scope, as (kind, id).

    A record holds a term itself; where there are more, what it belongs to may hold the others. Of each kind the best
    come first, at most `limit`: names that begin with what was typed, then names that hold every word, then what holds
    them elsewhere.
    """
    by_name = _place_of_name(query)
    return sa.union_all(*(_found_of(kind, query, scope, by_name, limit) for kind, scope in scopes.items()))


def _found_of(
    kind: Kind, query: Query, scope: sa.Select[Any], by_name: sa.ColumnElement[int], limit: int
) -> sa.Select[Any]:
    number = record_number(kind)
    chosen = sa.select(sa.literal(int(kind)).label("kind"), number.label("id")).where(number.in_(scope))
    if query.any_term or len(query.terms) == 1:
        hits = own_ids(kind, query.terms)
    elif kind in _LINKS:
        telling = [term for term in query.terms if can_be_looked_up(texts_for(kind, term))]
        hits = own_ids(kind, telling or query.terms)
        chosen = chosen.where(*(_is_held(kind, number, term) for term in query.terms))
    else:
        each = (texts_for(kind, term) for term in query.terms)
        hits = sa.select(record_number(kind).label("id")).where(of_kind(kind), holds(*each))
    rows = sa.select(entry_number(kind, hits.subquery().c[0]).label("rowid"))
    rank = _terms_held(kind, query) if query.any_term else by_name
    best = chosen.where(ENTRY.c.rowid.in_(rows)).order_by(rank, ENTRY.c.sort, ENTRY.c.rowid).limit(limit)
    return sa.select(best.subquery())


def _is_held(kind: Kind, number: Any, term: SearchTerm) -> sa.ColumnElement[bool]:
    ways = [holds_any(ENTRY.c.words, texts_for(kind, term)), *(link.holds(number, term) for link in _LINKS[kind])]
    if kind in _NAMED and term.concepts:
        table, column = _NAMED[kind]
        ways.append(number.in_(sa.select(table.c[column]).where(table.c.concept_id.in_(term.concepts))))
    return sa.or_(*ways)


def _place_of_name(query: Query) -> sa.ColumnElement[int]:
    place = place_in(ENTRY.c.name, f" {query.key}")
    named = sa.and_(*(holds_any(ENTRY.c.name, term.texts) for term in query.terms))
    meant = sa.and_(*(holds_any(ENTRY.c.name, term.all_texts) for term in query.terms))
    return sa.case((place == 1, 0), (place > 1, 1), (named, 2), (meant, 3), else_=4)


def _terms_held(kind: Kind, query: Query) -> sa.ColumnElement[int]:
    """Return how many of the terms an entry holds, as a number that is least where they are most."""
    none: sa.ColumnElement[int] = sa.literal(0)
    held = (holds_any(ENTRY.c.words, texts_for(kind, term)) for term in query.terms)
    return sum((sa.case((each, -1), else_=0) for each in held), none)
