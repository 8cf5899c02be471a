"""What opens and shuts a need to a unit: introductions begin, end with what was shown then, and are taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.limits import ANSWER_LIFE
from app.matches.commands import IntroductionCommand
from app.people.present import find_contact
from app.storage.consents import require_consent, shown_to_infrastructure
from app.storage.locks import lock_rows
from models.clock import day_of, now
from models.introductions import Introduction
from models.matches import Match
from models.meetings import Meeting
from models.needs import Need
from models.outbox import OutboxMessage
from models.party_answers import PartyAnswer
from models.waiting import WaitingFor


@dataclass(frozen=True, slots=True)
class LettersTakenBack:
    """Whose letters were stopped before they went, and whose had gone already."""

    stopped: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def find_introduction(session: Session, match: Match) -> Introduction | None:
    """Return the introduction of a match that has not been taken back: it stands, or has ended."""
    return session.scalar(
        sa.select(Introduction).where(Introduction.match_id == match.id, Introduction.taken_back_at.is_(None))
    )


def is_introduced(session: Session, match: Match) -> bool:
    """Tell whether a match's unit may read the need as it is today, as the database has it."""
    known = find_introduction(session, match)
    return known is not None and known.stands


def begin_introduction(session: Session, match: Match, *, by_id: int) -> Introduction | None:
    """Open a match's need to its unit from now on, and return its introduction; None where it was open before.

    Raises ConsentMissingError where no consent of the company is on record, and CompanyNotAgreedError where a company
    that handed its need in has not agreed to what the unit reads.
    """
    introduction = find_introduction(session, match)
    if introduction is not None and introduction.stands:
        return None
    require_consent(session, match.need)
    if introduction is None:
        introduction = Introduction(match=match, by_id=by_id, started_at=now())
        session.add(introduction)
    introduction.resume()
    return introduction


def ask_for_answers(
    session: Session, introduction: Introduction, hashes: Mapping[WaitingFor, str], command: IntroductionCommand
) -> None:
    """Let the parties whose letters have a link answer by it; what was answered to letters before is forgotten.

    `hashes` are those of the links' tokens.
    """
    # One by one, so that the trail tells of each.
    for answer in session.scalars(sa.select(PartyAnswer).where(PartyAnswer.introduction_id == introduction.id)).all():
        session.delete(answer)
    session.flush()
    introduction.task_id = None
    introduction.propose(command.times)
    session.add_all(
        PartyAnswer(
            introduction_id=introduction.id,
            party=party,
            language=command.language,
            token_hash=hashed,
            expires_at=now() + ANSWER_LIFE,
        )
        for party, hashed in hashes.items()
    )


def end_introduction(session: Session, match: Match) -> None:
    """Freeze what the unit reads of a match that ends; nothing happens where nothing stands."""
    introduction = find_introduction(session, match)
    if introduction is None or not introduction.stands:
        return
    need = session.scalars(
        sa.select(Need).where(Need.id == match.need_id).options(joinedload(Need.company), selectinload(Need.concepts))
    ).one()
    meetings = session.scalars(
        sa.select(Meeting)
        .where(Meeting.match_id == match.id, Meeting.taken_back_at.is_(None))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    ).all()
    moment = now()
    contact = find_contact(session, need, today=day_of(moment))
    introduction.end(
        moment, title_sort=need.title_sort, shown=shown_to_infrastructure(session, need, contact, meetings)
    )


def stop_letters(session: Session, match: Match, *, since: datetime) -> LettersTakenBack:
    """Take a match's letters since a moment out of the outbox, but for those gone or just being handed over."""
    since_then = (OutboxMessage.match_id == match.id, OutboxMessage.created_at >= since)
    lock_rows(session, OutboxMessage, session.scalars(sa.select(OutboxMessage.id).where(*since_then)))
    letters = session.scalars(
        sa.select(OutboxMessage).where(*since_then).order_by(OutboxMessage.id).execution_options(populate_existing=True)
    ).all()
    waiting = [letter for letter in letters if letter.waits]
    for letter in waiting:
        session.delete(letter)
    return LettersTakenBack(
        stopped=tuple(letter.to_address for letter in waiting),
        gone=tuple(letter.to_address for letter in letters if letter not in waiting),
    )
