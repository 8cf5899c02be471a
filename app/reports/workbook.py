"""A report as a workbook: the figures, and every row behind each; a figure has as many rows as it says."""

from __future__ import annotations

from flask_babel import gettext as _

from app.labels import ACTIVITY_NAMES, STAGE_NAMES
from app.programmes.achievement_names import SPLIT_NAMES, measure_name, part_name
from app.reports.change_parts import change_name, value_of
from app.reports.content import EVENT, HELD, Report
from app.reports.figures import Figure, ReportRow
from app.reports.funnel import stage_figures
from app.reports.infrastructure_parts import lacks_infrastructures, not_of_programme
from app.reports.names import EVIDENCE_NAMES, FIGURE_NAMES, KIND_NAMES, SIZE_NAMES
from app.reports.of_which_parts import of_which
from app.reports.surrounding_facts import About
from app.reports.target_parts import value_text
from app.web.i18n import named
from app.web.spreadsheets import Cell, Sheet, marked, write_xlsx
from models.matches import CloseReason, Stage
from models.programmes import CountingRule


def write_workbook(report: Report, about: About) -> bytes:
    """Return a report as XLSX, made for the reader that the report was made for; no cell is a formula."""
    sheets = [
        _figures(report),
        _of_which(report),
        _rows(report),
        _funnel(report),
        _standings(report),
        _hours(report),
        _changes(report),
    ]
    return write_xlsx([sheet for sheet in sheets if sheet is not None], dated=about.made_on)


def figure_name(figure: Figure) -> str:
    """Return what a figure is called: what it was named when it was counted, or what all reports call it."""
    return named(figure) if figure.name_sv else str(FIGURE_NAMES[figure.code])


def _figures(report: Report) -> Sheet:
    before = _("The month before") if report.months == 1 else _("The quarter before")
    heads = [
        *(_("Figure"), _("Number"), before, _("Target"), _("Plan by now"), _("Forecast")),
        *(_("A month lately"), _("Needed a month"), _("As of"), _("Measured in"), _("How it is counted")),
    ]
    rows: list[list[Cell]] = [
        [
            *(
                figure_name(figure),
                value_text(figure) if figure.withheld else figure.value,
                # Of a type of event that there was none of before, as on the page.
                report.before.get(code, 0 if report.before and code.startswith((EVENT, HELD)) else None),
                figure.target,
                figure.planned,
            ),
            *(figure.forecast, figure.pace, figure.needed_a_month, report.cut_off),
            *(measure_name(figure.measure) if figure.measure else None, named(figure, "rule") or None),
        ]
        for code, figure in report.all_figures().items()
    ]
    return Sheet(_("Figures"), heads, rows)


def _of_which(report: Report) -> Sheet | None:
    rows: list[list[Cell]] = [
        [figure_name(figure), str(SPLIT_NAMES[each.by]), part_name(part), number]
        for figure, each in of_which(report)
        for part, number in each.parts
    ]
    return Sheet(_("Of which"), [_("Target"), _("Divided"), _("Group"), _("Companies")], rows) if rows else None


def _rows(report: Report) -> Sheet:
    heads = [
        *(_("Figure"), _("Kind"), _("Row"), _("Company"), _("Date"), _("Size and field"), _("Municipality")),
        *(_("First use"), _("Evidence"), _("Why"), _("Amount")),
    ]
    figures = (*report.all_figures().values(), *stage_figures(report).values())
    rows = [[figure_name(figure), *_row(row, figure)] for figure in figures for row in figure.rows]
    return Sheet(_("Rows"), heads, rows)


def _row(row: ReportRow, figure: Figure) -> list[Cell]:
    """Return a row; an amount that is only the office's says so, so that nobody adds up what is not all there."""
    facts = row.counted
    amount: Cell = row.amount
    if amount is None and figure.rule == CountingRule.REPORTED:
        amount = _("only the office sees it")
    reason = str(FIGURE_NAMES[f"lost-{CloseReason(row.reason).value}"]) if row.reason else None
    kept: list[Cell] = [str(KIND_NAMES[row.kind]), marked(named(row, "title"), is_demo=row.is_demo)]
    if facts is None:
        evidence = (row.evidence or _("There is evidence.")) if row.kind == "achievement" else None
        return [*kept, row.company, row.on, None, None, None, evidence, reason, amount]
    label = _("Company %(number)d", number=facts.number) if facts.number else _("Company")
    size = str(SIZE_NAMES[facts.size]) if facts.size in SIZE_NAMES else None
    return [
        *(*kept, row.company or label, row.on, ", ".join(part for part in (size, facts.field) if part)),
        row.municipality or (_("Other municipality") if facts.is_folded else facts.municipality),
        *(facts.started_on, str(EVIDENCE_NAMES.get(facts.evidence_kind or "", "")) or None, reason, amount),
    ]


def _funnel(report: Report) -> Sheet:
    rows: list[list[Cell]] = [
        [str(STAGE_NAMES[Stage(step.stage)]), step.reached, step.median_days] for step in report.funnel
    ]
    return Sheet(_("Stages"), [_("Stage"), _("Matches"), _("Median days from the step before")], rows)


def _changes(report: Report) -> Sheet | None:
    """Return what became of frozen months, with every row that came or went."""
    if not report.held_against:
        return None
    heads = [_("Report"), _("Figure"), _("Told before"), _("Now"), _("Change"), _("Row"), _("Company"), _("Date")]
    rows: list[list[Cell]] = []
    for change in report.changes:
        begins: list[Cell] = [
            change.span,
            change_name(change),
            value_of(change, change.before),
            value_of(change, change.now),
        ]
        for word, moved in ((_("added since"), change.added), (_("no longer counted"), change.removed)):
            rows += [[*begins, word, named(row, "title"), row.company, row.on] for row in moved]
        if not (change.added or change.removed):
            rows.append([*begins, None, None, None, None])
    return Sheet(_("Corrections to earlier months"), heads, rows)


def _standings(report: Report) -> Sheet | None:
    if not report.standings:
        is_told = report.about and lacks_infrastructures(report)
        return Sheet(_("Readiness"), [_("Infrastructure")], [[not_of_programme()]]) if is_told else None
    heads = [_("Infrastructure"), _("Items in place"), _("Lowest level"), _("Opened"), _("Confirmed")]
    rows: list[list[Cell]] = [
        [named(standing), standing.passed, standing.level, standing.opened_on, standing.confirmed_on]
        for standing in report.standings
    ]
    return Sheet(_("Readiness"), heads, rows)


def _hours(report: Report) -> Sheet | None:
    if report.worked is None:
        return None
    names = {activity.value: str(name) for activity, name in ACTIVITY_NAMES.items()}
    rows: list[list[Cell]] = [[row.on, names[row.activity], row.minutes] for row in report.worked.rows]
    return Sheet(_("Hours"), [_("Day"), _("Activity"), _("Minutes")], rows)
