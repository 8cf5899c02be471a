"""Charts as pictures that stand alone: the page's own drawing, with its style and its words within."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flask import render_template

from app.reports.blocks import Chart
from app.web.style import read_sheets

# As wide as the text of a sheet of paper, in pixels of the page; and room for the legend above.
WIDTH: Final = 660
LEGEND_HEIGHT: Final = 18
LONGEST_LABEL: Final = 100  # signs
PIXELS_IN_REM: Final = 16
_SHEETS: Final = ("components/chart.css", "components/meter.css")
_ROLE: Final = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
# What holds on narrow screens or with the reader's own colours only.
_CONDITIONAL: Final = re.compile(r"@[^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def colours() -> dict[str, str]:
    """Return the colours and sizes of the look by their roles, as the style sheets name them."""
    return {role: value.strip() for role, value in _ROLE.findall(read_sheets("layouts/tokens.css"))}


def picture(chart: Chart) -> str:
    """Return a chart's drawing as SVG."""
    return _drawn(chart, chart.height, is_legend=False)


def legend_picture(chart: Chart) -> str | None:
    """Return what the lines or bars of a chart stand for, as SVG; None where there is but one thing."""
    return _drawn(chart, LEGEND_HEIGHT, is_legend=True) if chart.legend else None


def _drawn(chart: Chart, height: int, *, is_legend: bool) -> str:
    return render_template(
        "reports/_picture.html",
        chart=chart,
        width=WIDTH,
        height=height,
        is_legend=is_legend,
        style=_style(),
        longest_label=LONGEST_LABEL,
    )


@cache
def _style() -> str:
    """Return the rules of the charts for a reader of SVG that knows no variables: every one is put in its place."""
    roles = colours()
    text = _CONDITIONAL.sub("", _COMMENT.sub("", read_sheets(*_SHEETS)))
    text = re.sub(r"var\(--([a-z0-9-]+)\)", lambda found: roles[found[1]], text)
    return re.sub(r"([\d.]+)rem", lambda found: f"{float(found[1]) * PIXELS_IN_REM:g}px", text)
