"""A match as an introduced unit may read it; what the office's page has, `overview.py` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.needs.infrastructure_queries import own_introductions, read_for_infrastructure
from app.needs.need_for_infrastructure import NeedForInfrastructure
from models.accounts import User
from models.answer_links import link_end
from models.clock import now
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.introductions import Introduction
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.party_answers import AnswerKind
from models.waiting import WaitingFor


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the unit has answered to its introduction, and whether it may still answer."""

    answer: AnswerKind | None
    answered_at: datetime | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class MatchForInfrastructure:
    """A match as the unit reads it: the need's public and unit layers, and what has been done together.

    Next steps, notes, reasons, scores, uses' values and other units are not here, so no template can show them.
    """

    id: int
    stage: Stage
    stage_since: datetime
    need: NeedForInfrastructure
    capability_sv: str
    capability_en: str
    infrastructure_sv: str
    infrastructure_en: str
    meetings: Sequence[tuple[date, time | None, MeetingStatus]]
    own_answer: OwnAnswer | None
    is_demo: bool


def get_for_infrastructure(session: Session, actor: User, match_id: int, *, today: date) -> MatchForInfrastructure:
    """Return a match in the unit's shape; raises NotFoundError unless it was introduced to one of the actor's units."""
    introduction = session.scalar(
        own_introductions(actor)
        .join(Introduction.match)
        .join(Match.capability)
        .where(Match.id == match_id)
        .options(
            selectinload(Introduction.answers),
            contains_eager(Introduction.match).options(
                joinedload(Match.need).load_only(Need.status),
                selectinload(Match.meetings),
                contains_eager(Match.capability)
                .joinedload(Capability.infrastructure)
                .load_only(Infrastructure.name_sv, Infrastructure.name_en),
            ),
        )
    )
    if introduction is None:
        raise NotFoundError
    match = introduction.match
    return MatchForInfrastructure(
        id=match.id,
        stage=match.stage,
        stage_since=match.stage_since,
        need=read_for_infrastructure(session, introduction, today=today),
        capability_sv=match.capability.title_sv,
        capability_en=match.capability.title_en,
        infrastructure_sv=match.capability.infrastructure.name_sv,
        infrastructure_en=match.capability.infrastructure.name_en,
        meetings=_meetings_shown(session, introduction),
        own_answer=_own_answer(introduction),
        is_demo=match.is_demo,
    )


def _own_answer(introduction: Introduction) -> OwnAnswer | None:
    given = next((each for each in introduction.answers if each.party is WaitingFor.INFRASTRUCTURE), None)
    if given is None:
        return None
    match = introduction.match
    end = link_end(given, introduction, match.need, match.meetings, at=now())
    return OwnAnswer(given.answer, given.answered_at, is_asked=end is None)


def _meetings_shown(session: Session, introduction: Introduction) -> list[tuple[date, time | None, MeetingStatus]]:
    if not introduction.stands:
        kept = (introduction.shown or {}).get("meetings", ())
        return [(date.fromisoformat(day), None, MeetingStatus(status)) for day, status in kept]
    meetings = sa.select(Meeting.held_on, Meeting.starts_at, Meeting.status).where(
        Meeting.match_id == introduction.match_id, Meeting.taken_back_at.is_(None)
    )
    return [(day, at, status) for day, at, status in session.execute(meetings.order_by(Meeting.held_on.desc()))]
