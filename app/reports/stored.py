"""How a report is written as plain data and read again, whatever the format it was frozen in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.programmes.counted_facts import CountedFacts
from app.reports.content import FunnelStep, Parts, Report
from app.reports.figures import EarlierChange, Figure, ReportRow
from app.reports.stored_parts import about_from_json, standings_from_json, worked_from_json

# 1 is what was frozen before reports said their format; in 2 the rows behind a target say what may be told of them, in
# 3 also the municipality, for the office, and 4 holds all that a report needs to be written again; 5 tells also what
# became of months that were frozen before, events, each rule's sentence, evidence and units: see `Report`. In 6 rows
# say to which size, area and region of the programme they belong, and the funnel has its rows.
FORMAT = 6


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
        "funnel": [_step_to_json(step) for step in report.funnel],
        "about": dated(asdict(report.about)) if report.about else None,
        "lost": _parts_to_json(report.lost),
        "gaps": _parts_to_json(report.gaps),
        "before": dict(report.before),
        "standings": [dated(asdict(standing)) for standing in report.standings],
        "worked": dated(asdict(report.worked)) if report.worked else None,
        "comment": report.comment,
        **({"months": report.months} if report.months > 1 else {}),
        "events": _parts_to_json(report.events) if report.events else None,
        "ladder": _parts_to_json(report.ladder) if report.ladder else None,
        "held_against": list(report.held_against),
        "changes": [dated(asdict(change)) for change in report.changes],
        "changes_folded": report.changes_folded,
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
        funnel=tuple(map(_step_from_json, data["funnel"])),
        about=about_from_json(data.get("about")),
        lost=_parts_from_json(data.get("lost")),
        gaps=_parts_from_json(data.get("gaps")),
        before=data.get("before", {}),
        standings=standings_from_json(data.get("standings", ())),
        worked=worked_from_json(data.get("worked")),
        comment=data.get("comment", ""),
        months=data.get("months", 1),
        events=_parts_from_json(data["events"]) if data.get("events") else None,
        ladder=_parts_from_json(data["ladder"]) if data.get("ladder") else None,
        held_against=tuple(data.get("held_against", ())),
        changes=tuple(map(_change_from_json, data.get("changes", ()))),
        changes_folded=data.get("changes_folded", 0),
    )


def dated(data: Any) -> Any:
    """Return plain data with every day as text, wherever it stands."""
    match data:
        case date():
            return data.isoformat()
        case dict():
            return {key: dated(value) for key, value in data.items()}
        case list() | tuple():
            return [dated(value) for value in data]
        case _:
            return data


def _figure_to_json(figure: Figure) -> dict[str, Any]:
    told = asdict(replace(figure, rows=()))
    for only_outside in ("withheld", "splits"):
        if not told[only_outside]:
            del told[only_outside]
    return told | {"value": figure.value, "rows": [dated(asdict(row)) for row in figure.rows]}


def _step_to_json(step: FunnelStep) -> dict[str, Any]:
    """Return a step of the funnel; of its rows, which are all that ever were, only what they say."""
    rows = None
    if step.rows is not None:
        said = (dated(asdict(row)).items() for row in step.rows)
        rows = [{name: value for name, value in items if value or name == "days"} for items in said]
    return {**asdict(replace(step, rows=None)), "rows": rows}


def _step_from_json(data: Mapping[str, Any]) -> FunnelStep:
    rows = data.get("rows")
    blank = {"on": None, "title_sv": "", "title_en": ""}
    kept = None if rows is None else tuple(_row_from_json({**blank, **row}) for row in rows)
    return FunnelStep(**dict(data) | {"rows": kept})


def _parts_to_json(parts: Parts) -> dict[str, Any]:
    return {"figures": [_figure_to_json(figure) for figure in parts.figures], "folded": parts.folded}


def _parts_from_json(data: Mapping[str, Any] | None) -> Parts:
    return Parts(tuple(_figures_from_json(data["figures"])), data["folded"]) if data else Parts()


def _figures_from_json(figures: Iterable[Mapping[str, Any]]) -> Iterable[Figure]:
    for data in figures:
        rows = tuple(_row_from_json(row) for row in data["rows"])
        yield Figure(**{key: value for key, value in data.items() if key not in ("rows", "value")}, rows=rows)


def _change_from_json(data: Mapping[str, Any]) -> EarlierChange:
    rows = {name: tuple(_row_from_json(row) for row in data[name]) for name in ("added", "removed")}
    return EarlierChange(**dict(data) | rows)


def _row_from_json(data: Mapping[str, Any]) -> ReportRow:
    counted = data.get("counted")
    if counted is not None:
        counted = CountedFacts(**counted | {"started_on": date.fromisoformat(counted["started_on"])})
    on = date.fromisoformat(data["on"]) if data["on"] else None
    parts = tuple((by, part if isinstance(part, str) else tuple(part)) for by, part in data.get("parts", ()))
    return ReportRow(**dict(data) | {"on": on, "counted": counted, "parts": parts})
