"""Meetings between a company and a unit: planned, held or not held."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    confidential,
    internal,
    personal,
    relation,
    table,
)

if TYPE_CHECKING:
    from models.matches import Match
    from models.people import Person


class MeetingStatus(enum.StrEnum):
    """Whether the meeting took place."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"


meeting_person = sa.Table(
    "meeting_person",
    Base.metadata,
    sa.Column("meeting_id", sa.ForeignKey("meeting.id"), primary_key=True, info={"sensitivity": Sensitivity.PERSONAL}),
    sa.Column(
        "person_id",
        sa.ForeignKey("person.id"),
        primary_key=True,
        index=True,
        info={"sensitivity": Sensitivity.PERSONAL},
    ),
    info={"sensitivity": Sensitivity.PERSONAL},
)


class Meeting(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """A meeting of a match; `minutes_used` is the consultant's own time."""

    __tablename__ = "meeting"
    __table_args__ = table(Sensitivity.INTERNAL)

    match_id: Mapped[int] = internal(sa.ForeignKey("match.id"), index=True)
    status: Mapped[MeetingStatus] = internal(default=MeetingStatus.PLANNED)
    held_on: Mapped[date] = internal(index=True)
    minutes_used: Mapped[int | None] = internal()
    others: Mapped[str | None] = personal(sa.String(300))
    notes: Mapped[str | None] = confidential(sa.Text)
    logged_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    match: Mapped[Match] = relation(back_populates="meetings")
    people: Mapped[list[Person]] = relation(secondary=meeting_person)
