"""Gathers a month's report from the records, as they were on its last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.needs.met import state_of
from app.programmes.progress import main_targets, measure
from app.reports.content import Figure, Report, ReportRow
from app.reports.month import Month
from app.reports.rows import company_row, match_row, need_row, target_figure
from app.reports.stages import Steps, days_of, funnel, furthest
from models.clock import day_of
from models.infrastructures import Capability
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme
from models.uses import Use

AHEAD = timedelta(days=30)


def gather_report(session: Session, programme: Programme, first: date, *, today: date) -> Report:
    """Return the report for the month that begins on `first`; a month that lasts is reported up to today."""
    month = Month.of(first, today)
    matches = {match: days_of(match, month.cut_off) for match in _load_matches(session, programme)}
    needs = session.scalars(
        sa.select(Need).where(Need.programme_id == programme.id).options(joinedload(Need.company)).order_by(Need.id)
    ).all()
    figures = [
        _new_companies(session, month),
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
            target_figure(entry, on=today) for entry in main_targets(measure(session, programme, on=month.cut_off))
        ),
        figures={figure.code: figure for figure in figures},
        funnel=funnel(matches),
    )


def _load_matches(session: Session, programme: Programme) -> Sequence[Match]:
    return session.scalars(
        sa.select(Match)
        .join(Match.need)
        .where(Need.programme_id == programme.id)
        .options(
            contains_eager(Match.need).joinedload(Need.company),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
            selectinload(Match.changes),
            selectinload(Match.introductions),
            selectinload(Match.meetings),
            selectinload(Match.uses),
        )
        .order_by(Match.id)
    ).all()


def _new_companies(session: Session, month: Month) -> Figure:
    companies = session.scalars(sa.select(Company).where(Company.created_at < month.end).order_by(Company.id))
    rows = tuple(company_row(company) for company in companies if month.holds(day_of(company.created_at)))
    return Figure("new_companies", rows)


def _new_needs(needs: Iterable[Need], month: Month) -> Figure:
    return Figure("new_needs", tuple(need_row(need) for need in needs if month.holds(need.opened_on)))


def _introductions(matches: Mapping[Match, Steps], month: Month) -> Figure:
    days = ((match, taken.get(Stage.INTRODUCED)) for match, taken in matches.items())
    return Figure(
        "introductions", tuple(match_row(match, "match", match.id, on) for match, on in days if month.holds(on))
    )


def _meetings(matches: Iterable[Match], month: Month) -> list[Figure]:
    meetings: list[tuple[Match, Meeting]] = [
        (match, meeting) for match in matches for meeting in match.meetings if month.holds(meeting.held_on)
    ]
    return [
        Figure(
            f"meetings_{status.value}",
            tuple(
                match_row(match, "meeting", meeting.id, meeting.held_on)
                for match, meeting in meetings
                if meeting.status is status
            ),
        )
        for status in (MeetingStatus.HELD, MeetingStatus.PLANNED, MeetingStatus.NOT_HELD)
    ]


def _uses(matches: Iterable[Match], month: Month) -> Figure:
    uses: list[tuple[Match, Use]] = [
        (match, use) for match in matches for use in match.uses if month.holds(use.started_on)
    ]
    return Figure("uses_started", tuple(match_row(match, "use", use.id, use.started_on) for match, use in uses))


def _open_needs(needs: Iterable[Need], matches: Mapping[Match, Steps], month: Month) -> list[Figure]:
    """Split the needs that were open at the cut-off: matched + waiting + unmet is always all of them."""
    parts: dict[str, list[ReportRow]] = {"needs_matched": [], "needs_waiting": [], "needs_unmet": []}
    stages: dict[int, list[Stage]] = {}
    for match, taken in matches.items():
        if (stage := furthest(taken)) is not None:
            stages.setdefault(match.need_id, []).append(stage)
    for need in needs:
        if need.opened_on is None or need.opened_on > month.cut_off:
            continue
        if need.closed_on is not None and need.closed_on <= month.cut_off:
            continue
        parts[f"needs_{state_of(stages.get(need.id, ()))}"].append(need_row(need))
    return [Figure(code, tuple(rows)) for code, rows in parts.items()]


def _next_steps(matches: Iterable[Match], month: Month) -> Figure:
    rows = [
        match_row(match, "match", match.id, match.next_step_on)
        for match in matches
        if match.next_step_on is not None and match.next_step_on <= month.cut_off + AHEAD
    ]
    return Figure("next_steps", tuple(sorted(rows, key=lambda row: (row.on or date.max, row.id))))
