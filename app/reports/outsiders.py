"""What outsiders are told of figures that divide or add up, so that no two numbers leave a few companies' own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from app.folding import fold, summed
from app.limits import FOLDED_UNDER
from models.base import swedish_sort_key

if TYPE_CHECKING:
    from app.reports.content import Parts
    from app.reports.figures import Figure, ReportRow

OTHER_PLACE: Final = ("Annan kommun", "Other municipality")


def told_parts(parts: Parts) -> Parts:
    """Return the parts of a figure, those of too few companies put together with others."""
    told, hidden = fold(parts.figures, _companies)
    return replace(parts, figures=tuple(told), folded=parts.folded + len(hidden))


def told_by_month(parts: Parts) -> Parts:
    """Return the parts of what happened in a quarter: all of them, or none where a month of it does not tell its own.

    Each month is told by itself as well, and what those that tell had can be taken from the quarter's. So a quarter
    tells no more than its months do.
    """
    months = {_month(row) for figure in parts.figures for row in figure.rows}
    if all(not told_parts(_of_month(parts, month)).folded for month in months):
        return parts
    return replace(parts, figures=(), folded=parts.folded + len(parts.figures))


def told_sum(figure: Figure) -> Figure:
    """Return a figure that amounts make up with the rows whose sum may be told; others as they are."""
    if all(row.amount is None for row in figure.rows):
        return figure
    rows = tuple(summed(figure.rows, lambda row: swedish_sort_key(row.company) if row.company else None))
    if any(row.amount is not None and row.company for row in figure.rows):
        # The pace of some months would tell what a few had in them.
        figure = replace(figure, pace=None, forecast=None)
    if not (withheld := len(figure.rows) - len(rows)):
        return figure
    # The pace that is still needed would tell how far all of them have come.
    return replace(figure, rows=rows, withheld=withheld, needed_a_month=None)


def told_before(before: Mapping[str, int | float], sums: Sequence[Figure], first: date) -> dict[str, int | float]:
    """Return the values of the time before, which ended before a day, with those of sums as they are told."""
    earlier = (
        replace(figure, rows=tuple(row for row in figure.rows if row.on is None or row.on < first))
        for figure in sums
        if any(row.amount is not None for row in figure.rows)
    )
    told = {figure.code: told_sum(figure).value for figure in earlier}
    return {code: told.get(code, value) for code, value in before.items()}


def told_places(rows: tuple[ReportRow, ...]) -> tuple[ReportRow, ...]:
    """Return rows of companies without the places where fewer than three came from in the same month."""
    living = Counter((row.title_sv, _month(row)) for row in rows if row.kind == "company")
    return tuple(
        replace(row, title_sv=OTHER_PLACE[0], title_en=OTHER_PLACE[1])
        if row.kind == "company" and living[row.title_sv, _month(row)] < FOLDED_UNDER
        else row
        for row in rows
    )


def _companies(figures: Sequence[Figure]) -> int:
    return len({row.company_id for figure in figures for row in figure.rows})


def _month(row: ReportRow) -> date | None:
    return row.on.replace(day=1) if row.on else None


def _of_month(parts: Parts, month: date | None) -> Parts:
    figures = (
        replace(figure, rows=tuple(row for row in figure.rows if _month(row) == month)) for figure in parts.figures
    )
    return replace(parts, figures=tuple(figure for figure in figures if figure.rows))
