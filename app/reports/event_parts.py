"""The events of the month by type, and where cooperation stands; every number opens its rows."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.limits import FOLDED_UNDER
from app.reports.blocks import AccountPart, Block, GridCell, Remark, grid
from app.reports.content import EVENT, HELD, LADDER, Report
from app.web.i18n import named


def events_part(report: Report) -> AccountPart | None:
    """Return the events held and the ladder; None where there are none, as in reports that told of none."""
    figures = report.all_figures()
    blocks: list[Block] = []
    kinds = [code.removeprefix(HELD) for code in figures if code.startswith(HELD)]
    if kinds:
        spans = (_("This month"), _("The month before"))
        if report.months > 1:
            spans = (_("This quarter"), _("The quarter before"))
        rows: list[list[GridCell | str]] = []
        for kind in kinds:
            now, held = figures[f"{EVENT}{kind}"], figures[f"{HELD}{kind}"]
            before = str(report.before.get(now.code, 0)) if report.before else "–"
            value = str(now.value)
            told = [
                GridCell(value, now.code) if now.value else value,
                before,
                GridCell(str(held.value), held.code),
            ]
            rows.append([named(now), *told])
        heads = [_("Type of event"), *spans, _("To date")]
        blocks.append(grid(_("Events held"), heads, rows, numbers=[1, 2, 3]))
    levels = [figure for code, figure in figures.items() if code.startswith(LADDER)]
    if levels:
        standing = [
            [named(each), GridCell(str(each.value), each.code) if each.value else str(each.value)] for each in levels
        ]
        heads = [_("Level"), _("Companies and networks")]
        blocks.append(grid(_("The cooperation ladder"), heads, standing, numbers=[1]))
    if report.ladder and report.ladder.folded:
        text = ngettext(
            "%(num)d level has fewer than %(fewest)d companies and networks and is not told apart.",
            "%(num)d levels have fewer than %(fewest)d companies and networks each and are not told apart.",
            report.ladder.folded,
            fewest=FOLDED_UNDER,
        )
        blocks.append(Remark(text))
    return AccountPart("events", _("Events and cooperation"), blocks) if blocks else None
