"""How the parts of a report that came with format 4 are read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from app.hours.budget import Budget
from app.reports.surrounding_facts import About, InfrastructureStanding, Worked, WorkedRow
from models.time_entries import Activity


def about_from_json(data: Mapping[str, Any] | None) -> About | None:
    """Return what a report tells of its programme; None in one that tells nothing."""
    return About(**_with_days(data, "starts_on", "ends_on", "made_on")) if data else None


def standings_from_json(standings: Iterable[Mapping[str, Any]]) -> tuple[InfrastructureStanding, ...]:
    """Return how far the units had come."""
    return tuple(InfrastructureStanding(**_with_days(standing, "opened_on", "confirmed_on")) for standing in standings)


def worked_from_json(data: Mapping[str, Any] | None) -> Worked | None:
    """Return the hours of the month and the budget."""
    if not data:
        return None
    rows = tuple(
        WorkedRow(date.fromisoformat(row["on"]), Activity(row["activity"]), row["minutes"]) for row in data["rows"]
    )
    if not data["budget"]:
        return Worked(rows, None)
    budget = _with_days(data["budget"], "lasts_until")
    series = {name: tuple(budget[name]) for name in ("months", "left", "planned", "forecast")}
    return Worked(rows, Budget(**budget | series))


def _with_days(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return dict(data) | {name: date.fromisoformat(data[name]) if data[name] else None for name in names}
