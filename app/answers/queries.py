"""Reads of links that introductions are answered by: whoever knows a link's token is the party, and nobody signs in."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.accounts import token_hash
from models.answers import PartyAnswer
from models.clock import day_of, now
from models.infrastructures import Capability
from models.introductions import Introduction
from models.matches import Match
from models.meetings import Meeting, MeetingStatus
from models.needs import Need


def find_answer(session: Session, token: str) -> PartyAnswer | None:
    """Return what a link's holder has answered, with the introduction it is about; None where the link is over.

    It is over when it is too old, when the introduction has ended or was taken back, and once a meeting has been held
    since the introduction began.
    """
    found = session.scalar(
        sa.select(PartyAnswer)
        .join(PartyAnswer.introduction)
        .join(Introduction.match)
        .where(
            PartyAnswer.token_hash == token_hash(token),
            PartyAnswer.expires_at > now(),
            Introduction.ended_at.is_(None),
            Introduction.taken_back_at.is_(None),
        )
        .options(
            contains_eager(PartyAnswer.introduction).options(
                selectinload(Introduction.answers),
                contains_eager(Introduction.match).options(
                    joinedload(Match.owner),
                    joinedload(Match.next_step_owner),
                    joinedload(Match.need).joinedload(Need.company),
                    joinedload(Match.capability).joinedload(Capability.infrastructure),
                ),
            )
        )
    )
    return None if found is None or _has_met(session, found.introduction) else found


def _has_met(session: Session, introduction: Introduction) -> bool:
    held = sa.exists().where(
        Meeting.match_id == introduction.match_id,
        Meeting.status == MeetingStatus.HELD,
        Meeting.taken_back_at.is_(None),
        Meeting.held_on >= day_of(introduction.started_at),
    )
    return bool(session.scalar(sa.select(held)))
