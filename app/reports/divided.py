"""The companies behind a target by size, by area and by region, as they stand in its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.programmes.splits import UNKNOWN, FigureSplit, split, splits_of
from models.municipalities import county_of

if TYPE_CHECKING:
    from app.reports.figures import Figure, ReportRow

_BY: Final = ("size", "area", "region")


def splits_in(figure: Figure, *, outside: bool) -> tuple[FigureSplit, ...]:
    """Return how the companies of a figure divide, small groups together for outsiders; nothing for other figures."""
    if not figure.rows:
        return ()
    if all(row.parts for row in figure.rows):
        return splits_of([row.parts for row in figure.rows], outside=outside)
    # What was frozen before its rows said their parts divides as it did then.
    if any(row.kind != "company" or row.counted is None for row in figure.rows):
        return ()
    return tuple(split(by, (_value(by, row) for row in figure.rows), outside=outside) for by in _BY)


def _value(by: str, row: ReportRow) -> str:
    facts = row.counted
    assert facts is not None  # noqa: S101 - only such rows are asked for
    if by == "size":
        return facts.size or UNKNOWN
    return (facts.field if by == "area" else county_of(row.municipality or facts.municipality)) or UNKNOWN
