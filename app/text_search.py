"""Finding a typed text within columns, whatever its case, alike on both databases."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def contains_text(query: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Return the condition that one of the columns holds the text.

    SQLite folds the case of a to z only; å, ä and ö are tried as typed, small, capital, and with a capital first.
    """
    spellings = {query, query.lower(), query.upper(), query[:1].upper() + query[1:].lower()}
    return sa.or_(*(column.icontains(text, autoescape=True) for column in columns for text in sorted(spellings)))
