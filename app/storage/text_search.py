"""Finding a typed text within columns, whatever its case and accents, alike on both databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.search_keys import ENDING, search_key

_SORT_ENDING = "_sort"
# How a sort key spells å, ä, ö and dashes, and how a search key does.
_SPELLED = (("{", "a"), ("|", "a"), ("}", "o"), ("\u2013", "-"), ("\u2014", "-"), ("\u2212", "-"))
_EDGES = "-/,.;:()\n"


def contains_text(query: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition that one of the columns holds the text; nothing holds a text without letters or signs.

    A column has a search key beside it, or is itself a sort key.
    """
    key = search_key(query)
    return sa.or_(sa.false(), *(searched(column).contains(key, autoescape=True) for column in columns if key))


def contains_word(word: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition that one of the columns holds the word as a whole.

    The words' edges are made spaces, since no pattern for them is the same on both databases.
    """
    key = search_key(word)
    return sa.or_(
        sa.false(), *(_spaced(searched(column)).contains(f" {key} ", autoescape=True) for column in columns if key)
    )


def begins_with(query: str, sort_key: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a name, given by its sort key, begins with the text."""
    begins: sa.ColumnElement[bool] = searched(sort_key).startswith(search_key(query), autoescape=True)
    return begins


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
