"""How far the targets have come, in bars and lines, and the numbers of figures in words."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.programmes.achievement_names import measure_name
from app.reports.blocks import AccountPart, Block, ChartBlock, GridCell, Link, Remark, grid
from app.reports.content import Report
from app.reports.figures import Figure
from app.reports.forecast import cumulative, months_between
from app.reports.surrounding_facts import About
from app.web.bar_charts import Held, held_chart
from app.web.charts import LineChart, line_chart
from app.web.i18n import amount_in, iso_date, named, short_number
from models.clock import last_of_month
from models.programmes import CountingRule

# What is measured and not counted is told with its unit.
MEASURED = ("sek", "fte")
# So many targets have a line of their own; the others have a bar.
LINES = 2


def targets_part(report: Report, about: About, link: Link) -> AccountPart | None:
    """Return the progress toward every target, with the plan, the pace and a forecast that says what it rests on.

    What has no target to reach stands in a table of its own. None for a programme without indicators.
    """
    aimed = [figure for figure in report.targets if figure.target]
    blocks: list[Block] = _aimed(aimed, report, about, link) if aimed else []
    if others := [figure for figure in report.targets if not figure.target]:
        rows: list[list[GridCell | str]] = [[named(each), GridCell(value_text(each), each.code)] for each in others]
        blocks.append(grid(_("Without a target to reach"), [_("Indicator"), _("Counted")], rows, numbers=[1]))
    return AccountPart("targets", _("Progress toward the targets"), blocks) if blocks else None


def _aimed(aimed: Sequence[Figure], report: Report, about: About, link: Link) -> list[Block]:
    end, is_forecast = iso_date(about.ends_on), any(figure.forecast is not None for figure in aimed)
    chart = held_chart(
        _("Counted against the targets"),
        _("What is counted by %(day)s, of each target.", day=iso_date(report.cut_off)),
        [_bar(figure, link) for figure in aimed],
        heads=[
            _("Target"),
            _("Counted"),
            _("Target"),
            _("Plan by now"),
            _("A month lately"),
            _("Forecast"),
            _("Needed a month"),
        ],
        legend=[
            *(_("Counted so far"), _("Target"), _("Plan by now (even pace)")),
            *([_("Forecast for %(day)s", day=end)] if is_forecast else []),
        ],
    )
    rests = [str(_("The plan is an even pace over the whole programme."))]
    if is_forecast:
        told = _("A forecast is no promise: it is what the pace of the last six months comes to by %(day)s.", day=end)
        rests.append(str(told))
    blocks: list[Block] = [ChartBlock("targets", chart), Remark(" ".join(rests))]
    if withheld := sum(figure.withheld for figure in report.targets):
        text = ngettext(
            "%(num)d amount is not added up here until it concerns at least three companies together with others.",
            "%(num)d amounts are not added up here until they concern at least three companies.",
            withheld,
        )
        blocks.append(Remark(text))
    lines = [figure for figure in aimed[:LINES] if _tells_amounts(figure)]
    return [*blocks, *(ChartBlock(f"line-{figure.code}", _line(figure, report, about)) for figure in lines)]


def _tells_amounts(figure: Figure) -> bool:
    """Tell whether every row says how much it adds: that of a company is the office's."""
    return figure.rule != CountingRule.REPORTED or all(row.amount is not None for row in figure.rows)


def _bar(figure: Figure, link: Link) -> Held:
    target = figure.target or 0
    value = value_text(figure)
    cells = (
        value,
        amount_in(target, figure.measure),
        "–" if figure.planned is None else amount_in(figure.planned, figure.measure),
        "–" if figure.pace is None else short_number(figure.pace),
        "–" if figure.forecast is None else amount_in(figure.forecast, figure.measure),
        "–" if figure.needed_a_month is None else short_number(figure.needed_a_month),
    )
    return Held(
        named(figure),
        goal_text(figure),
        figure.value,
        target,
        cells,
        figure.planned,
        figure.forecast,
        link(figure.code),
    )


def goal_text(figure: Figure) -> str:
    """Return a figure's value beside its target: 1 680 000 av 4 000 000 kronor; the value alone without a target."""
    if figure.target is None:
        return value_text(figure)
    told = _("%(value)s of %(target)s", value=_told(figure), target=amount_in(figure.target, figure.measure))
    return _measured(str(told), figure)


def value_text(figure: Figure) -> str:
    """Return the number of a figure as its reader is told it, with its unit where the name does not say it."""
    return _told(figure) if figure.withheld and not figure.value else _measured(_told(figure), figure)


def _measured(text: str, figure: Figure) -> str:
    return f"{text} {measure_name(figure.measure)}" if figure.measure in MEASURED else text


def _told(figure: Figure) -> str:
    """Return the number of a figure as its reader is told it: of a sum at least what may be told."""
    if not figure.withheld:
        return amount_in(figure.value, figure.measure)
    return str(
        _("at least %(value)s", value=amount_in(figure.value, figure.measure)) if figure.value else _("not told")
    )


def _line(figure: Figure, report: Report, about: About) -> LineChart:
    """Return what was counted by the end of each month, the even pace, and where the last months' pace leads."""
    ends = months_between(about.starts_on, about.ends_on)
    gone = [day for day in ends if day <= last_of_month(report.cut_off)]
    rows = [(row.on, 1 if row.amount is None else row.amount) for row in figure.rows if row.on is not None]
    counted = cumulative(rows, gone)
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
        (_("Forecast: pace of the last six months"), ahead),
        (_("Plan: even pace to the target"), planned),
    ]
    return line_chart(
        named(figure),
        _("%(value)s counted by %(day)s.", value=value_text(figure), day=iso_date(report.cut_off)),
        [f"{day:%Y-%m}" for day in ends],
        series if figure.forecast is not None else [series[0], series[2]],
        write=lambda value: short_number(value, 1),
    )
