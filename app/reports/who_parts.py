"""Who the counted ones are, as far as may be told, and how each indicator is counted."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from app.reports.blocks import AccountPart, Block, Grid, GridCell, Remark, grid
from app.reports.content import Report
from app.reports.figures import ReportRow
from app.reports.names import EVIDENCE_NAMES, FOLDING, SIZE_NAMES
from app.web.i18n import iso_date, named


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


def rules_part(report: Report) -> AccountPart | None:
    """Return how each indicator is counted, by its rule as it was then; None in reports that kept no rule."""
    rows = [[named(figure), named(figure, "rule")] for figure in report.targets if figure.rule_sv]
    title = _("How it is counted")
    return AccountPart("rules", title, [grid(title, [_("Indicator"), _("Rule")], rows)]) if rows else None


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
