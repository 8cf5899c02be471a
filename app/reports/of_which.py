"""Of which: the companies behind a target by size, by area and by region, as of the cut-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.programmes.achievement_names import PART_NAMES, SPLIT_NAMES
from app.programmes.splits import BY, UNKNOWN, FigureSplit, split
from app.reports.blocks import AccountPart, Block, grid
from app.web.i18n import named
from models.municipalities import county_of

if TYPE_CHECKING:
    from app.reports.content import Report
    from app.reports.figures import Figure, ReportRow


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
    rows: dict[str, list[list[str]]] = {}
    for figure, each in of_which(report):
        parts = ([f"{SPLIT_NAMES[each.by]}: {part_name(part)}", str(number)] for part, number in each.parts)
        rows.setdefault(named(figure), []).extend(parts)
    blocks = [grid(name, [_("Group"), _("Companies")], told, numbers=[1]) for name, told in rows.items()]
    return AccountPart("of-which", _("Of which"), list[Block](blocks)) if blocks else None
