"""The index's two tables: what is found, and which records it has fallen behind of.

Neither is a record: what stands here is made from records and can be made again, so backups leave it out and no table
of `models/` refers to it. On SQLite the entries are an FTS5 table of trigrams, on PostgreSQL an ordinary one with a
trigram index; both have the same columns, and a text stands in an entry when it is a part of `words`.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.base import Sensitivity, tag

# An entry's number is its kind's, times this, and its record's: so each kind is one range, and finding a record's
# entry is finding a row by its number, which is all that an FTS5 table can do.
KIND: Final = 1 << 32
_TRIGRAM: Final = 3


class Kind(enum.IntEnum):
    """What an entry is of; the numbers stand in the triggers."""

    COMPANY = 1
    PERSON = 2
    NEED = 3
    INFRASTRUCTURE = 4
    CAPABILITY = 5
    NOTE = 6
    CONCEPT = 7
    FILE = 8

    @property
    def first(self) -> int:
        """Return the number that the kind's range begins after."""
        return self * KIND


_metadata = sa.MetaData()
ENTRY: Final = sa.Table(
    "search_entry",
    _metadata,
    sa.Column("rowid", sa.BigInteger, primary_key=True, autoincrement=False),
    # The folded name and all folded words, with spaces about each; and the record's own key of order.
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sort", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
    sa.Column("words", sa.Text, nullable=False),
    info=tag(Sensitivity.CONFIDENTIAL),
)
STALE: Final = sa.Table(
    "search_stale",
    _metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    info=tag(Sensitivity.INTERNAL),
)


class _Holds(FunctionElement[Any]):
    """Whether an entry's words hold one text of each list: given as FTS5 reads them, and as patterns, a list each.

    However many texts there are, they are one value, so that a statement is made once and not for each number.
    """

    # A truth, but one that is not to be compared with 1: MATCH can stand in no comparison.
    type = sa.types.NullType()
    inherit_cache = True
    name = "search_holds"


@compiles(_Holds, "sqlite")
def _by_match(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    match, *_patterns = element.clauses
    return f"search_entry MATCH {compiler.process(match, **options)}"


@compiles(_Holds, "postgresql")
def _by_like(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    _match, *each = element.clauses
    tests = (f"search_entry.words LIKE ANY ({compiler.process(patterns, **options)})" for patterns in each)
    return f"({' AND '.join(tests)})"


def holds(*each: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an entry's words hold one of the texts of each list; these are folded words."""
    long = [texts for texts in each if texts and can_be_looked_up(texts)]
    short = [texts for texts in each if not (texts and can_be_looked_up(texts))]
    tests = [holds_any(ENTRY.c.words, texts) for texts in short]
    if long:
        match = " AND ".join("(" + " OR ".join(f'"{text}"' for text in texts) + ")" for texts in long)
        patterns = [sa.literal([f"%{text}%" for text in texts], postgresql.ARRAY(sa.Text)) for texts in long]
        tests.append(_Holds(sa.literal(match), *patterns))
    return sa.and_(*tests)


def can_be_looked_up(texts: Sequence[str]) -> bool:
    """Tell whether the index finds these texts; for one that is shorter than a trigram every entry is read."""
    return all(len(text) >= _TRIGRAM for text in texts)


class _HoldsAny(FunctionElement[bool]):
    """Whether one of some texts is a part of another: they are given as a list of JSON and as patterns.

    Never LIKE on SQLite: FTS5 would look for the patterns in its index, and some ways of asking make it crash.
    """

    type = sa.Boolean()
    inherit_cache = True
    name = "search_part"


@compiles(_HoldsAny, "sqlite")
def _by_list(element: _HoldsAny, compiler: SQLCompiler, **options: Any) -> str:
    column, listed, _patterns = (compiler.process(each, **options) for each in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({listed}) AS part WHERE instr({column}, part.value))"  # noqa: S608 - the column and the parameter are our own


@compiles(_HoldsAny, "postgresql")
def _by_array(element: _HoldsAny, compiler: SQLCompiler, **options: Any) -> str:
    column, _listed, patterns = element.clauses
    return f"{compiler.process(column, **options)} LIKE ANY ({compiler.process(patterns, **options)})"


def holds_any(column: sa.ColumnElement[str], texts: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that a column of an entry holds one of the texts: for entries that are found already."""
    if len(texts) == 1:
        return place_in(column, texts[0]) > 0
    patterns = [f"%{text}%" for text in texts]
    return _HoldsAny(column, sa.literal(json.dumps(texts)), sa.literal(patterns, postgresql.ARRAY(sa.Text)))


class _PlaceIn(FunctionElement[int]):
    """Where a text stands in another, counted from one; 0 where it does not."""

    type = sa.Integer()
    inherit_cache = True
    name = "search_place"


@compiles(_PlaceIn, "sqlite")
@compiles(_PlaceIn, "postgresql")
def _by_function(element: _PlaceIn, compiler: SQLCompiler, **options: Any) -> str:
    column, text = (compiler.process(each, **options) for each in element.clauses)
    function = "instr" if compiler.dialect.name == "sqlite" else "strpos"
    return f"{function}({column}, {text})"


def place_in(column: sa.ColumnElement[str], text: str) -> sa.ColumnElement[int]:
    """Return where a text stands in a column of an entry, counted from one; 0 where it does not."""
    return _PlaceIn(column, sa.literal(text))


@cache
def of_kind(kind: Kind) -> sa.ColumnElement[bool]:
    """Return the condition that an entry is of a kind."""
    return ENTRY.c.rowid.between(kind.first + 1, kind.first + KIND - 1)


@cache
def record_number(kind: Kind) -> sa.ColumnElement[int]:
    """Return the number of the record that an entry of a kind is of."""
    return ENTRY.c.rowid - sa.literal(kind.first, sa.BigInteger)


def entry_number(kind: Kind, record_number: Any) -> sa.ColumnElement[int]:
    """Return the number of the entry of a record of a kind."""
    number: sa.ColumnElement[int] = sa.cast(record_number, sa.BigInteger) + sa.literal(kind.first, sa.BigInteger)
    return number
