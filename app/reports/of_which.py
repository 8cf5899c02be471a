"""Of which: the companies behind a target by size, by area and by region, as of the cut-off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

from app.programmes.achievement_names import PART_NAMES, SPLIT_NAMES
from app.programmes.splits import BY, UNKNOWN, FigureSplit, split
from app.reports.blocks import AccountPart, grid
from app.web.i18n import named
from models.municipalities import county_of

if TYPE_CHECKING:
    from app.reports.content import Report
    from app.reports.figures import Figure, ReportRow

_NUMBER: Final = 3


def splits_in(figure: Figure, *, outside: bool) -> tuple[FigureSplit, ...]:
    """Return how the companies of a figure divide, small groups together for outsiders; nothing for other figures."""
    if not figure.rows or any(row.kind != "company" or row.counted is None for row in figure.rows):
        return ()
    return tuple(split(by, (_value(by, row) for row in figure.rows), outside=outside) for by in BY)


def _value(by: str, row: ReportRow) -> str:
    facts = row.counted
    assert facts is not None  # noqa: S101 - only such rows are asked for
    if by == "size":
        return facts.size or UNKNOWN
    return (facts.field if by == "area" else county_of(row.municipality or facts.municipality)) or UNKNOWN


def of_which(report: Report) -> list[tuple[Figure, FigureSplit]]:
    """Return the splits of every target as the report's reader is told them."""
    return [(figure, each) for figure in report.targets for each in figure.splits or splits_in(figure, outside=False)]


def part_name(part: str) -> str:
    """Return what a part is called: a size, a region, an area, what is not known, or what was put together."""
    return str(PART_NAMES.get(part, part))


def of_which_part(report: Report) -> AccountPart | None:
    """Return how the companies behind the targets divide; None where no company is counted."""
    rows = [
        [named(figure), str(SPLIT_NAMES[each.by]), part_name(part), str(number)]
        for figure, each in of_which(report)
        for part, number in each.parts
    ]
    if not rows:
        return None
    heads = [_("Target"), _("Divided"), _("Group"), _("Companies")]
    return AccountPart("of-which", _("Of which"), [grid(_("Of which"), heads, rows, numbers=[_NUMBER])])
