"""What the month held, how far matches had come and why some were lost, and what companies ask for in vain."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.labels import CLOSE_REASON_NAMES, STAGE_NAMES
from app.limits import FOLDED_UNDER
from app.reports.blocks import AccountPart, Block, ChartBlock, GridCell, Link, Remark, grid
from app.reports.content import LOST, MONTH_FIGURES, OPEN_NEEDS, Report
from app.reports.funnel import opened_codes
from app.reports.names import FIGURE_NAMES
from app.web.charts import FunnelChart, funnel_chart
from app.web.i18n import named, short_number
from models.matches import CloseReason, Stage


def month_part(report: Report) -> AccountPart:
    """Return what the month held beside what the month before did."""
    codes = [code for code in MONTH_FIGURES if code in report.figures]
    heads, rows = _against_before(report, codes, _("Figure"))
    title = _("The month") if report.months == 1 else _("The quarter")
    return AccountPart("month", title, [grid(title, heads, rows, numbers=range(1, len(heads)))])


def _against_before(report: Report, codes: list[str], head: str) -> tuple[list[str], list[list[GridCell | str]]]:
    spans = (_("This month"), _("The month before"))
    if report.months > 1:
        spans = (_("This quarter"), _("The quarter before"))
    heads = [head, *spans, _("Change")]
    rows: list[list[GridCell | str]] = []
    for code in codes:
        value, before = report.figures[code].value, report.before.get(code)
        told = (
            []
            if before is None
            else [str(before), f"{value - before:+d}".replace("-", "−") if value != before else "0"]
        )
        rows.append([str(FIGURE_NAMES[code]), GridCell(str(value), code), *told])
    return heads[: max((len(row) for row in rows), default=1)], rows


def way_part(report: Report, link: Link) -> AccountPart:
    """Return the funnel, with the rows behind its numbers where they can be opened, and what was lost by why."""
    brackets = _("In brackets: the median time from the step before.")
    blocks: list[Block] = [ChartBlock("funnel", _funnel(report)), Remark(brackets)]
    if steps := _steps(report, link):
        heads = [_("Stage"), _("Matches"), _("Median time from the step before")]
        blocks.append(grid(_("The matches behind each stage"), heads, steps, numbers=[1, 2]))
    if report.lost.figures:
        lost = [
            (str(CLOSE_REASON_NAMES[CloseReason(each.code.removeprefix(LOST))]), GridCell(str(each.value), each.code))
            for each in report.lost.figures
        ]
        title = _("Lost in the month, by why") if report.months == 1 else _("Lost in the quarter, by why")
        blocks.append(grid(title, [_("Why"), _("Matches")], lost, numbers=[1]))
    if report.lost.folded:
        rest = int(report.figures["matches_lost"].value) - sum(int(each.value) for each in report.lost.figures)
        text = ngettext(
            "Why %(num)d match was lost is not told: too few companies share the reason.",
            "Why %(num)d matches were lost is not told apart: too few companies share a reason, in all or in a month.",
            rest,
        )
        blocks.append(Remark(text))
    return AccountPart("way", _("The way to a use"), blocks)


def _steps(report: Report, link: Link) -> list[list[GridCell | str]]:
    """Return the numbers of the funnel, each leading to its rows; none on paper, where the chart has its own table."""
    told: list[list[GridCell | str]] = []
    for step in report.funnel:
        reached, days = (code if code and link(code) else None for code in opened_codes(step))
        cells = [GridCell(str(step.reached), reached), GridCell(days_text(step.median_days) or "–", days)]
        told.append([str(STAGE_NAMES[Stage(step.stage)]), *cells])
    return told if any(code and link(code) for step in report.funnel for code in opened_codes(step)) else []


def _funnel(report: Report) -> FunnelChart:
    """Return the funnel as a drawing, each stage with the median days from the step before."""
    return funnel_chart(
        _("How far the matches have come"),
        _(
            "The number of matches that had taken each step by %(day)s, and the median time from the step before.",
            day=report.cut_off.isoformat(),
        ),
        [(str(STAGE_NAMES[Stage(step.stage)]), step.reached) for step in report.funnel],
        notes=[days_text(step.median_days) for step in report.funnel],
    )


def days_text(days: float | None) -> str:
    """Return a number of days as it is read: "2 days", or "2,5 dagar" in Swedish; nothing for None."""
    if days is None:
        return ""
    written = short_number(days, 1)
    return str(ngettext("%(written)s day", "%(written)s days", 1 if days == 1 else 2, written=written))


def needs_part(report: Report) -> AccountPart:
    """Return the open needs by how they stand, which always adds up, and the fields that unmet ones ask for."""
    heads, rows = _against_before(report, list(OPEN_NEEDS), _("Open needs"))
    open_needs = sum(report.figures[code].value for code in OPEN_NEEDS)
    blocks: list[Block] = [
        grid(
            _("Open needs at the end of the month")
            if report.months == 1
            else _("Open needs at the end of the quarter"),
            heads,
            rows,
            numbers=range(1, len(heads)),
        ),
        Remark(_("The three add up to all open needs: %(count)d.", count=open_needs)),
    ]
    if report.gaps.figures:
        asked = [
            (named(each), GridCell(str(each.value), each.code), str(each.companies)) for each in report.gaps.figures
        ]
        told = len({row.id for each in report.gaps.figures for row in each.rows})
        title = _("What unmet needs ask for, by field")
        blocks.append(grid(title, [_("Field"), _("Unmet needs"), _("Companies")], asked, numbers=[1, 2]))
        if rest := int(report.figures["needs_unmet"].value) - told:
            text = ngettext(
                "%(num)d more unmet need names no field that is told here; one need may name several.",
                "%(num)d more unmet needs name no field that is told here; one need may name several.",
                rest,
            )
            blocks.append(Remark(text))
    if report.gaps.folded:
        text = ngettext(
            "%(num)d field is not told apart: fewer than %(fewest)d companies ask for it.",
            "%(num)d fields are not told apart: fewer than %(fewest)d companies ask for them, or it would show from "
            "the others.",
            report.gaps.folded,
            fewest=FOLDED_UNDER,
        )
        blocks.append(Remark(text))
    return AccountPart("needs", _("Open needs and what is missing"), blocks)
