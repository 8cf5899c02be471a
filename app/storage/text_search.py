"""Finding what a typed text looks for in a list; `app/search/queries.py` asks the same index for everything at once.

A text is read as terms (`search_index/terms.py`), found by the index (`search_index/finding.py`), and read as what was
meant where nothing is called so (`search_index/correcting.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.search_index.correcting import correct
from app.storage.search_index.finding import Ids, matches_reached, records_reached
from app.storage.search_index.keeping import catch_up
from app.storage.search_index.tables import Kind
from app.storage.search_index.terms import Query, plain_query, read_query
from models.search_keys import ENDING

_SORT_ENDING = "_sort"
# How a sort key spells å, ä, ö and dashes, and how a search key does.
_SPELLED = (("{", "a"), ("|", "a"), ("}", "o"), ("\u2013", "-"), ("\u2014", "-"), ("\u2212", "-"))
_EDGES = "-/,.;:()\n"
# What a list's rows may be found by: the kinds whose entries are looked in.
_LOOKED_IN: Final = {
    Kind.COMPANY: (Kind.COMPANY,),
    Kind.PERSON: (Kind.PERSON,),
    Kind.NEED: (Kind.NEED, Kind.COMPANY),
    Kind.INFRASTRUCTURE: (Kind.INFRASTRUCTURE, Kind.CAPABILITY),
    Kind.CAPABILITY: (Kind.CAPABILITY, Kind.INFRASTRUCTURE),
}
_PARTIES: Final = (Kind.NEED, Kind.COMPANY, Kind.CAPABILITY, Kind.INFRASTRUCTURE)


@dataclass(frozen=True, slots=True)
class ListSearch:
    """What narrows a list to what was looked for; `instead` is what was read in the place of what nothing has."""

    condition: sa.ColumnElement[bool]
    instead: str | None = None


def search_list(session: Session, kind: Kind, number: sa.ColumnElement[int] | Any, text: str) -> ListSearch:
    """Return what narrows a list of a kind, whose rows' numbers are given; the list adds its reader's scope."""
    return _search(session, text, lambda query: records_reached(kind, query), number, _LOOKED_IN[kind])


def search_match_list(session: Session, number: sa.ColumnElement[int] | Any, text: str) -> ListSearch:
    """Return what narrows a list of matches, by what either party is called."""
    return _search(session, text, matches_reached, number, _PARTIES)


def _search(
    session: Session, text: str, ids: Callable[[Query], Ids], number: Any, kinds: Collection[Kind]
) -> ListSearch:
    catch_up(session)
    query = read_query(session, text)
    if query.terms and session.execute(sa.select(ids(query).subquery()).limit(1)).first() is None:
        meant = correct(session, query, kinds)
        if meant is not None:
            return ListSearch(number.in_(ids(meant)), meant.key)
    return ListSearch(number.in_(ids(query)))


def contains_text(text: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition that each word of a text stands in one of the columns, by the same rule without the index.

    For what the index does not have: a concept's own words, and what a need was called when an introduction ended. A
    column has a search key beside it, or is itself a sort key.
    """
    terms = plain_query(text).terms
    spaced = [_spaced(searched(column)) for column in columns]
    held = (sa.or_(*(column.contains(text) for column in spaced for text in term.texts)) for term in terms)
    return sa.and_(*held) if terms else sa.false()


def searched(column: Any) -> sa.ColumnElement[str]:
    """Return what is searched in place of a column: its search key, or its sort key spelled as one."""
    if hasattr(column, "class_") and not column.key.endswith(_SORT_ENDING):
        key: sa.ColumnElement[str] = getattr(column.class_, column.key + ENDING)
        return key
    for sign, letter in _SPELLED:
        column = sa.func.replace(column, sign, letter)
    spelled: sa.ColumnElement[str] = column
    return spelled


def _spaced(column: Any) -> sa.ColumnElement[str]:
    for edge in _EDGES:
        column = sa.func.replace(column, edge, " ")
    spaced: sa.ColumnElement[str] = sa.literal(" ") + column + " "
    return spaced
