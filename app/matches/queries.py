"""Reads of matches and pairs: the office sees all of them, nobody else any; a unit reads its introductions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.limits import SEARCH_HITS
from app.needs.queries import get_need
from app.storage.locks import lock_rows
from app.storage.search_index.tables import Kind
from app.storage.text_search import search_list
from models.accounts import User
from models.base import require_version
from models.clock import day_of
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction, introduction_stands
from models.matches import STAGES_IN_ORDER, Match, Stage
from models.meetings import Meeting, was_held
from models.moves import Grounds, can_be_said
from models.needs import Need
from models.outbox import OutboxMessage
from models.standing_steps import standing_steps
from models.uses import Use


def office_matches(actor: User) -> sa.Select[Match]:
    """Return the selection of matches that the actor may work with: the office all, nobody else any."""
    return sa.select(Match) if actor.role.is_office else sa.select(Match).where(sa.false())


def with_parties() -> tuple[_AbstractLoad, ...]:
    """Return what loads a match's need and company, capability and infrastructure."""
    return (
        joinedload(Match.need).joinedload(Need.company),
        joinedload(Match.capability).joinedload(Capability.infrastructure),
    )


def get_match(session: Session, actor: User, match_id: int, *, lock: bool = False) -> Match:
    """Return a match to work with: parties, owners and steps loaded; raises NotFoundError outside the actor's scope.

    `lock` keeps others from changing it until the transaction ends.
    """
    if lock:
        lock_rows(session, Match, [match_id])
    match = session.scalar(
        office_matches(actor)
        .where(Match.id == match_id)
        .options(
            *with_parties(),
            joinedload(Match.need).joinedload(Need.contact),
            joinedload(Match.owner),
            joinedload(Match.next_step_owner),
            selectinload(Match.changes),
            selectinload(Match.introductions).joinedload(Introduction.answers),
        )
    )
    if match is None:
        raise NotFoundError
    return match


def get_shown(session: Session, actor: User, match_id: int, version: int | None) -> Match:
    """Return a match to change, locked; raises StaleRecordError when it is not as the actor was shown it."""
    match = get_match(session, actor, match_id, lock=True)
    require_version(match, version)
    return match


def company_of(session: Session, match_id: int) -> list[int]:
    """Return the number of a match's company, to lock: first the company, then people, then the match; or nothing."""
    return list(session.scalars(sa.select(Need.company_id).join(Match).where(Match.id == match_id)))


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and a capability with their company and infrastructure, and their match when there is one."""

    need: Need
    capability: Capability
    match: Match | None


def get_pair(session: Session, actor: User, need_id: int, capability_id: int, *, lock: bool = False) -> Pair:
    """Return a pair; raises NotFoundError outside the office, or when either of the two is missing.

    `lock` lets the pairs of one need be taken up one after the other, so that none is taken up twice.
    """
    if not actor.role.is_office:
        raise NotFoundError
    if lock:
        lock_rows(session, Need, [need_id])
        known = sa.select(Match.id).where(Match.need_id == need_id, Match.capability_id == capability_id)
        lock_rows(session, Match, [session.scalar(known)])
    need = get_need(session, actor, need_id)
    capability = session.scalar(
        sa.select(Capability).where(Capability.id == capability_id).options(joinedload(Capability.infrastructure))
    )
    if capability is None:
        raise NotFoundError
    match = session.scalar(
        sa.select(Match)
        .where(Match.need_id == need_id, Match.capability_id == capability_id)
        .options(*with_parties(), joinedload(Match.next_step_owner), selectinload(Match.changes))
    )
    if match is None and not capability.is_active:
        raise NotFoundError
    return Pair(need, capability, match)


def correctable_stages(session: Session, match: Match) -> list[Stage]:
    """Return the stages that a match can be set to by hand."""
    grounds = find_grounds(session, [match.id])[match.id]
    return [stage for stage in STAGES_IN_ORDER if stage is not match.stage and can_be_said(stage, grounds.stages)]


def find_grounds(session: Session, match_ids: Collection[int]) -> dict[int, Grounds]:
    """Return what each match has to rest on, in one statement."""
    not_taken_back = sa.exists().where(Introduction.match_id == Match.id, Introduction.taken_back_at.is_(None))
    facts = {
        Stage.INTRODUCED: not_taken_back,
        Stage.MEETING_HELD: sa.exists().where(Meeting.match_id == Match.id, was_held()),
        Stage.USED: sa.exists().where(Use.match_id == Match.id),
    }
    stands = not_taken_back.where(introduction_stands())
    told = [fact.label(stage.value) for stage, fact in facts.items()]
    found = session.execute(sa.select(Match.id, stands.label("stands"), *told).where(Match.id.in_(match_ids)))
    return {
        number: Grounds(
            frozenset(stage for stage, is_so in zip(facts, each, strict=True) if is_so), bool(is_introduced)
        )
        for number, is_introduced, *each in found
    }


def list_letters(session: Session, match: Match) -> Sequence[OutboxMessage]:
    """Return a match's letters, the oldest first."""
    return session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.match_id == match.id).order_by(OutboxMessage.id)
    ).all()


def list_meetings(session: Session, match: Match) -> Sequence[Meeting]:
    """Return a match's meetings with who was there, the latest first."""
    return session.scalars(
        sa.select(Meeting)
        .where(Meeting.match_id == match.id, Meeting.taken_back_at.is_(None))
        .options(selectinload(Meeting.people))
        .order_by(Meeting.held_on.desc(), Meeting.starts_at.desc(), Meeting.id.desc())
    ).all()


def last_step_on(session: Session, match: Match) -> date | None:
    """Return the day of the last step that stands, or on which a match that had ended was opened again if later."""
    uses = session.scalars(sa.select(Use).where(Use.match_id == match.id)).all()
    steps = standing_steps(match.changes, match.introductions, list_meetings(session, match), uses)
    opened_again = [day_of(change.at) for change in match.changes if change.from_stage is Stage.CLOSED]
    return max([*(step.on for step in steps), *opened_again], default=None)


@dataclass(frozen=True, slots=True)
class FoundCapability:
    """A capability that a search found, and its match with the need when there already is one."""

    capability: Capability
    match_id: int | None
    stage: Stage | None


def search_capabilities(session: Session, actor: User, need: Need, query: str) -> list[FoundCapability]:
    """Return offered capabilities that hold every word of the query: in their texts, concepts or unit's name."""
    if not actor.role.is_office or not query.split():
        return []
    rows = session.execute(
        sa.select(Capability, Match.id, Match.stage)
        .join(Capability.infrastructure)
        .join(Match, sa.and_(Match.capability_id == Capability.id, Match.need_id == need.id), isouter=True)
        .where(Capability.is_active, search_list(session, Kind.CAPABILITY, Capability.id, query).condition)
        .options(joinedload(Capability.infrastructure))
        .order_by(Infrastructure.name_sort, Capability.title_sv, Capability.id)
        .limit(SEARCH_HITS)
    )
    return [FoundCapability(*row) for row in rows]
