"""The ledger of hours: what meetings took and what was logged besides, as rows of one shape."""

from __future__ import annotations

import sqlalchemy as sa

from models.matches import Match
from models.meetings import Meeting, cost_time
from models.needs import Need
from models.time_entries import Activity, TimeEntry


def ledger_rows() -> sa.Subquery:
    """Return every row of time: of meetings that were held or waited for in vain, and of entries not taken back."""
    meetings = (
        sa.select(
            sa.null().label("entry_id"),
            Meeting.match_id.label("match_id"),
            Meeting.held_on.label("day"),
            Meeting.minutes_used.label("minutes"),
            sa.literal(Activity.MEETINGS, TimeEntry.activity.type).label("activity"),
            Meeting.logged_by_id.label("worker_id"),
            Need.programme_id.label("programme_id"),
            Match.need_id.label("need_id"),
            sa.null().label("text"),
            Meeting.is_demo.label("is_demo"),
            Meeting.id.label("source_id"),
        )
        .join(Meeting.match)
        .join(Match.need)
        .where(cost_time())
    )
    entries = sa.select(
        TimeEntry.id,
        sa.null(),
        TimeEntry.worked_on,
        TimeEntry.minutes,
        TimeEntry.activity,
        TimeEntry.worker_id,
        TimeEntry.programme_id,
        TimeEntry.need_id,
        TimeEntry.text,
        TimeEntry.is_demo,
        TimeEntry.id,
    ).where(TimeEntry.taken_back_at.is_(None))
    return sa.union_all(meetings, entries).subquery("ledger")
