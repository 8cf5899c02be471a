"""Finds in what outsiders will read the names of companies that have not agreed to be named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.names import SHORTEST, WORD, compared
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
