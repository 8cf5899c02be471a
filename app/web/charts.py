"""Geometry of the charts: numbers become places on the paper; `components/chart.html` draws them.

Widths and horizontal places are percentages and vertical places are pixels, so that a chart fits any width of screen
or paper without its letters growing or shrinking.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

ROW_HEIGHT = 42
PLOT_HEIGHT = 180
PLOT_TOP = 10
PLOT_LEFT = 7.0
PLOT_RIGHT = 98.0
MOST_LABELS = 7
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: `text` is its value as written, `width` its length in per cent, `y` its top in pixels.

    `share` is its part of the bar before, in per cent; a `note` says something else in its place.
    """

    label: str
    text: str
    width: float
    y: int
    note: str = ""
    share: int | None = None


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Horizontal bars under their labels, one for each stage of a way."""

    title: str
    description: str
    unit: str
    rows: tuple[BarRow, ...]
    legend: tuple[str, ...] = ()
    kind: str = "funnel"

    @property
    def height(self) -> int:
        """Return the height of the drawing in pixels."""
        return len(self.rows) * ROW_HEIGHT


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and the text beside it; `minor` ones give way on a narrow screen."""

    at: float
    text: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a line chart: its points (x in per cent, y in pixels) and the values they stand for."""

    name: str
    texts: tuple[str, ...]
    points: tuple[tuple[float, float], ...]

    @property
    def segments(self) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
        """Return the straight pieces between neighbouring points."""
        return tuple(pairwise(self.points))


@dataclass(frozen=True, slots=True)
class LineChart:
    """Series over time on common axes; the second series is drawn dashed (a plan, a forecast)."""

    title: str
    description: str
    unit: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    kind: str = "line"

    @property
    def legend(self) -> tuple[str, ...]:
        """Return the names of the series, where there are several."""
        return tuple(line.name for line in self.lines) if len(self.lines) > 1 else ()

    @property
    def height(self) -> int:
        """Return the height of the drawing in pixels, with room for the labels under the plot."""
        return PLOT_TOP + PLOT_HEIGHT + 26


def written(value: float) -> str:
    """Return a number as text without a needless decimal part; `write` takes one with the reader's decimal sign."""
    return str(int(value)) if value == int(value) else f"{value:.1f}"


def funnel_chart(
    title: str, description: str, stages: Sequence[tuple[str, int]], *, notes: Sequence[str] = (), unit: str = ""
) -> FunnelChart:
    """Return one bar per stage with its note, if any; without notes, which share of the stage before came this far."""
    first = max((count for _, count in stages), default=0) or 1
    before = [0, *(count for _, count in stages)]
    rows = tuple(
        BarRow(
            label,
            str(count),
            round(100 * count / first, 2),
            place * ROW_HEIGHT,
            notes[place] if notes else "",
            # Notes say one thing of all bars, or nothing: a share is none of them. Where some skipped the stage before,
            # more than all of it came this far; no share says that.
            round(100 * count / before[place]) if not notes and 0 < before[place] >= count else None,
        )
        for place, (label, count) in enumerate(stages)
    )
    return FunnelChart(title, description, unit, rows)


def line_chart(
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    unit: str = "",
    write: Callable[[float], str] = written,
) -> LineChart:
    """Return series over the labels; a series may be shorter than the labels (the rest has not happened yet)."""
    top, step = _scale(max((value for _, values in series for value in values), default=0))
    y_ticks = tuple(Tick(_height(step * count, top), write(step * count)) for count in range(round(top / step) + 1))
    lines = tuple(
        Line(
            name,
            tuple(write(value) for value in values),
            tuple((_across(place, len(labels)), _height(value, top)) for place, value in enumerate(values)),
        )
        for name, values in series
    )
    return LineChart(title, description, unit, tuple(labels), lines, _label_ticks(labels), y_ticks)


def _scale(most: float) -> tuple[float, float]:
    """Return the top of the axis and its step (1, 2 or 5 times a power of ten), with three to five steps."""
    most = max(most, 3)
    power = 10.0 ** floor(log10(most / 4))
    step = next(power * factor for factor in (1, 2, 5, 10) if most / (power * factor) <= MOST_STEPS)
    step = max(step, 1.0)
    return ceil(most / step) * step, step


def _across(place: int, places: int) -> float:
    if places <= 1:
        return PLOT_LEFT
    return round(PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * place / (places - 1), 2)


def _height(value: float, top: float) -> float:
    """Return where a value is drawn; what is below nothing is drawn as nothing, and its number says the rest."""
    value = max(value, 0.0)
    return round(PLOT_TOP + PLOT_HEIGHT * (1 - value / top), 1)


def _label_ticks(labels: Sequence[str]) -> tuple[Tick, ...]:
    """Return as many labels as have room, evenly spread; every second of them gives way on a narrow screen."""
    every = ceil(len(labels) / MOST_LABELS) or 1
    shown = range(0, len(labels), every)
    return tuple(
        Tick(_across(place, len(labels)), labels[place], minor=bool(turn % 2)) for turn, place in enumerate(shown)
    )
