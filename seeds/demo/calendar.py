"""Days counted from the day of the seeding, so that the demo is as fresh whenever it is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_MORNING = time(9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar whose day 0 is the day of the seeding; negative numbers lie ahead."""

    today: date

    def day(self, ago: int) -> date:
        """Return the day so many days ago."""
        return self.today - timedelta(days=ago)

    def ahead(self, days: int | None) -> date | None:
        """Return the day so many days ahead, or None when there is none."""
        return None if days is None else self.day(-days)

    def past(self, ago: int | None) -> date | None:
        """Return the day so many days ago, or None when there is none."""
        return None if ago is None else self.day(ago)

    def moment(self, ago: int) -> datetime:
        """Return nine in the morning, UTC, so many days ago."""
        return datetime.combine(self.day(ago), _MORNING)

    def year_end(self, year: int) -> date:
        """Return the last day of a year counted from this one: -1 is last New Year's Eve."""
        return date(self.today.year + year, 12, 31)
