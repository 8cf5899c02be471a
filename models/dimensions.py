"""By what a programme divides those it counts: its areas and its regions, and which of them a company belongs to."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, folded, internal, public, relation, table
from models.programmes import Programme


class Dimension(enum.StrEnum):
    """What a programme may have groups of."""

    AREA = "area"
    REGION = "region"


class ProgrammeGroup(Base, Identified, Timestamps, Versioned):
    """An area or a region of a programme.

    `key` is what it was called first, and keeps it one and the same when it is renamed. One that is retired is no
    longer offered, and still stands where it was chosen.
    """

    __tablename__ = "programme_group"
    __table_args__ = table(
        Sensitivity.PUBLIC,
        sa.UniqueConstraint("programme_id", "dimension", "key", name="uq_programme_group_key"),
    )

    programme_id: Mapped[int] = public(sa.ForeignKey("programme.id"), index=True)
    dimension: Mapped[Dimension] = public()
    key: Mapped[str] = public(sa.String(80))
    name_sv: Mapped[str] = public(sa.String(80))
    name_en: Mapped[str] = public(sa.String(80))
    earlier_names: Mapped[list[str] | None] = public(sa.JSON(none_as_null=True))
    retired_at: Mapped[datetime | None] = public()

    programme: Mapped[Programme] = relation()

    @property
    def called(self) -> frozenset[str]:
        """Return what it is and was called, in either language, as texts are compared."""
        return frozenset(folded(name) for name in (self.name_sv, self.name_en, *(self.earlier_names or ())))

    def rename(self, name_sv: str, name_en: str) -> None:
        """Call it something else; what it was called still means it."""
        kept = dict.fromkeys((*(self.earlier_names or ()), self.name_sv, self.name_en))
        self.name_sv, self.name_en = name_sv, name_en
        self.earlier_names = [name for name in kept if name not in (name_sv, name_en)] or None


class CompanyGroups(Base, Identified, Timestamps, Versioned):
    """The area and the region that somebody chose for a company in a programme."""

    __tablename__ = "company_groups"
    __table_args__ = table(
        Sensitivity.INTERNAL,
        sa.UniqueConstraint("company_id", "programme_id", name="uq_company_groups_programme"),
    )

    company_id: Mapped[int] = internal(sa.ForeignKey("company.id"), index=True)
    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    area_id: Mapped[int | None] = internal(sa.ForeignKey("programme_group.id"), index=True)
    region_id: Mapped[int | None] = internal(sa.ForeignKey("programme_group.id"), index=True)
