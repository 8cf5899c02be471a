"""What a report reads of a programme's needs and matches: plain rows, for a programme has thousands of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.reports.month import Month
from app.reports.stages import Steps, days_of
from app.storage.former_days import FormerDay, removed_days
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction
from models.matches import CloseReason, Match, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme
from models.uses import Use


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """A need that was open on some day of the time that a report tells of; `closings` were undone by reopening it."""

    id: int
    title: str
    opened_on: date | None
    closed_on: date | None
    company_id: int
    company: str
    is_demo: bool
    closings: Sequence[FormerDay] = ()

    def was_open(self, day: date) -> bool:
        """Tell whether it was open at the end of a day."""
        if self.opened_on is None or day < self.opened_on or (self.closed_on is not None and day >= self.closed_on):
            return False
        # Most needs were never opened again, and thousands are asked.
        return not self.closings or not any(each.holds(day) for each in self.closings)


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting or a use of a match, on its day; `status` is a meeting's."""

    id: int
    on: date
    status: MeetingStatus | None = None


@dataclass(frozen=True, slots=True)
class MatchRecord:
    """A match with the days on which it came to its stages, what has come of it, and both parties."""

    taken: Steps
    meetings: Sequence[Event]
    uses: Sequence[Event]
    id: int
    need_id: int
    need_title: str
    company_id: int
    company: str
    infrastructure_sv: str
    infrastructure_en: str
    next_step_on: date | None
    close_reason: CloseReason | None
    is_demo: bool


def read_needs(session: Session, programme: Programme, since: date, month: Month) -> list[NeedRecord]:
    """Return the programme's needs that were opened by the cut-off and, if they are closed, not before a day."""
    rows = session.execute(
        sa.select(
            *(Need.id, Need.title, Need.opened_on, Need.closed_on, Need.company_id),
            *(Company.name, Need.is_demo),
        )
        .join(Need.company)
        .where(
            Need.programme_id == programme.id,
            Need.opened_on <= month.cut_off,
            sa.or_(Need.opened_on >= since, Need.closed_on.is_(None), Need.closed_on >= since),
        )
        .order_by(Need.id)
    )
    closings = removed_days(session, Need.closed_on)
    return [NeedRecord(*row, closings=closings.get(row.id, ())) for row in rows]


def read_matches(session: Session, programme: Programme) -> list[MatchRecord]:
    """Return all of the programme's matches, with the steps that they have taken."""
    changes = _by_match(session, programme, StageChange, StageChange.to_stage, StageChange.at, order=StageChange.id)
    introductions = _by_match(
        session, programme, Introduction, Introduction.started_at, Introduction.taken_back_at, order=Introduction.id
    )
    meetings = _by_match(
        session,
        programme,
        Meeting,
        *(Meeting.held_on, Meeting.status),
        order=Meeting.held_on,
        only=Meeting.taken_back_at.is_(None),
    )
    uses = _by_match(session, programme, Use, Use.started_on, order=Use.started_on)
    rows: Iterable[Any] = session.execute(
        sa.select(
            *(Match.id, Match.need_id, Need.title, Need.company_id, Company.name),
            *(Infrastructure.name_sv, Infrastructure.name_en, Match.next_step_on),
            *(Match.close_reason, Match.is_demo),
        )
        .join(Match.need)
        .join(Need.company)
        .join(Match.capability)
        .join(Capability.infrastructure)
        .where(Need.programme_id == programme.id)
        .order_by(Match.id)
    )
    return [
        MatchRecord(
            days_of(changes[row.id], introductions[row.id], meetings[row.id], uses[row.id]),
            [Event(each.id, each.held_on, each.status) for each in meetings[row.id]],
            [Event(each.id, each.started_on) for each in uses[row.id]],
            *row,
        )
        for row in rows
    ]


def _by_match(
    session: Session,
    programme: Programme,
    part: Any,
    *columns: Any,
    order: Any,
    only: sa.ColumnElement[bool] | None = None,
) -> Mapping[int, list[Any]]:
    """Return what a programme's matches have of a part, by the match's number: its number and some columns."""
    parts: dict[int, list[Any]] = defaultdict(list)
    rows = session.execute(
        sa.select(part.match_id, part.id, *columns)
        .join(part.match)
        .join(Match.need)
        .where(Need.programme_id == programme.id, sa.true() if only is None else only)
        .order_by(order, part.id)
    )
    for row in rows:
        parts[row.match_id].append(row)
    return parts
