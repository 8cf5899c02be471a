"""The figures of a month, each the rows that make it; the month before is counted by the same functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.needs.met import state_of
from app.reports.content import LOST, Parts
from app.reports.figures import Figure, ReportRow
from app.reports.month import Month
from app.reports.records import Event, MatchRecord, NeedRecord
from app.reports.rows import company_row, match_row, need_row
from app.reports.stages import furthest, furthest_before_closing
from models.matches import CloseReason, Stage
from models.meetings import MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme

AHEAD = timedelta(days=30)


def month_figures(
    newcomers: Sequence[tuple[Company, date]], needs: list[NeedRecord], matches: list[MatchRecord], month: Month
) -> dict[str, Figure]:
    """Return the figures of a month by their codes, in the order in which a report tells them."""
    figures = [
        _new_companies(newcomers, month),
        _new_needs(needs, month),
        _introductions(matches, month),
        *_meetings(matches, month),
        _uses(matches, month),
        _lost(matches, month),
        *_open_needs(needs, matches, month),
    ]
    return {figure.code: figure for figure in figures}


def next_steps(matches: Iterable[MatchRecord], month: Month) -> Figure:
    """Return the matches whose next step is due within thirty days of the cut-off."""
    rows = [
        match_row(match, "match", match.id, match.next_step_on)
        for match in matches
        if match.next_step_on is not None and match.next_step_on <= month.cut_off + AHEAD
    ]
    return Figure("next_steps", tuple(sorted(rows, key=lambda row: (row.on or date.max, row.id))))


def by_reason(lost: Figure) -> Parts:
    """Return the lost matches by why they were closed, the reason of most first."""
    figures = []
    for reason in CloseReason:
        rows = tuple(row for row in lost.rows if (row.reason or CloseReason.OTHER.value) == reason.value)
        figures.append(Figure(f"{LOST}{reason.value}", rows))
    return Parts(tuple(sorted((each for each in figures if each.rows), key=lambda each: -each.value)))


def read_newcomers(session: Session, programme: Programme, since: Month) -> Sequence[tuple[Company, date]]:
    """Return the companies that have come into a programme since a month began, each with its first need's day."""
    first_need = (
        sa.select(Need.company_id, sa.func.min(Need.opened_on).label("opened_on"))
        .where(Need.programme_id == programme.id)
        .group_by(Need.company_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Company, first_need.c.opened_on)
        .join(first_need, first_need.c.company_id == Company.id)
        .where(
            # A need that is still a draft has opened nothing.
            first_need.c.opened_on.is_not(None),
            first_need.c.opened_on >= since.first,
        )
        .order_by(Company.id)
    )
    return [(company, opened_on) for company, opened_on in rows]


def _new_companies(newcomers: Iterable[tuple[Company, date]], month: Month) -> Figure:
    """Count a company once in a programme: on the day when its first need there came in."""
    rows = (company_row(company, opened_on) for company, opened_on in newcomers if month.holds(opened_on))
    return Figure("new_companies", tuple(rows))


def _new_needs(needs: Iterable[NeedRecord], month: Month) -> Figure:
    return Figure("new_needs", tuple(need_row(need) for need in needs if month.holds(need.opened_on)))


def _introductions(matches: Iterable[MatchRecord], month: Month) -> Figure:
    return Figure("introductions", _came_to(Stage.INTRODUCED, matches, month))


def _lost(matches: Iterable[MatchRecord], month: Month) -> Figure:
    """Count the matches that had come to a stage and were closed before a use; one that came later changes nothing."""
    kept = (match for match in matches if furthest_before_closing(match.taken_by_closing()) not in (None, Stage.USED))
    return Figure("matches_lost", _came_to(Stage.CLOSED, kept, month))


def _came_to(stage: Stage, matches: Iterable[MatchRecord], month: Month) -> tuple[ReportRow, ...]:
    days = ((match, match.taken.get(stage)) for match in matches)
    return tuple(
        match_row(match, "match", match.id, on, reason=match.close_reason if stage is Stage.CLOSED else None)
        for match, on in days
        if month.holds(on)
    )


def _meetings(matches: Iterable[MatchRecord], month: Month) -> list[Figure]:
    meetings: list[tuple[MatchRecord, Event]] = [
        (match, meeting) for match in matches for meeting in match.meetings if month.holds(meeting.on)
    ]
    return [
        Figure(
            f"meetings_{status.value}",
            tuple(
                match_row(match, "meeting", meeting.id, meeting.on)
                for match, meeting in meetings
                if meeting.status is status
            ),
        )
        for status in (MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.NOT_HELD)
    ]


def _uses(matches: Iterable[MatchRecord], month: Month) -> Figure:
    uses: list[tuple[MatchRecord, Event]] = [
        (match, use) for match in matches for use in match.uses if month.holds(use.on)
    ]
    return Figure("uses_started", tuple(match_row(match, "use", use.id, use.on) for match, use in uses))


def _open_needs(needs: Iterable[NeedRecord], matches: Iterable[MatchRecord], month: Month) -> list[Figure]:
    """Split the needs that were open at the cut-off: matched + waiting + unmet is always all of them."""
    parts: dict[str, list[ReportRow]] = {"needs_matched": [], "needs_waiting": [], "needs_unmet": []}
    stages: dict[int, list[Stage]] = {}
    for match in matches:
        if (stage := furthest(match.taken_by(month.cut_off))) is not None:
            stages.setdefault(match.need_id, []).append(stage)
    for need in needs:
        if need.was_open(month.cut_off):
            parts[f"needs_{state_of(stages.get(need.id, ()))}"].append(need_row(need))
    return [Figure(code, tuple(rows)) for code, rows in parts.items()]
