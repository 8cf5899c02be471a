"""Of which: how the companies behind the targets divide, as of the cut-off, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.programmes.achievement_names import SPLIT_NAMES, part_name
from app.programmes.splits import FigureSplit
from app.reports.blocks import AccountPart, Block, grid
from app.reports.divided import splits_in
from app.web.i18n import named

if TYPE_CHECKING:
    from app.reports.content import Report
    from app.reports.figures import Figure


def of_which(report: Report) -> list[tuple[Figure, FigureSplit]]:
    """Return the splits of every target as the report's reader is told them."""
    return [(figure, each) for figure in report.targets for each in figure.splits or splits_in(figure, outside=False)]


def of_which_part(report: Report) -> AccountPart | None:
    """Return how the companies behind the targets divide; None where no company is counted."""
    rows: dict[str, list[list[str]]] = {}
    for figure, each in of_which(report):
        parts = ([f"{SPLIT_NAMES[each.by]}: {part_name(part)}", str(number)] for part, number in each.parts)
        rows.setdefault(named(figure), []).extend(parts)
    blocks = [grid(name, [_("Group"), _("Companies")], told, numbers=[1]) for name, told in rows.items()]
    return AccountPart("of-which", _("Of which"), list[Block](blocks)) if blocks else None
