"""Reads of uses, with the parties that the counting rules read; the office sees all of them, nobody else any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.mail.links import token_of
from app.programmes.counting import use_with_parties
from models.accounts import User, token_hash
from models.errors import NotFoundError
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.outbox import OutboxMessage
from models.use_confirmations import UseConfirmation
from models.uses import Use
from models.waiting import WaitingFor


def get_use(session: Session, actor: User, use_id: int) -> Use:
    """Return a use with both parties; raises NotFoundError outside the actor's scope."""
    use = session.scalar(use_with_parties().where(Use.id == use_id)) if actor.role.is_office else None
    if use is None:
        raise NotFoundError
    return use


def list_same(session: Session, match: Match, first: date, last: date, *, besides: int | None) -> Sequence[Use]:
    """Return the uses of a match's company and infrastructure, in any match, on days that meet these, without one."""
    ended = sa.func.coalesce(Use.completed_on, Use.started_on)
    return session.scalars(
        sa.select(Use)
        .join(Match, Match.id == Use.match_id)
        .join(Need, Need.id == Match.need_id)
        .join(Capability, Capability.id == Match.capability_id)
        .where(
            Need.company_id == match.need.company_id,
            Capability.infrastructure_id == match.capability.infrastructure_id,
            Use.started_on <= last,
            ended >= first,
            Use.id != besides if besides is not None else sa.true(),
        )
        .order_by(Use.started_on, Use.id)
    ).all()


def list_asked(session: Session, use: Use, *, secret: str) -> Mapping[WaitingFor, str]:
    """Return the addresses of the parties that have been asked whether a use is right, links made with `secret`."""
    letters = session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.match_id == use.match_id, OutboxMessage.link_seed.is_not(None))
    )
    went_to = {token_hash(token_of(each.link_seed or "", secret)): each.to_address for each in letters}
    asked = session.scalars(sa.select(UseConfirmation).where(UseConfirmation.use_id == use.id))
    return {each.party: went_to[each.token_hash] for each in asked if each.token_hash in went_to}


def get_match_to_use(session: Session, actor: User, match_id: int) -> Match:
    """Return a match with what the counting rules read of its parties; raises NotFoundError."""
    if not actor.role.is_office:
        raise NotFoundError
    match = session.scalar(
        sa.select(Match)
        .where(Match.id == match_id)
        .options(
            joinedload(Match.need).joinedload(Need.company).selectinload(Company.declarations),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
        )
    )
    if match is None:
        raise NotFoundError
    return match
