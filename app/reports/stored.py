"""How a report is written as plain data and read again, whatever the format it was frozen in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.programmes.counted_facts import CountedFacts
from app.reports.content import MONTH_FIGURES, NEXT, OPEN_NEEDS, Figure, FunnelStep, Report, ReportRow
from models.matches import STAGES_IN_ORDER

# 1 is what was frozen before reports said their format; in 2 the rows behind a target say what may be told of them, and
# in 3 also the municipality, for the office.
FORMAT = 3
FIGURE_CODES = frozenset((*MONTH_FIGURES, *OPEN_NEEDS, *NEXT))
_STAGES = frozenset(stage.value for stage in STAGES_IN_ORDER)
_KINDS = frozenset({"company", "need", "match", "meeting", "use", "infrastructure"})


def to_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data, dates as text; `from_json` gives it back unchanged."""
    return {
        "format": FORMAT,
        "programme": report.programme,
        "month": report.month.isoformat(),
        "cut_off": report.cut_off.isoformat(),
        "is_over": report.is_over,
        "targets": [_figure_to_json(figure) for figure in report.targets],
        "figures": [_figure_to_json(figure) for figure in report.figures.values()],
        "funnel": [asdict(step) for step in report.funnel],
    }


def from_json(data: Mapping[str, Any]) -> Report:
    """Return the report that `to_json` wrote."""
    return Report(
        programme=data["programme"],
        month=date.fromisoformat(data["month"]),
        cut_off=date.fromisoformat(data["cut_off"]),
        is_over=data["is_over"],
        targets=tuple(_figures_from_json(data["targets"])),
        figures={figure.code: figure for figure in _figures_from_json(data["figures"])},
        funnel=tuple(FunnelStep(**step) for step in data["funnel"]),
    )


def _figure_to_json(figure: Figure) -> dict[str, Any]:
    return asdict(replace(figure, rows=())) | {
        "value": figure.value,
        "rows": [_row_to_json(row) for row in figure.rows],
    }


def _row_to_json(row: ReportRow) -> dict[str, Any]:
    data = asdict(row) | {"on": row.on.isoformat() if row.on else None}
    if row.counted:
        data["counted"]["started_on"] = row.counted.started_on.isoformat()
    return data


def _figures_from_json(figures: Iterable[Mapping[str, Any]]) -> Iterable[Figure]:
    for data in figures:
        rows = tuple(_row_from_json(row) for row in data["rows"])
        yield Figure(**{key: value for key, value in data.items() if key not in ("rows", "value")}, rows=rows)


def _row_from_json(data: Mapping[str, Any]) -> ReportRow:
    counted = data.get("counted")
    if counted is not None:
        counted = CountedFacts(**counted | {"started_on": date.fromisoformat(counted["started_on"])})
    on = date.fromisoformat(data["on"]) if data["on"] else None
    return ReportRow(**dict(data) | {"on": on, "counted": counted})


def is_well_formed(report: Report) -> bool:
    """Tell whether what was read can be shown: every figure, stage and row is of its kind."""
    figures = report.all_figures().values()
    return (
        {*MONTH_FIGURES, *OPEN_NEEDS} <= report.figures.keys() <= FIGURE_CODES
        and all(step.stage in _STAGES and _is(step.reached, int) for step in report.funnel)
        and all(_is(step.median_days, int, float, None) for step in report.funnel)
        and all(_is(number, int, None) for figure in figures for number in (figure.target, figure.planned))
        and all(_is(figure.needed_a_month, int, float, None) and _is(figure.code, str) for figure in figures)
        and all(row.kind in _KINDS and _is(row.id, int) for figure in figures for row in figure.rows)
        and all(_is(row.match_id, int, None) for figure in figures for row in figure.rows)
        and all(_is(row.company_id, int, None) for figure in figures for row in figure.rows)
    )


def _is(value: object, *kinds: type | None) -> bool:
    return type(value) in {type(None) if kind is None else kind for kind in kinds}
