"""Which companies on record a name that somebody types may mean, so that one company is not recorded twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from app.companies.own_name import core_of, telling_words
from app.companies.queries import visible_companies
from app.storage.text_search import contains_text
from models.accounts import User
from models.base import swedish_sort_key
from models.organisations import Company

SHOWN: Final = 5
# Of two names without their legal forms: the share of letters that stand in the same order.
ALIKE: Final = 0.82
# What must stand in a name for it to be compared letter by letter: the beginning or the end of a word that few names
# have, for a slip is seldom in both.
_EDGE: Final = 4
_COMPARED: Final = 2_000


def list_same_name(session: Session, actor: User, name: str) -> Sequence[Company]:
    """Return the companies with this name, however it is spelt in capitals and accents."""
    same = Company.name_sort == swedish_sort_key(name)
    return session.scalars(visible_companies(actor).where(same).order_by(Company.id)).all()


def list_alike(session: Session, actor: User, name: str) -> Sequence[Company]:
    """Return the companies whose names are nearly this one, the most alike first; those with the very name too."""
    wanted = core_of(name)
    edges = {edge for word in telling_words(name) for edge in (word[:_EDGE], word[-_EDGE:])} or {wanted}
    near = sa.or_(*(contains_text(each, Company.name_sort) for each in sorted(edges) if each))
    # Names alone: of the many that are compared, few are shown.
    names = visible_companies(actor).with_only_columns(Company.id, Company.name, Company.name_sort)
    found = session.execute(names.where(near).order_by(Company.id).limit(_COMPARED))
    likeness = ((_likeness(wanted, core_of(name)), name_sort, number) for number, name, name_sort in found)
    alike = sorted((-value, name_sort, number) for value, name_sort, number in likeness if value >= ALIKE)
    order = [number for _value, _name_sort, number in alike[:SHOWN]]
    if not order:
        return []
    shown = session.scalars(visible_companies(actor).where(Company.id.in_(order)))
    return sorted(shown, key=lambda company: order.index(company.id))


def _likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how alike two names are; a name that the other begins with may well mean it."""
    shorter, longer = sorted((one, other), key=len)
    if shorter and f"{longer} ".startswith(f"{shorter} "):
        return 1.0
    return fuzz.ratio(one, other) / 100
