"""To which area and region of a programme a company belongs: what was chosen, else what its record plainly says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.programmes.splits import NOT_STATED, Part, Parts
from app.storage.kept_answers import kept
from models.achievements import Achievement
from models.base import folded
from models.dimensions import CompanyGroups, Dimension, ProgrammeGroup
from models.municipalities import county_of
from models.organisations import Company
from models.programmes import Programme
from models.smf import SizeClass, class_on


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of one programme by their numbers, and those that were chosen for companies.

    `called` holds the groups of each dimension by everything that they are or were called. A dimension of which the
    programme has no groups is not in it.
    """

    names: Mapping[int, tuple[str, str]]
    called: Mapping[Dimension, Mapping[str, int]]
    chosen: Mapping[tuple[int, Dimension], int]

    def parts_of(self, company: Company | None, on: date, achievement: Achievement | None = None) -> Parts:
        """Return by what a counted company is divided: its size on a day, and its area and region.

        A programme that has no areas is not divided by them; one that has no regions is divided by county.
        """
        size = class_on(company.declarations, on) if company else SizeClass.UNKNOWN
        parts: list[tuple[str, Part]] = [("size", size.value)]
        for dimension in Dimension:
            if self.called.get(dimension):
                number = self.group_of(company, dimension, achievement)
                parts.append((dimension.value, self.names[number] if number else NOT_STATED))
            elif dimension is Dimension.REGION:
                parts.append((dimension.value, (company and county_of(company.municipality)) or NOT_STATED))
        return tuple(parts)

    def group_of(
        self, company: Company | None, dimension: Dimension, achievement: Achievement | None = None
    ) -> int | None:
        """Return the number of the group: chosen for the entry, else for the company, else told by its record."""
        own: int | None = getattr(achievement, _COLUMNS[dimension]) if achievement else None
        if own is not None:
            return own
        if company is None:
            return None
        said = company.field if dimension is Dimension.AREA else county_of(company.municipality)
        return self.chosen.get((company.id, dimension)) or self.called.get(dimension, {}).get(folded(said or ""))


_COLUMNS: Final = {Dimension.AREA: "area_id", Dimension.REGION: "region_id"}


def read_grouping(session: Session, programme: Programme) -> Grouping:
    """Return how a programme divides its companies; kept until a record changes."""
    return kept(session, ("grouping", programme.id), lambda: _read(session, programme))


def _read(session: Session, programme: Programme) -> Grouping:
    groups = session.scalars(sa.select(ProgrammeGroup).where(ProgrammeGroup.programme_id == programme.id)).all()
    called: dict[Dimension, dict[str, int]] = {}
    # One that is retired is no longer what a record plainly says, unless no other is called so.
    for group in sorted(groups, key=lambda each: (each.retired_at is not None, each.id)):
        for name in group.called:
            called.setdefault(group.dimension, {}).setdefault(name, group.id)
    rows = session.execute(
        sa.select(CompanyGroups.company_id, CompanyGroups.area_id, CompanyGroups.region_id).where(
            CompanyGroups.programme_id == programme.id
        )
    )
    chosen = {
        (row.company_id, dimension): number
        for row in rows
        for dimension, number in ((Dimension.AREA, row.area_id), (Dimension.REGION, row.region_id))
        if number is not None
    }
    return Grouping({each.id: (each.name_sv, each.name_en) for each in groups}, called, chosen)
