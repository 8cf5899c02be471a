"""Reads of a programme's areas and regions: which there are, what is in each, and which companies stand in none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.programmes.achievement_counting import load_achievements
from app.programmes.achievement_rules import OF_COMPANIES
from app.programmes.grouping import Grouping, read_grouping
from app.programmes.progress import measure
from models.accounts import User
from models.achievements import Achievement
from models.dimensions import CompanyGroups, Dimension, ProgrammeGroup
from models.errors import NotFoundError
from models.municipalities import county_of
from models.organisations import Company
from models.programmes import CountingRule, Programme

# What uses make up and counts no companies.
_OF_INFRASTRUCTURES: Final = frozenset({CountingRule.INFRASTRUCTURE_OPENED})


def list_groups(session: Session, *, programme: Programme | None = None) -> Sequence[ProgrammeGroup]:
    """Return areas and regions, of one programme or of all, each with its programme, by name."""
    groups = sa.select(ProgrammeGroup).options(joinedload(ProgrammeGroup.programme)).order_by(ProgrammeGroup.name_sv)
    if programme is not None:
        groups = groups.where(ProgrammeGroup.programme_id == programme.id)
    return session.scalars(groups).all()


def get_group(session: Session, programme: Programme, group_id: int) -> ProgrammeGroup:
    """Return one of a programme's areas and regions; raises NotFoundError."""
    found = session.get(ProgrammeGroup, group_id)
    if found is None or found.programme_id != programme.id:
        raise NotFoundError
    return found


def list_used(session: Session) -> set[int]:
    """Return the numbers of the areas and regions that were ever chosen for a company or an entry, in one statement."""
    columns = (CompanyGroups.area_id, CompanyGroups.region_id, Achievement.area_id, Achievement.region_id)
    chosen = sa.union(*(sa.select(column).where(column.is_not(None)) for column in columns))
    return set(session.scalars(chosen))


def get_company(session: Session, actor: User, company_id: int) -> Company:
    """Return a company for choosing its groups; raises NotFoundError outside the actor's scope."""
    visible = sa.true() if actor.role.is_office else sa.false()
    found = session.scalar(sa.select(Company).where(Company.id == company_id, visible))
    if found is None:
        raise NotFoundError
    return found


def find_chosen(session: Session, company: Company, programme: Programme) -> CompanyGroups | None:
    """Return what was chosen for a company in a programme; None where nothing was."""
    return session.scalar(
        sa.select(CompanyGroups).where(
            CompanyGroups.company_id == company.id, CompanyGroups.programme_id == programme.id
        )
    )


@dataclass(frozen=True, slots=True)
class Grouped:
    """Somebody who counts: a company on record, or one that an entry writes by its name.

    `said` is what its record says where the group should come from; `missing` the dimensions in which it has none.
    """

    name: str
    company_id: int | None
    achievement_id: int | None
    said: tuple[str, ...]
    missing: tuple[Dimension, ...]
    groups: tuple[int, ...]


def list_grouped(session: Session, programme: Programme, *, today: date) -> list[Grouped]:
    """Return everybody who counts toward a figure of companies today, each once, by name."""
    grouping = read_grouping(session, programme)
    found = {(each.company_id, each.achievement_id): each for each in _each(session, programme, grouping, today)}
    return sorted(found.values(), key=lambda each: each.name)


def count_in_groups(grouped: Sequence[Grouped]) -> Counter[int]:
    """Return how many stand in each group, by its number."""
    return Counter(number for each in grouped for number in each.groups)


def _each(session: Session, programme: Programme, grouping: Grouping, today: date) -> Iterator[Grouped]:
    progress = measure(session, programme, on=today)
    of_uses = (entry for entry in progress if entry.indicator.rule not in _OF_INFRASTRUCTURES)
    numbers = {each.counted_id for entry in of_uses for each in entry.counted}
    for company in session.scalars(sa.select(Company).where(Company.id.in_(numbers))).all() if numbers else ():
        yield _grouped(grouping, company, None)
    entered = [each for entry in progress if entry.indicator.rule in OF_COMPANIES for each in entry.achieved]
    for achievement in load_achievements(session, entered):
        yield _grouped(grouping, achievement.company, achievement)


def _grouped(grouping: Grouping, company: Company | None, achievement: Achievement | None) -> Grouped:
    groups = {each: grouping.group_of(company, each, achievement) for each in Dimension if grouping.called.get(each)}
    own = achievement is not None and bool(achievement.area_id or achievement.region_id)
    place = (county_of(company.municipality) or company.municipality) if company else None
    # Entries of one organisation that is not on record are told apart by what shows them.
    said = (company.field, place) if company else (achievement and achievement.evidence,)
    return Grouped(
        name=company.name if company else (achievement and achievement.organisation) or "",
        company_id=company.id if company else None,
        # Entries of one company are one row, unless an entry says a group of its own.
        achievement_id=achievement.id if achievement and (company is None or own) else None,
        said=tuple(text for text in said if text),
        missing=tuple(each for each, number in groups.items() if number is None),
        groups=tuple(number for number in groups.values() if number is not None),
    )
