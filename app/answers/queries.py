"""Reads of what introductions are answered by: whoever knows a link's token is the party, and so is a unit's staff."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.needs.infrastructure_queries import own_introductions
from models.accounts import User, token_hash
from models.answer_links import LinkEnd, link_end
from models.clock import now
from models.infrastructures import Capability
from models.introductions import Introduction
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.party_answers import PartyAnswer
from models.waiting import WaitingFor


def find_answer(session: Session, token: str) -> PartyAnswer | None:
    """Return what a link's holder has answered, with the introduction it is about; None where the link is over."""
    return _find(session, PartyAnswer.token_hash == token_hash(token))


def find_own_answer(session: Session, actor: User, match_id: int) -> PartyAnswer | None:
    """Return what a unit that the actor acts for has answered in a match; None where nobody asks (any longer)."""
    introductions = own_introductions(actor).where(Introduction.match_id == match_id).with_only_columns(Introduction.id)
    return _find(
        session, PartyAnswer.introduction_id.in_(introductions), PartyAnswer.party == WaitingFor.INFRASTRUCTURE
    )


def _find(session: Session, *which: sa.ColumnElement[bool]) -> PartyAnswer | None:
    found = session.scalar(
        sa.select(PartyAnswer)
        .join(PartyAnswer.introduction)
        .join(Introduction.match)
        .where(*which)
        .options(
            contains_eager(PartyAnswer.introduction).options(
                selectinload(Introduction.answers),
                contains_eager(Introduction.match).options(
                    joinedload(Match.owner),
                    joinedload(Match.next_step_owner),
                    joinedload(Match.need).joinedload(Need.company).joinedload(Company.owner),
                    selectinload(Match.meetings),
                    joinedload(Match.capability).joinedload(Capability.infrastructure),
                ),
            )
        )
    )
    return None if found is None or _end_of(found) else found


def _end_of(found: PartyAnswer) -> LinkEnd | None:
    match = found.introduction.match
    return link_end(found, found.introduction, match.need, match.meetings, at=now())
