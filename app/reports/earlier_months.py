"""What later changes made of months that are frozen, as the next report tells it: once, and in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.reports.content import HOURS, STAGE, Report
from app.reports.corrections import (
    Correction,
    RecordKey,
    corrections,
    hours_corrections,
    minutes_of,
    record_key,
    stage_corrections,
)
from app.reports.figures import EarlierChange, ReportRow

# What has been told of each figure of a month, by the month and the figure's code, the last telling last.
Told = Mapping[tuple[str, str], Sequence[EarlierChange]]


def told_of(reports: Iterable[Report]) -> Told:
    """Return what frozen reports have told of the months before them; they come in the order of their freezing."""
    told: dict[tuple[str, str], list[EarlierChange]] = {}
    for report in reports:
        for change in report.changes:
            told.setdefault((change.span, change.code), []).append(change)
    return told


def changes_of(frozen: Report, now: Report, told: Told, merged: Mapping[int, int]) -> list[EarlierChange]:
    """Return what would differ in a frozen report if it were made today, but for what has been told already."""
    differing: dict[str, list[Correction]] = {}
    for each in corrections(frozen, now, merged):
        differing.setdefault(each.figure, []).append(each)
    codes = (
        *differing,
        *(f"{STAGE}{each.stage}" for each in stage_corrections(frozen, now)),
        *(f"{HOURS}{each.activity or ''}" for each in hours_corrections(frozen, now)),
        *(code for span, code in told if span == frozen.month_text),
    )
    found = []
    for code in dict.fromkeys(codes):
        earlier = told.get((frozen.month_text, code), ())
        added, removed = _rows_since(differing.get(code, ()), earlier, merged)
        before, after = earlier[-1].now if earlier else _value(frozen, code), _value(now, code)
        if added or removed or before != after:
            # What came and went again since has its name from the telling of it alone.
            named = now.all_figures().get(code) or frozen.all_figures().get(code) or (earlier[-1] if earlier else None)
            names = (named.name_sv, named.name_en) if named else ("", "")
            found.append(EarlierChange(frozen.month_text, code, before, after, *names, added, removed))
    return found


def _rows_since(
    differing: Sequence[Correction], earlier: Sequence[EarlierChange], merged: Mapping[int, int]
) -> tuple[tuple[ReportRow, ...], tuple[ReportRow, ...]]:
    """Return the rows that have come and those that have gone since the last telling; what went and came is neither."""
    counts: Counter[RecordKey] = Counter()
    rows: dict[RecordKey, ReportRow] = {}
    signed = [(each.row, 1 if each.added else -1) for each in differing]
    for change in earlier:
        signed += [(row, -1) for row in change.added] + [(row, 1) for row in change.removed]
    for row, sign in signed:
        key = record_key(row, merged)
        counts[key] += sign
        rows.setdefault(key, row)
    added = tuple(rows[key] for key, count in counts.items() for _ in range(count))
    return added, tuple(rows[key] for key, count in counts.items() for _ in range(-count))


def _value(report: Report, code: str) -> int | float:
    if code.startswith(STAGE):
        return sum(step.reached for step in report.funnel if step.stage == code.removeprefix(STAGE))
    if code.startswith(HOURS):
        return minutes_of(report.worked).get(code.removeprefix(HOURS) or None, 0)
    figure = report.all_figures().get(code)
    return figure.value if figure else 0
