"""Bars that are held against something: how much of a target is reached, where a plan would be, what is forecast.

Each bar has its own scale, for targets are counted in different units. Places are percentages of the width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

ROW_HEIGHT = 48
# The bars leave room for their numbers, in per cent of the width.
LONGEST_BAR = 80
# Where a number is too long for that on a telephone, all of them stand below their bars.
LONGEST_TEXT = 12  # signs
WIDEST_BAR = 98
TALL_ROW_HEIGHT = 62
# On a telephone a longer label stands on two lines, and the first bar is moved down for that.
NARROW_LINE = 42  # signs
ROOM_ABOVE = 10


@dataclass(frozen=True, slots=True)
class Held:
    """What one bar shows. `planned` and `forecast` are left out where there are none; `cells` fill the table's row."""

    label: str
    text: str
    value: float
    target: float
    cells: tuple[str, ...]
    planned: float | None = None
    forecast: float | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class HeldBar:
    """One bar on paper: widths and places in per cent, `y` in pixels; None where there is nothing to draw.

    `forecast` is the width of what is forecast beyond what is reached. `narrow` has the lines of a label that is too
    long for a telephone, and is empty for others.
    """

    held: Held
    y: int
    track: float
    width: float
    forecast: float | None
    mark: float | None
    narrow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldChart:
    """Bars with their labels above and their numbers beside.

    Their numbers stand below them where the chart `is_tall`. `heads` name the columns of the table that goes with the
    drawing, the first one that of the labels. `legend` names the bar, the track up to the target, the plan and the
    forecast, as many of them as are drawn.
    """

    title: str
    description: str
    heads: tuple[str, ...]
    legend: tuple[str, ...]
    rows: tuple[HeldBar, ...]
    is_tall: bool = False
    kind: str = "held"

    @property
    def height(self) -> int:
        """Return the height of the drawing in pixels."""
        above = self.rows[0].y if self.rows else 0
        return above + len(self.rows) * (TALL_ROW_HEIGHT if self.is_tall else ROW_HEIGHT)


def held_chart(
    title: str, description: str, rows: Sequence[Held], *, heads: Sequence[str], legend: Sequence[str] = ()
) -> HeldChart:
    """Return one bar for each row."""
    is_tall = any(len(row.text) > LONGEST_TEXT for row in rows)
    height, longest = (TALL_ROW_HEIGHT, WIDEST_BAR) if is_tall else (ROW_HEIGHT, LONGEST_BAR)
    above = ROOM_ABOVE if rows and _lines(rows[0].label) else 0
    bars = tuple(_bar(row, above + place * height, longest) for place, row in enumerate(rows))
    return HeldChart(title, description, tuple(heads), tuple(legend), bars, is_tall)


def _bar(row: Held, y: int, longest: int) -> HeldBar:
    most = max(row.target, row.value, row.planned or 0, row.forecast or 0, 1)
    return HeldBar(
        row,
        y,
        track=_part(row.target, most, longest),
        width=_part(row.value, most, longest),
        forecast=None if row.forecast is None else _part(row.forecast - row.value, most, longest),
        mark=None if row.planned is None else _part(row.planned, most, longest),
        narrow=_lines(row.label),
    )


def _lines(label: str) -> tuple[str, ...]:
    """Return a label that is too long for one line of a telephone on two; the last one is cut."""
    return () if len(label) <= NARROW_LINE else tuple(wrap(label, NARROW_LINE, max_lines=2, placeholder=" …"))


def _part(value: float, most: float, longest: int) -> float:
    return round(longest * value / most, 2)
