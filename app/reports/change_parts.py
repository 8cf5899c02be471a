"""What became of frozen months since: the part of a report that says why other reports' numbers are not its own."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.labels import ACTIVITY_NAMES, STAGE_NAMES
from app.limits import MINUTES_AN_HOUR
from app.reports.blocks import AccountPart, Block, Remark, grid
from app.reports.content import HOURS, STAGE, Report
from app.reports.figures import EarlierChange, ReportRow
from app.reports.names import FIGURE_NAMES, FOLDED_CHANGES
from app.web.i18n import named, short_number
from models.matches import Stage
from models.time_entries import Activity

# So many of the rows that came, or went, are told by name; the workbook has them all.
MOST_NAMED = 3


def changes_part(report: Report) -> AccountPart | None:
    """Return what later changes made of months that were frozen; None where the report was held against none."""
    if not report.held_against:
        return None
    blocks: list[Block] = []
    if report.changes:
        heads = [_("Report"), _("Figure"), _("Told before"), _("Now"), _("What has changed")]
        rows = [
            [
                each.span,
                change_name(each),
                *(short_number(value_of(each, value)) for value in (each.before, each.now)),
                _rows(each),
            ]
            for each in report.changes
        ]
        blocks.append(grid(_("What became of frozen reports"), heads, rows, numbers=[2, 3]))
        blocks.append(
            Remark(
                _(
                    "Frozen reports stay as they were sent. What was recorded, corrected or taken back since is told "
                    "here, so that their numbers can be held against those of this report."
                )
            )
        )
    elif not report.changes_folded:
        blocks.append(
            Remark(
                _(
                    "No new ones. What was corrected in %(months)s before stands in the reports that came after.",
                    months=", ".join(report.held_against),
                )
            )
        )
    if report.changes_folded:
        blocks.append(Remark(ngettext(*FOLDED_CHANGES, report.changes_folded)))
    return AccountPart("changes", _("Corrections to earlier months"), blocks)


def change_name(change: EarlierChange) -> str:
    """Return what the figure, the stage or the hours of a change are called."""
    if change.code.startswith(STAGE):
        return str(STAGE_NAMES[Stage(change.code.removeprefix(STAGE))])
    if change.code.startswith(HOURS):
        activity = change.code.removeprefix(HOURS)
        return str(
            _("Hours: %(activity)s", activity=ACTIVITY_NAMES[Activity(activity)] if activity else _("Used in all"))
        )
    # What was frozen before every change had a name is called by its code.
    return named(change) if change.name_sv else str(FIGURE_NAMES.get(change.code, change.code))


def value_of(change: EarlierChange, value: float) -> float:
    """Return a number of a change in the unit it is read in: hours are kept in minutes."""
    return round(value / MINUTES_AN_HOUR, 2) if change.code.startswith(HOURS) else value


def _rows(change: EarlierChange) -> str:
    told = []
    if change.added:
        told.append(_("Added since: %(rows)s.", rows=_titles(change.added)))
    if change.removed:
        told.append(_("No longer counted: %(rows)s.", rows=_titles(change.removed)))
    return " ".join(told)


def _titles(rows: tuple[ReportRow, ...]) -> str:
    titles = "; ".join(named(row, "title") for row in rows[:MOST_NAMED])
    if (more := len(rows) - MOST_NAMED) > 0:
        return str(ngettext("%(titles)s and %(num)d more", "%(titles)s and %(num)d more", more, titles=titles))
    return titles
