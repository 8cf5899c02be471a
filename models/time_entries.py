"""The consultant's time that no meeting carries: what was worked on which day, for which programme."""

from __future__ import annotations

import enum
from datetime import date, datetime
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
    relation,
    table,
)

if TYPE_CHECKING:
    from models.accounts import User
    from models.needs import Need
    from models.programmes import Programme


class Activity(enum.StrEnum):
    """What the time was for."""

    MATCHING = "matching"
    MEETINGS = "meetings"
    COMPANIES = "companies"
    INFRASTRUCTURES = "infrastructures"
    EVENTS = "events"
    REPORTING = "reporting"
    OTHER = "other"


class TimeEntry(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Minutes of one day's work for a programme, about a need or about none.

    Time in meetings stands with the meeting (`Meeting.minutes_used`) and is not written here again. One that was taken
    back is kept with `taken_back_at`, so that it can be put back as it was.
    """

    __tablename__ = "time_entry"
    __table_args__ = table(Sensitivity.INTERNAL, sa.CheckConstraint("minutes > 0", name="some_time"))

    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    need_id: Mapped[int | None] = internal(sa.ForeignKey("need.id"), index=True)
    worker_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    worked_on: Mapped[date] = internal(index=True)
    minutes: Mapped[int] = internal()
    activity: Mapped[Activity] = internal()
    text: Mapped[str | None] = confidential(sa.String(300))
    taken_back_at: Mapped[datetime | None] = internal()

    programme: Mapped[Programme] = relation()
    need: Mapped[Need | None] = relation()
    worker: Mapped[User | None] = relation()
