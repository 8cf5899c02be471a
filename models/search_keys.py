"""Texts folded for searching, kept beside the texts: case, accents, å ä ö and look-alike signs make no difference.

Databases fold letters each in its own way, and SQLite hardly at all; so the keys are made here, once, as rows are
written, and both databases compare them sign by sign.
"""

from __future__ import annotations

import re
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import DeclarativeBase, mapped_column

from matching.text.signs import clean_text, plain_dashes
from models.base import Sensitivity, folded, tag

ENDING: Final = "_search"
# What stands for å, ä and ö once they are folded; nobody looks for the signs themselves. Nor for the null sign, which
# is in no text that is kept, and which PostgreSQL takes in no comparison.
_OWN_SIGNS: Final = str.maketrans(dict.fromkeys("{|}\0", " "))
_WITHOUT_RINGS: Final = str.maketrans(dict.fromkeys("{|", "a") | {"}": "o"})


def search_key(text: str | None) -> str:
    """Return what a text is searched by: "Södra  Åland–RNA" gives "sodra aland-rna"."""
    plain = folded(plain_dashes(clean_text(text or "")).translate(_OWN_SIGNS)).translate(_WITHOUT_RINGS)
    return re.sub(r"\s+", " ", plain).strip()


def search_column(source: str) -> Any:
    """Return the column with the search key of another; `keep_search_keys` fills it as rows are changed."""

    def made_from_source(context: DefaultExecutionContext) -> str:
        return search_key((context.current_parameters or {}).get(source))

    return mapped_column(sa.Text, default=made_from_source, info=tag(Sensitivity.PUBLIC))


def keep_search_keys(record: type[DeclarativeBase], *sources: str) -> None:
    """Let the search keys of a record follow the columns they are made from."""
    for source in sources:
        sa.event.listen(getattr(record, source), "set", _follower(source + ENDING))


def _follower(column: str) -> Any:
    def follow(row: object, value: str | None, _before: object, _initiator: object) -> None:
        setattr(row, column, search_key(value))

    return follow
