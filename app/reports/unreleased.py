"""Finds in what outsiders will read the names of companies that have not agreed to be named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.names import SHORTEST, WORD, compared
from app.reports.content import NEXT, Report
from models.organisations import Company
from models.search_keys import search_key


def unreleased_names(session: Session, texts: Iterable[str], *, on: date) -> list[str]:
    """Return the names of companies, not released on a day, that stand in any of the texts, with legal form or not.

    A name of one word is one only where it is written with a capital: companies are called what many things are.
    """
    read = [_NamingText(text) for text in dict.fromkeys(texts)]
    words = {word for text in read for word in text.words}
    released = sa.and_(Company.name_released_on.is_not(None), Company.name_released_on <= on)
    names = session.scalars(sa.select(Company.name).where(sa.not_(sa.func.coalesce(released, False))).distinct())
    likely = (name for name in names if not words.isdisjoint(WORD.findall(search_key(name))))
    return sorted(name for name in likely if any(text.names(name) for text in read))


def unreleased_in(session: Session, report: Report, *, on: date) -> list[str]:
    """Return such names in what a report tells outsiders in free text: the comment and the titles of its rows."""
    figures = [figure for code, figure in report.all_figures().items() if code not in NEXT]
    titles = (row.title_sv for figure in figures for row in figure.rows)
    return unreleased_names(session, [report.comment, *titles], on=on)


class _NamingText:
    """A text as it is read for names."""

    def __init__(self, text: str) -> None:
        self.words = WORD.findall(search_key(text))
        self._joined = f" {' '.join(self.words)} "
        self._capital = {search_key(word) for word in WORD.findall(text) if word[0].isupper()}

    def names(self, name: str) -> bool:
        """Tell whether a company's name stands in the text."""
        known = compared(name)
        if len(known.joined) < SHORTEST or not known.telling or f" {known.core} " not in self._joined:
            return False
        return len(known.words) > 1 or known.core in self._capital
