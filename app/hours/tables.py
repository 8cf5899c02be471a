"""Hours as tables for a file: one row for each row of the list, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask_babel import gettext as _

from app.hours.queries import Hours
from app.labels import ACTIVITY_NAMES
from app.limits import MINUTES_AN_HOUR
from app.web.i18n import named
from app.web.spreadsheets import Cell, Sheet


def as_sheets(rows: Sequence[Hours]) -> tuple[Sheet, Sheet]:
    """Return the rows in the order given, and the minutes and hours by activity with their sum."""
    heads = [
        *(_("Day"), _("Minutes"), _("Hours"), _("Activity"), _("Programme"), _("Need"), _("Company")),
        *(_("What was done"), _("Who")),
    ]
    listed = [_row(row) for row in rows]
    by_activity: Counter[str] = Counter()
    for row in rows:
        by_activity[str(ACTIVITY_NAMES[row.activity])] += row.minutes
    summed: list[list[Cell]] = [[name, minutes, _hours(minutes)] for name, minutes in by_activity.most_common()]
    total = by_activity.total()
    summed.append([_("In all"), total, _hours(total)])
    return Sheet(_("Hours"), heads, listed), Sheet(_("Sum"), [_("Activity"), _("Minutes"), _("Hours")], summed)


def _row(row: Hours) -> list[Cell]:
    programme = named(row, "programme") if row.programme_sv else None
    said = [row.text, _("Demo") if row.is_demo else None]
    what = " · ".join(part for part in said if part)
    activity = str(ACTIVITY_NAMES[row.activity])
    return [row.on, row.minutes, _hours(row.minutes), activity, programme, row.need, row.company, what, row.worker]


def _hours(minutes: int) -> float:
    return round(minutes / MINUTES_AN_HOUR, 2)
