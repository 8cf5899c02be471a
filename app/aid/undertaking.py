"""Which companies are one undertaking: those that are linked in their declarations of size, in either direction.

The declarations say it once, for SMF status and for aid (decision 0041): above 50 percent, or 100 for a dominant
influence. They name linked companies as text; one that is recorded here is known by its number in the line, else by its
name or one that it had before. The others are told by name, and what they have received stands in the company's own
declaration of aid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.kept_answers import kept
from app.storage.pieces import in_pieces
from models.base import swedish_sort_key
from models.clock import today
from models.org_numbers import number_in
from models.organisations import Company, Ownership, SmfDeclaration
from models.smf import first_day, telling_on
from models.smf_basis import SizeBasis

_AT_ONCE: Final = 500
_SAYS_LINKED: Final = sa.and_(SmfDeclaration.ownership == Ownership.LINKED, SmfDeclaration.basis.is_not(None))
_YEAR: Final = (SmfDeclaration.period_start, SmfDeclaration.period_end, SmfDeclaration.is_estimate)


@dataclass(frozen=True, slots=True)
class Links:
    """The linked companies of each that has any, itself among them, and the names that are recorded nowhere."""

    groups: Mapping[int, frozenset[int]]
    unrecorded: Mapping[int, tuple[str, ...]]

    def members(self, company_id: int) -> frozenset[int]:
        """Return the numbers of the companies that a company is one undertaking with, its own among them."""
        return self.groups.get(company_id, frozenset({company_id}))

    def names_unrecorded(self, company_id: int) -> list[str]:
        """Return the names of linked companies that are not recorded here."""
        return sorted({name for each in self.members(company_id) for name in self.unrecorded.get(each, ())})


def find_links(session: Session) -> Links:
    """Return which companies are linked; kept until a record changes."""
    return kept(session, ("linked companies", today()), lambda: read_links(session))


def read_links(session: Session) -> Links:
    """Return which companies are linked as the database has it now."""
    told = dict(_told_linked(session))
    recorded = find_recorded(session, {name for names in told.values() for name in names})
    neighbours: dict[int, set[int]] = defaultdict(set)
    unrecorded = {}
    for company_id, names in told.items():
        for other in (number for name in names for number in recorded.get(name, ())):
            neighbours[company_id].add(other)
            neighbours[other].add(company_id)
        unrecorded[company_id] = tuple(name for name in names if name not in recorded)
    return Links(_groups(neighbours), unrecorded)


def _told_linked(session: Session) -> Iterable[tuple[int, list[str]]]:
    """Yield the linked names of each company by the declaration that tells today.

    A link that a later one says whose year has begun counts at once; one that it no longer says, once that year tells.
    """
    ever_linked = sa.select(SmfDeclaration.company_id).where(_SAYS_LINKED)
    columns = (*_YEAR, SmfDeclaration.size_class, SmfDeclaration.owner_changed, SmfDeclaration.ownership)
    rows = session.execute(
        sa.select(SmfDeclaration.company_id, *columns, SmfDeclaration.basis)
        .where(SmfDeclaration.company_id.in_(ever_linked))
        .order_by(SmfDeclaration.company_id)
    )
    day = today()
    for company_id, own in groupby(rows, key=lambda row: row.company_id):
        years = list(own)
        telling = telling_on(years, day)
        begun = [row for row in years if row not in telling and first_day(row.period_start, row.period_end) <= day]
        linked = (row for row in (*telling[-1:], *begun) if row.ownership is Ownership.LINKED and row.basis)
        names = (name for row in linked for name in SizeBasis.from_json(row.basis).linked_names())
        if found := list(dict.fromkeys(names)):
            yield company_id, found


def find_recorded(session: Session, names: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """Return the companies that each name means; where several are called so, or were once, all of them.

    A number in the line goes before the name. With one that is on no record, the name means a company without a number,
    or one that was called so before: what became one with another has left its number.
    """
    parts = {name: number_in(name) for name in names}
    keys = {name: {swedish_sort_key(name), swedish_sort_key(bare)} for name, (_number, bare) in parts.items()}
    numbers = _by_number(session, {number for number, _bare in parts.values() if number})
    called, numberless = _by_name(session, set().union(*keys.values()))
    once = _by_earlier_name(session) if keys else {}
    found = {}
    for name, (number, _bare) in parts.items():
        means = [numberless if number else called, once]
        met = numbers.get(number or "") or {each for key in keys[name] for some in means for each in some.get(key, ())}
        if met:
            found[name] = frozenset(met)
    return found


def _by_number(session: Session, numbers: Collection[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for some in in_pieces(sorted(numbers), _AT_ONCE):
        rows = session.execute(sa.select(Company.org_number, Company.id).where(Company.org_number.in_(some)))
        found |= {number: {company_id} for number, company_id in rows if number}
    return found


def _by_name(session: Session, keys: Collection[str]) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Return the companies that are called so, and those of them that have no number."""
    called: dict[str, set[int]] = defaultdict(set)
    numberless: dict[str, set[int]] = defaultdict(set)
    for some in in_pieces(sorted(keys), _AT_ONCE):
        named = sa.select(Company.name_sort, Company.id, Company.org_number).where(Company.name_sort.in_(some))
        for key, company_id, number in session.execute(named):
            called[key].add(company_id)
            if number is None:
                numberless[key].add(company_id)
    return called, numberless


def _by_earlier_name(session: Session) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    earlier = sa.select(Company.id, Company.earlier_names).where(Company.earlier_names.is_not(None))
    for company_id, names in session.execute(earlier):
        for key in map(swedish_sort_key, names or ()):
            found[key].add(company_id)
    return found


def _groups(neighbours: Mapping[int, set[int]]) -> dict[int, frozenset[int]]:
    groups: dict[int, frozenset[int]] = {}
    for first in neighbours:
        if first in groups:
            continue
        group, waiting = {first}, [first]
        while waiting:
            new = neighbours[waiting.pop()] - group
            group |= new
            waiting += new
        groups |= dict.fromkeys(group, frozenset(group))
    return groups
