"""People, and the dated roles they hold in companies, hosts and infrastructures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Mapped, validates

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    SortText,
    Timestamps,
    Versioned,
    internal,
    personal,
    relation,
    swedish_sort_key,
    table,
)

if TYPE_CHECKING:
    from models.infrastructures import Infrastructure
    from models.organisations import Company, HostOrganisation


class Person(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Somebody the consultant is in touch with; why we hold the data stands in `source`."""

    __tablename__ = "person"
    __table_args__ = table(Sensitivity.PERSONAL)

    name: Mapped[str] = personal(sa.String(200))
    name_sort: Mapped[str] = personal(SortText, index=True)
    email: Mapped[str | None] = personal(sa.String(254))
    phone: Mapped[str | None] = personal(sa.String(40))
    source: Mapped[str | None] = personal(sa.String(200))
    # As for a company: what somebody wrote, or the last meeting, call or e-mail.
    last_contact_on: Mapped[date | None] = personal()
    contact_said_on: Mapped[date | None] = personal()

    roles: Mapped[list[PersonRole]] = relation(
        back_populates="person", order_by="PersonRole.id", cascade="all, delete-orphan"
    )

    @validates("name")
    def _keep_sort_key(self, _key: str, name: str) -> str:
        self.name_sort = swedish_sort_key(name)
        return name


class PersonRole(Base, Identified):
    """What a person is, where, and from when to when; exactly one of the three places is set."""

    __tablename__ = "person_role"
    __table_args__ = table(
        Sensitivity.PERSONAL,
        sa.CheckConstraint(
            "(CASE WHEN company_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN host_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN infrastructure_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_place",
        ),
    )

    person_id: Mapped[int] = personal(sa.ForeignKey("person.id"), index=True)
    company_id: Mapped[int | None] = personal(sa.ForeignKey("company.id"), index=True)
    host_id: Mapped[int | None] = personal(sa.ForeignKey("host_organisation.id"), index=True)
    infrastructure_id: Mapped[int | None] = personal(sa.ForeignKey("infrastructure.id"), index=True)
    title: Mapped[str | None] = personal(sa.String(120))
    is_contact: Mapped[bool] = internal(default=False)
    started_on: Mapped[date | None] = personal()
    ended_on: Mapped[date | None] = personal()

    person: Mapped[Person] = relation(back_populates="roles")
    company: Mapped[Company | None] = relation(back_populates="roles")
    host: Mapped[HostOrganisation | None] = relation()
    infrastructure: Mapped[Infrastructure | None] = relation(back_populates="roles")

    def is_held_on(self, day: date) -> bool:
        """Tell whether the role has begun by a day and not ended before it; the last day counts."""
        return (self.started_on is None or self.started_on <= day) and (self.ended_on is None or self.ended_on >= day)

    def has_ended(self, day: date) -> bool:
        """Tell whether the last day lies before a day; a role that has not begun is neither held nor ended."""
        return self.ended_on is not None and self.ended_on < day


def held_on(day: date | InstrumentedAttribute[date]) -> sa.ColumnElement[bool]:
    """Return the condition that a role is held on a day or on a column's day, as `PersonRole.is_held_on` tells it.

    Whoever is shown, named or written to in a place holds a role there today, and this is what decides it.
    """
    begun = sa.or_(PersonRole.started_on.is_(None), PersonRole.started_on <= day)
    return sa.and_(begun, sa.or_(PersonRole.ended_on.is_(None), PersonRole.ended_on >= day))
