"""How far the targets have come, in bars and lines; and who the counted ones are, as far as may be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from app.reports.blocks import AccountPart, Block, ChartBlock, Grid, GridCell, Link, Remark, grid
from app.reports.content import Figure, Report, ReportRow
from app.reports.forecast import cumulative, months_between
from app.reports.names import EVIDENCE_NAMES, FOLDING, SIZE_NAMES
from app.reports.surrounding_facts import About
from app.web.bar_charts import Held, held_chart
from app.web.charts import LineChart, line_chart
from app.web.i18n import iso_date, named, number
from models.clock import last_of_month

# So many targets have a line of their own; the others have a bar.
LINES = 2


def targets_part(report: Report, about: About, link: Link) -> AccountPart | None:
    """Return the progress toward every target, with the plan, the pace and a forecast that says what it rests on.

    None for a programme without targets.
    """
    if not report.targets:
        return None
    end = iso_date(about.ends_on)
    chart = held_chart(
        _("Counted against the targets"),
        _("What is counted by %(day)s, of each target.", day=iso_date(report.cut_off)),
        [_bar(figure, link) for figure in report.targets],
        heads=[
            _("Target"),
            _("Counted"),
            _("Target"),
            _("Plan by now"),
            _("A month lately"),
            _("Forecast"),
            _("Needed a month"),
        ],
        legend=[_("Counted"), _("Plan by now"), _("Forecast")],
    )
    rests = _(
        "The plan is an even pace over the whole programme. A forecast is no promise: it is what the pace of the last "
        "six months comes to by %(day)s.",
        day=end,
    )
    blocks: list[Block] = [ChartBlock("targets", chart), Remark(rests)]
    if withheld := sum(figure.withheld for figure in report.targets):
        text = ngettext(
            "%(num)d amount is not added up here until it concerns at least three companies together with others.",
            "%(num)d amounts are not added up here until they concern at least three companies.",
            withheld,
        )
        blocks.append(Remark(text))
    blocks += [
        ChartBlock(f"line-{figure.code}", _line(figure, report, about))
        for figure in report.targets[:LINES]
        if figure.target is not None and all(row.amount is None for row in figure.rows)
    ]
    return AccountPart("targets", _("Progress toward the targets"), blocks)


def _bar(figure: Figure, link: Link) -> Held:
    target = figure.target or 0
    value = value_text(figure)
    cells = (
        value,
        amount_text(target),
        "–" if figure.planned is None else amount_text(figure.planned),
        "–" if figure.pace is None else number(figure.pace, 2),
        "–" if figure.forecast is None else str(figure.forecast),
        "–" if figure.needed_a_month is None else number(figure.needed_a_month, 2),
    )
    text = _("%(value)s of %(target)s", value=value, target=amount_text(target))
    return Held(named(figure), text, figure.value, target, cells, figure.planned, figure.forecast, link(figure.code))


def value_text(figure: Figure) -> str:
    """Return the number of a figure as its reader is told it: of a sum at least what may be told."""
    if not figure.withheld:
        return amount_text(figure.value)
    return str(_("at least %(value)s", value=amount_text(figure.value)) if figure.value else _("not told"))


def amount_text(value: float) -> str:
    """Return a number of a figure as it is read: 5, 2,5 or 4 000 000."""
    return number(value, 0 if value == int(value) else 2)


def _line(figure: Figure, report: Report, about: About) -> LineChart:
    """Return what was counted by the end of each month, the even pace, and where the last months' pace leads."""
    ends = months_between(about.starts_on, about.ends_on)
    gone = [day for day in ends if day <= last_of_month(report.cut_off)]
    days = [row.on for row in figure.rows if row.on is not None]
    counted = cumulative(days, gone)
    planned = [(figure.target or 0) * (place + 1) / len(ends) for place in range(len(ends))]
    # Straight to the forecast, so that the line ends where the number stands.
    rise, days_left = (figure.forecast or 0) - figure.value, (about.ends_on - report.cut_off).days or 1
    ahead = [
        *counted,
        *(
            figure.value + rise * (min(day, about.ends_on) - report.cut_off).days / days_left
            for day in ends[len(gone) :]
        ),
    ]
    series: list[tuple[str, Sequence[float]]] = [
        (_("Counted"), counted),
        (_("At the pace of the last six months"), ahead),
        (_("Even pace"), planned),
    ]
    return line_chart(
        named(figure),
        _("%(value)d counted by %(day)s.", value=figure.value, day=iso_date(report.cut_off)),
        [f"{day:%Y-%m}" for day in ends],
        series if figure.forecast is not None else [series[0], series[2]],
        write=lambda value: number(value, 0 if value == int(value) else 1),
    )


def who_part(report: Report) -> AccountPart | None:
    """Return the rows behind the targets, each with what may be told of it; None where nothing is counted."""
    heads = [_("Company"), _("Infrastructure"), _("Size and field"), _("Municipality"), _("First use"), _("Evidence")]
    blocks: list[Block] = [
        _without_empty(grid(named(figure), heads, [_who(row) for row in figure.rows if row.counted]))
        for figure in report.targets
        if any(row.counted for row in figure.rows)
    ]
    told = [row.counted for figure in report.targets for row in figure.rows if row.counted]
    if any(facts.is_folded or not facts.size for facts in told):
        blocks.append(Remark(str(FOLDING)))
    return AccountPart("who", _("Who is counted"), blocks) if blocks else None


def _without_empty(told: Grid) -> Grid:
    """Return a table without the columns in which no row says anything, as where all sizes and fields are folded."""
    kept = [place for place in range(len(told.heads)) if any(row[place].text for row in told.rows)]
    rows = tuple(tuple(row[place] for place in kept) for row in told.rows)
    return replace(told, heads=tuple(told.heads[place] for place in kept), rows=rows)


def _who(row: ReportRow) -> list[GridCell | str]:
    facts = row.counted
    assert facts is not None  # noqa: S101 - only such rows are asked for
    label = _("Company %(number)d", number=facts.number) if facts.number else _("Company")
    size = [str(SIZE_NAMES[facts.size])] if facts.size in SIZE_NAMES else []
    place = row.municipality or (_("Other municipality") if facts.is_folded else facts.municipality)
    return [
        row.company or label,
        named(row, "title"),
        ", ".join([*size, *([facts.field] if facts.field else [])]),
        place or _("Municipality not known"),
        iso_date(facts.started_on),
        str(EVIDENCE_NAMES[facts.evidence_kind]) if facts.evidence_kind in EVIDENCE_NAMES else "",
    ]
