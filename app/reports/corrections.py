"""What a frozen report would say differently if it were made today; the report itself stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from app.reports.content import EVENT, GAP, HELD, LADDER, LOST, NEXT, PROFILES, Report
from app.reports.figures import Figure, ReportRow
from app.reports.surrounding_facts import Worked

# What rows are told apart by.
RecordKey = tuple[str, int, int | float | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that a frozen report lacks, or has and would no longer have; `figure` may be new since."""

    figure: str
    row: ReportRow
    added: bool
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class StageCorrection:
    """A stage that more or fewer matches had reached by the end of the month than the frozen report says."""

    stage: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HoursCorrection:
    """Minutes that would be told otherwise: of an activity in the month, or for None all that were used by then."""

    activity: str | None
    before: int
    after: int


def stage_corrections(frozen: Report, current: Report) -> list[StageCorrection]:
    """Return the stages that would be counted otherwise if the report were made today, as the funnel has them."""
    now = {step.stage: step.reached for step in current.funnel}
    return [
        StageCorrection(step.stage, step.reached, now[step.stage])
        for step in frozen.funnel
        if now.get(step.stage, step.reached) != step.reached
    ]


def hours_corrections(frozen: Report, current: Report) -> list[HoursCorrection]:
    """Return the hours that would be told otherwise if the report were made today; none of a report without hours."""
    if frozen.worked is None or current.worked is None:
        return []
    before, after = minutes_of(frozen.worked), minutes_of(current.worked)
    names = sorted(before.keys() | after.keys(), key=lambda name: (name is None, name or ""))
    found = [HoursCorrection(name, before.get(name, 0), after.get(name, 0)) for name in names]
    return [each for each in found if each.before != each.after]


def minutes_of(worked: Worked | None) -> Mapping[str | None, int]:
    """Return the minutes by activity, and for None all that were used of the budget."""
    minutes: dict[str | None, int] = defaultdict(int)
    if worked is None:
        return minutes
    for row in worked.rows:
        minutes[row.activity.value] += row.minutes
    if worked.budget:
        minutes[None] = worked.budget.used_minutes
    return minutes


def corrections(frozen: Report, current: Report, merged: Mapping[int, int]) -> list[Correction]:
    """Return what would be different if the report were made today; the frozen one stays as it is.

    `merged` leads from a company that has become one with another to that one: only a number that differs is told.
    """
    then, now = frozen.all_figures(), current.all_figures()
    # Parts may be new; what older reports did not tell of is no correction.
    known = ((LOST, GAP) if frozen.about else ()) + ((EVENT, HELD, LADDER) if frozen.events else ())
    new = [code for code in now if code.startswith(known) and code not in then]
    found = []
    for code in (*then, *new):
        # What reports of the programme no longer tell of is no correction either.
        if code not in NEXT and not (code in PROFILES and code not in now):
            found += _changes(code, then.get(code), now.get(code), merged)
    return sorted(found, key=lambda entry: (entry.figure, not entry.added, entry.row.kind, entry.row.id))


def _changes(code: str, before: Figure | None, after: Figure | None, merged: Mapping[int, int]) -> list[Correction]:
    named = after or before
    names = {"name_sv": named.name_sv, "name_en": named.name_en} if named else {}
    had, has = (_by_record(figure.rows if figure else (), merged) for figure in (before, after))
    found = []
    for key in had.keys() | has.keys():
        old, new = had.get(key, []), has.get(key, [])
        found += [Correction(code, row, added=True, **names) for row in new[len(old) :]]
        found += [Correction(code, row, added=False, **names) for row in old[len(new) :]]
    return found


def _by_record(rows: tuple[ReportRow, ...], merged: Mapping[int, int]) -> dict[RecordKey, list[ReportRow]]:
    found: dict[RecordKey, list[ReportRow]] = {}
    for row in rows:
        found.setdefault(record_key(row, merged), []).append(row)
    return found


def record_key(row: ReportRow, merged: Mapping[int, int]) -> RecordKey:
    """Return what a row is about, where that is today, and how much it counts."""
    number = merged.get(row.id, row.id) if row.kind == "company" else row.id
    return (row.kind, number, row.amount)
