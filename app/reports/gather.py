"""Gathers a month's report from the records, as they were on its last day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.needs.met import state_of
from app.programmes.counting import CountedRow
from app.programmes.progress import Progress, main_targets, measure
from app.reports.content import Figure, Report, ReportRow
from app.reports.month import Month
from app.reports.stages import funnel, reached, stage_at
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
    matches = _load_matches(session, programme)
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
        targets=tuple(_target(entry) for entry in main_targets(measure(session, programme, on=month.cut_off))),
        figures={figure.code: figure for figure in figures},
        funnel=funnel(matches, month),
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
            selectinload(Match.meetings),
            selectinload(Match.uses),
        )
        .order_by(Match.id)
    ).all()


def _target(progress: Progress) -> Figure:
    indicator = progress.indicator
    return Figure(
        code=indicator.code,
        rows=tuple(_counted(row) for row in sorted(progress.rows, key=lambda row: (row.counted_on, row.key))),
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        target=progress.target,
        planned=progress.planned,
        needed_a_month=None if progress.needed_a_month is None else round(progress.needed_a_month, 2),
    )


def _counted(row: CountedRow) -> ReportRow:
    company, unit = row.use.match.need.company, row.use.match.capability.infrastructure
    return ReportRow(
        kind="infrastructure" if row.infrastructure else "company",
        id=unit.id if row.infrastructure else company.id,
        title_sv=unit.name_sv,
        title_en=unit.name_en,
        on=row.counted_on,
        company_id=company.id,
        company=company.name,
        match_id=row.use.match_id,
        is_demo=row.use.is_demo,
    )


def _match_row(match: Match, kind: str, number: int, on: date | None) -> ReportRow:
    need, unit = match.need, match.capability.infrastructure
    return ReportRow(
        kind=kind,
        id=number,
        title_sv=f"{need.title} – {unit.name_sv}",
        title_en=f"{need.title} – {unit.name_en}",
        on=on,
        company_id=need.company_id,
        company=need.company.name,
        match_id=match.id,
        is_demo=match.is_demo,
    )


def _need_row(need: Need) -> ReportRow:
    return ReportRow(
        kind="need",
        id=need.id,
        title_sv=need.title,
        title_en=need.title,
        on=need.opened_on,
        company_id=need.company_id,
        company=need.company.name,
        is_demo=need.is_demo,
    )


def _new_companies(session: Session, month: Month) -> Figure:
    companies = session.scalars(sa.select(Company).where(Company.created_at < month.end).order_by(Company.id))
    rows = tuple(
        ReportRow(
            kind="company",
            id=company.id,
            title_sv=company.municipality or "–",
            title_en=company.municipality or "–",
            on=day_of(company.created_at),
            company_id=company.id,
            company=company.name,
            is_demo=company.is_demo,
        )
        for company in companies
        if month.holds(day_of(company.created_at))
    )
    return Figure("new_companies", rows)


def _new_needs(needs: Iterable[Need], month: Month) -> Figure:
    return Figure("new_needs", tuple(_need_row(need) for need in needs if month.holds(need.opened_on)))


def _introductions(matches: Iterable[Match], month: Month) -> Figure:
    rows = []
    for match in matches:
        entered = reached(match, Stage.INTRODUCED)
        if entered is not None and month.holds(day_of(entered)):
            rows.append(_match_row(match, "match", match.id, day_of(entered)))
    return Figure("introductions", tuple(rows))


def _meetings(matches: Iterable[Match], month: Month) -> list[Figure]:
    meetings: list[tuple[Match, Meeting]] = [
        (match, meeting) for match in matches for meeting in match.meetings if month.holds(meeting.held_on)
    ]
    return [
        Figure(
            f"meetings_{status.value}",
            tuple(
                _match_row(match, "meeting", meeting.id, meeting.held_on)
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
    return Figure("uses_started", tuple(_match_row(match, "use", use.id, use.started_on) for match, use in uses))


def _open_needs(needs: Iterable[Need], matches: Iterable[Match], month: Month) -> list[Figure]:
    """Split the needs that were open at the cut-off: matched + waiting + unmet is always all of them."""
    parts: dict[str, list[ReportRow]] = {"needs_matched": [], "needs_waiting": [], "needs_unmet": []}
    stages: dict[int, list[Stage]] = {}
    for match in matches:
        stage = stage_at(match, month.end)
        if stage is not None and stage is not Stage.CLOSED:
            stages.setdefault(match.need_id, []).append(stage)
    for need in needs:
        if need.opened_on is None or need.opened_on > month.cut_off:
            continue
        if need.closed_on is not None and need.closed_on <= month.cut_off:
            continue
        parts[f"needs_{state_of(stages.get(need.id, ()))}"].append(_need_row(need))
    return [Figure(code, tuple(rows)) for code, rows in parts.items()]


def _next_steps(matches: Iterable[Match], month: Month) -> Figure:
    rows = [
        _match_row(match, "match", match.id, match.next_step_on)
        for match in matches
        if match.next_step_on is not None and match.next_step_on <= month.cut_off + AHEAD
    ]
    return Figure("next_steps", tuple(sorted(rows, key=lambda row: (row.on or date.max, row.id))))
