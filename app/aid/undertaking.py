"""Which companies are one undertaking: those that are linked in their latest declarations of size, in either direction.

The declarations say it once, for SMF status and for aid (decision 0041): above 50 percent, or 100 for a dominant
influence. They name linked companies as text; one that is recorded here is known by its number in the line, else by its
name. The others are told by name, and what they have received stands in the company's own declaration of aid.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.kept_answers import kept
from app.storage.pieces import in_pieces
from models.base import swedish_sort_key
from models.organisations import Company, Ownership, SmfDeclaration
from models.smf_basis import SizeBasis

_NUMBER: Final = re.compile(r"\b(\d{6})-?(\d{4})\b", re.ASCII)
_AT_ONCE: Final = 500


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
    return kept(session, "linked companies", lambda: read_links(session))


def read_links(session: Session) -> Links:
    """Return which companies are linked as the database has it now."""
    told = dict(_latest_linked(session))
    recorded = find_recorded(session, {name for names in told.values() for name in names})
    neighbours: dict[int, set[int]] = defaultdict(set)
    unrecorded = {}
    for company_id, names in told.items():
        for other in (number for name in names for number in recorded.get(name, ())):
            neighbours[company_id].add(other)
            neighbours[other].add(company_id)
        unrecorded[company_id] = tuple(name for name in names if name not in recorded)
    return Links(_groups(neighbours), unrecorded)


def _latest_linked(session: Session) -> Iterable[tuple[int, list[str]]]:
    """Yield the linked names of each company whose latest declaration has any; accounts come before their estimate."""
    place = sa.func.row_number().over(
        partition_by=SmfDeclaration.company_id,
        order_by=(SmfDeclaration.period_end.desc(), SmfDeclaration.is_estimate),
    )
    ranked = sa.select(SmfDeclaration.id, place.label("place")).subquery()
    latest = (
        sa.select(SmfDeclaration.company_id, SmfDeclaration.basis)
        .join(ranked, ranked.c.id == SmfDeclaration.id)
        .where(ranked.c.place == 1, SmfDeclaration.ownership == Ownership.LINKED, SmfDeclaration.basis.is_not(None))
    )
    for company_id, basis in session.execute(latest):
        yield company_id, SizeBasis.from_json(basis).linked_names()


def number_in(name: str) -> str | None:
    """Return the organisation number that stands with a name, ten digits; None without one."""
    found = _NUMBER.search(name)
    return f"{found[1]}{found[2]}" if found else None


def find_recorded(session: Session, names: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """Return the companies that each name means; where several are called so, all of them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for name in names:
        wanted[number_in(name) or swedish_sort_key(name)].add(name)
    found: dict[str, set[int]] = defaultdict(set)
    for some in in_pieces(list(wanted), _AT_ONCE):
        rows = session.execute(
            sa.select(Company.id, Company.name_sort, Company.org_number).where(
                Company.name_sort.in_(some) | Company.org_number.in_(some)
            )
        )
        for company_id, *keys in rows:
            for name in (name for key in keys if key for name in wanted.get(key, ())):
                found[name].add(company_id)
    return {name: frozenset(numbers) for name, numbers in found.items()}


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
