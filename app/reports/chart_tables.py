"""The numbers of a chart as a table, for paper: there nothing can be opened."""

from __future__ import annotations

from flask_babel import gettext as _

from app.reports.blocks import Chart, Grid, grid
from app.web.bar_charts import HeldChart
from app.web.charts import LineChart


def table_of(chart: Chart) -> Grid:
    """Return what a chart draws as a table with the chart's title."""
    if isinstance(chart, HeldChart):
        held = [[row.held.label, *row.held.cells] for row in chart.rows]
        return grid(chart.title, chart.heads, held, numbers=range(1, len(chart.heads)))
    if isinstance(chart, LineChart):
        heads = [_("When"), *(line.name for line in chart.lines)]
        points = [
            [label, *(line.texts[place] if place < len(line.texts) else "–" for line in chart.lines)]
            for place, label in enumerate(chart.labels)
        ]
        return grid(chart.title, heads, points, numbers=range(1, len(heads)))
    steps = [[row.label, row.text, row.note or "–"] for row in chart.rows]
    return grid(chart.title, [_("Stage"), _("Matches"), _("Median time from the step before")], steps, numbers=[1, 2])
