"""Meetings between a company and a unit: planned, held, not held or cancelled; and what calendars know of them."""

from __future__ import annotations

import enum
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

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
from models.clock import moment_of

if TYPE_CHECKING:
    from models.accounts import User
    from models.matches import Match
    from models.people import Person


class MeetingStatus(enum.StrEnum):
    """Whether the meeting took place; one that was called off beforehand is cancelled, and can be planned again."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


# What is planned has cost no time yet, and what was called off beforehand none, whatever is noted on it.
_COST_TIME: Final = (MeetingStatus.HELD, MeetingStatus.NOT_HELD)

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
    """A meeting of a match; `minutes_used` is the consultant's own time, `minutes_long` how long it is planned to be.

    `starts_at` is what the clock in Stockholm shows; without it nobody has said when on the day. `sequence` goes up
    whenever calendars that have the meeting must be told. One that was taken back is kept and shown nowhere.
    """

    __tablename__ = "meeting"
    __table_args__ = table(Sensitivity.INTERNAL)

    match_id: Mapped[int] = internal(sa.ForeignKey("match.id"), index=True)
    status: Mapped[MeetingStatus] = internal(default=MeetingStatus.PLANNED)
    held_on: Mapped[date] = internal(index=True)
    starts_at: Mapped[time | None] = internal()
    minutes_long: Mapped[int | None] = internal()
    place: Mapped[str | None] = confidential(sa.String(300))
    result: Mapped[str | None] = confidential(sa.Text)
    minutes_used: Mapped[int | None] = internal()
    others: Mapped[str | None] = personal(sa.String(300))
    notes: Mapped[str | None] = confidential(sa.Text)
    logged_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    taken_back_at: Mapped[datetime | None] = internal()
    sequence: Mapped[int] = internal(default=0, server_default="0")

    match: Mapped[Match] = relation(back_populates="meetings")
    people: Mapped[list[Person]] = relation(secondary=meeting_person, order_by="Person.id")
    logged_by: Mapped[User | None] = relation()

    @property
    def was_held(self) -> bool:
        """Tell whether the meeting took place, and is not taken back."""
        return self.status is MeetingStatus.HELD and self.taken_back_at is None

    @property
    def minutes_counted(self) -> int | None:
        """Return the minutes that count as worked: of a meeting that was held, or waited or prepared for in vain."""
        return self.minutes_used if self.status in _COST_TIME else None

    def is_at(self, moment: datetime) -> bool:
        """Tell whether the meeting is or was to begin at a moment."""
        return self.starts_at is not None and moment_of(self.held_on, self.starts_at) == moment

    def awaits_outcome(self, day: date) -> bool:
        """Tell whether the meeting's day has come and nobody has said what became of it."""
        return self.status is MeetingStatus.PLANNED and self.held_on <= day


def was_held() -> sa.ColumnElement[bool]:
    """Return the condition that a meeting took place, as `Meeting.was_held` tells it."""
    return sa.and_(Meeting.status == MeetingStatus.HELD, Meeting.taken_back_at.is_(None))


def cost_time() -> sa.ColumnElement[bool]:
    """Return the condition that a meeting's minutes count as worked, as `Meeting.minutes_counted` tells them."""
    return sa.and_(Meeting.minutes_used > 0, Meeting.status.in_(_COST_TIME), Meeting.taken_back_at.is_(None))


# What stands in people's calendars of a meeting.
_IN_CALENDARS: Final = ("held_on", "starts_at", "minutes_long", "place")


def _raise_sequence(_mapper: Any, _connection: Any, meeting: Meeting) -> None:
    """Let calendars know the newer of two entries of a meeting, whatever has changed it, an undo too."""
    changed = {name: sa.inspect(meeting).attrs[name].history for name in (*_IN_CALENDARS, "status")}
    was_or_is = (*(changed["status"].deleted or ()), *(changed["status"].added or ()))
    if MeetingStatus.CANCELLED in was_or_is or any(changed[name].has_changes() for name in _IN_CALENDARS):
        meeting.sequence += 1


sa.event.listen(Meeting, "before_update", _raise_sequence)
