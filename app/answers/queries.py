"""Reads of links that introductions are answered by: whoever knows a link's token is the party, and nobody signs in."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.accounts import token_hash
from models.answer_links import LinkEnd, link_end
from models.clock import now
from models.infrastructures import Capability
from models.introductions import Introduction
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.party_answers import PartyAnswer


def find_answer(session: Session, token: str) -> PartyAnswer | None:
    """Return what a link's holder has answered, with the introduction it is about; None where the link is over."""
    found = session.scalar(
        sa.select(PartyAnswer)
        .join(PartyAnswer.introduction)
        .join(Introduction.match)
        .where(PartyAnswer.token_hash == token_hash(token))
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
