"""Gathers a month's report from the records, as they were on its last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.needs.met import state_of
from app.programmes.counting import load_rows
from app.programmes.progress import main_targets, measure
from app.reports.content import Figure, Report, ReportRow
from app.reports.month import Month
from app.reports.records import Event, MatchRecord, NeedRecord, read_matches, read_needs
from app.reports.rows import company_row, match_row, need_row, target_figure
from app.reports.stages import funnel, furthest
from app.storage.kept_answers import kept
from models.matches import Stage
from models.meetings import MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme

AHEAD = timedelta(days=30)


def gather_report(session: Session, programme: Programme, first: date, *, today: date) -> Report:
    """Return the report for the month that begins on `first`; a month that lasts is reported up to today.

    It is kept until a record changes.
    """
    return kept(
        session, ("report", programme.id, first, today), lambda: _gather(session, programme, first, today=today)
    )


def _gather(session: Session, programme: Programme, first: date, *, today: date) -> Report:
    month = Month.of(first, today)
    matches = read_matches(session, programme, month)
    needs = read_needs(session, programme, month)
    figures = [
        _new_companies(session, programme, month),
        _new_needs(needs, month),
        _introductions(matches, month),
        *_meetings(matches, month),
        _uses(matches, month),
        *_open_needs(needs, matches, month),
        _next_steps(matches, month),
    ]
    return Report(
        programme=programme.code,
        month=first,
        cut_off=month.cut_off,
        is_over=month.last < today,
        targets=tuple(
            target_figure(entry, load_rows(session, entry.indicator.rule, entry.counted), on=today)
            for entry in main_targets(measure(session, programme, on=month.cut_off))
        ),
        figures={figure.code: figure for figure in figures},
        funnel=funnel([match.taken for match in matches]),
    )


def _new_companies(session: Session, programme: Programme, month: Month) -> Figure:
    """Count a company once in a programme: on the day when it is recorded and has had a need opened there."""
    first_need = (
        sa.select(Need.company_id, sa.func.min(Need.opened_on).label("opened_on"))
        .where(Need.programme_id == programme.id)
        .group_by(Need.company_id)
        .subquery()
    )
    companies = session.scalars(
        sa.select(Company)
        .join(first_need, first_need.c.company_id == Company.id)
        .where(
            Company.created_at < month.end,
            first_need.c.opened_on <= month.cut_off,
            sa.or_(Company.created_at >= month.start, first_need.c.opened_on >= month.first),
        )
        .order_by(Company.id)
    )
    return Figure("new_companies", tuple(company_row(company) for company in companies))


def _new_needs(needs: Iterable[NeedRecord], month: Month) -> Figure:
    return Figure("new_needs", tuple(need_row(need) for need in needs if month.holds(need.opened_on)))


def _introductions(matches: Iterable[MatchRecord], month: Month) -> Figure:
    days = ((match, match.taken.get(Stage.INTRODUCED)) for match in matches)
    return Figure(
        "introductions", tuple(match_row(match, "match", match.id, on) for match, on in days if month.holds(on))
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
        if (stage := furthest(match.taken)) is not None:
            stages.setdefault(match.need_id, []).append(stage)
    for need in needs:
        if need.closed_on is not None and need.closed_on <= month.cut_off:
            continue
        parts[f"needs_{state_of(stages.get(need.id, ()))}"].append(need_row(need))
    return [Figure(code, tuple(rows)) for code, rows in parts.items()]


def _next_steps(matches: Iterable[MatchRecord], month: Month) -> Figure:
    rows = [
        match_row(match, "match", match.id, match.next_step_on)
        for match in matches
        if match.next_step_on is not None and match.next_step_on <= month.cut_off + AHEAD
    ]
    return Figure("next_steps", tuple(sorted(rows, key=lambda row: (row.on or date.max, row.id))))
