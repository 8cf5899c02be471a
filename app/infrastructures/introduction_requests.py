"""A unit asks the consultant for an introduction to a need that its capabilities may answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.infrastructures.queries import get_own
from app.mail.outbox import put_letter
from app.needs.infrastructure_queries import introduced_need_ids
from models.accounts import Role, User
from models.clock import now
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage
from models.needs import Need, NeedStatus
from models.requests import IntroductionRequest


@dataclass(frozen=True, slots=True)
class RequestParties:
    """What a letter about a request tells: the parties' public names, who asks and who is asked."""

    need: Need
    capability: Capability
    asker: User
    asked: User


@dataclass(frozen=True, slots=True)
class RequestRoom:
    """How a letter about a request is worded, as subject and body, and the domain of message ids."""

    word: Callable[[RequestParties], tuple[str, str]]
    domain: str


def ask_for_introduction(
    session: Session, *, actor: User, infrastructure_id: int, need_id: int, capability_id: int, room: RequestRoom
) -> bool:
    """Note that a unit wants to be introduced, and write to whoever looks after the need; False when it had asked.

    Raises NotFoundError for a unit that the actor does not act for, for what it does not offer, and for a need that is
    not open or has been introduced to it already.
    """
    infrastructure = get_own(session, actor, infrastructure_id, lock=True)
    capability = _offered(session, infrastructure, capability_id)
    need = _open_need(session, actor, need_id)
    pair = (IntroductionRequest.need_id == need.id, IntroductionRequest.capability_id == capability.id)
    if session.scalar(sa.select(IntroductionRequest.id).where(*pair)) is not None:
        return False
    session.add(IntroductionRequest(need=need, capability=capability, asked_by_id=actor.id, asked_at=now()))
    if not need.is_demo:
        for user in _who_is_asked(session, need):
            subject, body = room.word(RequestParties(need, capability, actor, user))
            put_letter(session, match_id=None, to=user.email, subject=subject, body=body, domain=room.domain)
    session.flush()
    return True


def _offered(session: Session, infrastructure: Infrastructure, capability_id: int) -> Capability:
    capability = session.scalar(
        sa.select(Capability)
        .where(Capability.id == capability_id, Capability.infrastructure_id == infrastructure.id, Capability.is_active)
        .options(joinedload(Capability.infrastructure))
    )
    if capability is None:
        raise NotFoundError
    return capability


def _open_need(session: Session, actor: User, need_id: int) -> Need:
    need = session.scalar(
        sa.select(Need)
        .where(Need.id == need_id, Need.status == NeedStatus.OPEN, Need.id.not_in(introduced_need_ids(actor)))
        .options(joinedload(Need.owner))
    )
    if need is None:
        raise NotFoundError
    return need


def _who_is_asked(session: Session, need: Need) -> list[User]:
    """Return who looks after a need, or every consultant when nobody does."""
    if need.owner is not None and need.owner.is_active and need.owner.role.is_office:
        return [need.owner]
    consultants = sa.select(User).where(User.role == Role.CONSULTANT, User.is_active).order_by(User.id)
    return list(session.scalars(consultants))


def asked_before(session: Session, infrastructure: Infrastructure) -> dict[tuple[int, int], IntroductionRequest]:
    """Return what a unit has asked for, by need and capability."""
    requests = session.scalars(
        sa.select(IntroductionRequest)
        .join(IntroductionRequest.capability)
        .where(Capability.infrastructure_id == infrastructure.id)
    )
    return {(request.need_id, request.capability_id): request for request in requests}


def list_unanswered(session: Session, actor: User) -> list[IntroductionRequest]:
    """Return the requests that nobody has answered, the oldest first, with both parties; the office only.

    An introduction answers one, and so does a dismissal that came after it.
    """
    if not actor.role.is_office:
        return []
    answered = sa.exists().where(
        Match.need_id == IntroductionRequest.need_id,
        Match.capability_id == IntroductionRequest.capability_id,
        sa.or_(
            Match.stage.not_in((Stage.SUGGESTED, Stage.SHORTLISTED, Stage.CLOSED)),
            sa.and_(Match.stage == Stage.CLOSED, Match.stage_since >= IntroductionRequest.asked_at),
        ),
    )
    return list(
        session.scalars(
            sa.select(IntroductionRequest)
            .join(IntroductionRequest.need)
            .where(Need.status == NeedStatus.OPEN, ~answered)
            .options(
                joinedload(IntroductionRequest.need).joinedload(Need.company),
                joinedload(IntroductionRequest.capability).joinedload(Capability.infrastructure),
                joinedload(IntroductionRequest.asked_by),
            )
            .order_by(IntroductionRequest.asked_at, IntroductionRequest.id)
        )
    )
