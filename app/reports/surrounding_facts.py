"""What a report holds besides figures: its programme, how ready the infrastructures are, and the hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.hours.budget import Budget
from models.time_entries import Activity


@dataclass(frozen=True, slots=True)
class InfrastructureStanding:
    """How far a unit has come on the ladder by the cut-off; `passed` of the fourteen items suffice."""

    id: int
    name_sv: str
    name_en: str
    level: int
    passed: int
    opened_on: date | None
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class WorkedRow:
    """Time of one day that the hours of the month are made of; what it was about is the office's."""

    on: date
    activity: Activity
    minutes: int


@dataclass(frozen=True, slots=True)
class Worked:
    """The month's hours as rows, and how the budget stands after them; None for a programme without one."""

    rows: tuple[WorkedRow, ...]
    budget: Budget | None

    @property
    def minutes(self) -> int:
        """Return the minutes of the month."""
        return sum(row.minutes for row in self.rows)


@dataclass(frozen=True, slots=True)
class About:
    """What a report tells of its programme, and the day it was made: what is not dated stands as it did then."""

    name_sv: str
    name_en: str
    starts_on: date
    ends_on: date
    made_on: date
