"""What waits for a reader today."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.infrastructures.freshness import facts_are_stale
from app.limits import WEEK
from app.matches.queries import with_parties
from app.needs.met import has_state
from app.storage.kept_answers import kept
from models.accounts import User, user_infrastructure
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction, introduction_stands
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need, NeedState, NeedStatus
from models.next_steps import does_step, step_falls, step_is_late
from models.programmes import FrozenReport, Programme

# Of a list that can be long so many are shown, with a link to all of them.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Steps:
    """The first of the actor's steps, and how many there are in all."""

    first: Sequence[Match]
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """The actor's own work: steps overdue, steps and meetings in the coming seven days."""

    overdue: Steps
    coming: Steps
    meetings: Sequence[Meeting]


def get_week(session: Session, actor: User, *, today: date) -> Week:
    """Return the actor's overdue and coming steps and planned meetings, the oldest first, with both parties."""
    meetings = session.scalars(
        sa.select(Meeting)
        .join(Meeting.match)
        .where(
            Match.owner_id == actor.id,
            Meeting.status == MeetingStatus.PLANNED,
            Meeting.taken_back_at.is_(None),
            Meeting.held_on <= today + WEEK,
        )
        .options(joinedload(Meeting.match).options(*with_parties()))
        .order_by(Meeting.held_on, Meeting.starts_at.is_not(None), Meeting.starts_at, Meeting.id)
    ).all()
    overdue, coming = _steps(
        session,
        actor,
        overdue=(step_is_late(today), ("overdue", actor.id, today)),
        coming=(step_falls(today, today + WEEK), ("coming", actor.id, today)),
    )
    return Week(overdue=overdue, coming=coming, meetings=meetings)


def list_steps_due(session: Session, actor: User, *, today: date) -> Steps:
    """Return the actor's steps that are late or for today, the oldest first, with both parties."""
    (due,) = _steps(
        session, actor, due=(sa.or_(step_is_late(today), step_falls(today, today)), ("due", actor.id, today))
    )
    return due


def _steps(session: Session, actor: User, **each: tuple[sa.ColumnElement[bool], tuple[Hashable, ...]]) -> list[Steps]:
    """Return the actor's steps by each condition, given with the name its answer is kept under; loaded all at once."""
    found = []
    for due, named in each.values():
        steps = sa.select(Match.id).where(does_step(actor), due)
        found.append(_first(session, steps, Match.next_step_on, Match.id, named=named))
    ids = [number for numbers, _count in found for number in numbers]
    loaded = sa.select(Match).where(Match.id.in_(ids)).options(*with_parties())
    matches = {match.id: match for match in session.scalars(loaded.order_by(Match.id))} if ids else {}
    return [Steps([matches[number] for number in numbers], count) for numbers, count in found]


def _first(
    session: Session, ids: sa.Select[int], *order: Any, named: tuple[Hashable, ...]
) -> tuple[tuple[int, ...], int]:
    """Return the first few of some records by their numbers, and how many there are; kept until a record changes."""

    def find() -> tuple[tuple[int, ...], int]:
        counted = ids.add_columns(sa.func.count().over())
        rows = session.execute(counted.order_by(*order).limit(SHOWN)).all()
        return tuple(number for number, _count in rows), rows[0][1] if rows else 0

    return kept(session, named, find)


def list_unmet_needs(session: Session) -> tuple[Sequence[Need], int]:
    """Return the newest open needs with nothing under way, and how many there are in all."""
    unmet = sa.select(Need.id).where(Need.status == NeedStatus.OPEN, has_state(NeedState.UNMET))
    newest = (Need.opened_on.desc(), Need.id.desc())
    ids, count = _first(session, unmet, *newest, named=("unmet needs",))
    loaded = sa.select(Need).where(Need.id.in_(ids)).options(joinedload(Need.company)).order_by(*newest)
    return session.scalars(loaded).all() if ids else (), count


def what_waits(session: Session, programme: Programme | None, *, today: date) -> tuple[int, int, date | None]:
    """Return how many units there are and how many have stale facts, and last month where its report is not frozen yet.

    Only a month of the programme's own.
    """
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    stale = sa.select(sa.func.count()).select_from(Infrastructure).where(facts_are_stale(today)).scalar_subquery()
    frozen = sa.exists().where(FrozenReport.programme_id == (programme.id if programme else 0))
    every = sa.select(sa.func.count()).select_from(Infrastructure).scalar_subquery()
    asked = sa.select(every, stale, frozen.where(FrozenReport.month == month))
    in_all, count, is_frozen = session.execute(asked).one()
    is_ours = programme is not None and programme.starts_on.replace(day=1) <= month <= programme.ends_on
    return in_all, count, month if is_ours and not is_frozen else None


def list_own_infrastructures(session: Session, actor: User) -> Sequence[Infrastructure]:
    """Return the infrastructures that the actor acts for, by name."""
    return session.scalars(
        sa.select(Infrastructure)
        .join(user_infrastructure, user_infrastructure.c.infrastructure_id == Infrastructure.id)
        .where(user_infrastructure.c.user_id == actor.id)
        .options(selectinload(Infrastructure.capabilities), selectinload(Infrastructure.readiness))
        .order_by(Infrastructure.name_sort)
    ).all()


@dataclass(frozen=True, slots=True)
class InfrastructureIntroduction:
    """An introduction as the unit may see it: no company, no text but the public title."""

    match_id: int
    title: str
    capability_sv: str
    capability_en: str
    stage: Stage


def list_own_introductions(session: Session, actor: User) -> list[InfrastructureIntroduction]:
    """Return the needs introduced to the actor's infrastructures that are still going on, the newest first."""
    rows = session.execute(
        sa.select(Match.id, Need.title, Capability.title_sv, Capability.title_en, Match.stage)
        .join(Match.need)
        .join(Match.capability)
        .join(Introduction, Introduction.match_id == Match.id)
        .join(user_infrastructure, user_infrastructure.c.infrastructure_id == Capability.infrastructure_id)
        .where(user_infrastructure.c.user_id == actor.id)
        .where(introduction_stands())
        .order_by(Match.stage_since.desc(), Match.id)
    )
    return [InfrastructureIntroduction(*row) for row in rows]
