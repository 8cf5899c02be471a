"""What a company does with a need of its own: it hands it in, confirms, corrects and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.hand_ins import letters, words
from app.hand_ins.commands import SenderCommand, TextCommand
from app.hand_ins.limits import ANSWER_WORKING_DAYS
from app.hand_ins.links import find_by_link, use_link
from app.mail.links import token_of
from models.base import require_version
from models.clock import day_of, now
from models.errors import StaleRecordError
from models.hand_ins import HandIn, HandInPurpose, HandInState
from models.working_days import working_days_after


def hand_in(session: Session, post: Post, *, sender: SenderCommand, texts: Sequence[TextCommand]) -> HandIn:
    """Keep one need, or two that came in one text, until the letter that is sent is answered; return the first."""
    about = asdict(sender)
    asks_secrecy = about.pop("asks_secrecy")
    made = [HandIn(**about, **asdict(text), secrecy_asked_at=now() if asks_secrecy else None) for text in texts]
    session.add_all(made)
    session.flush()
    first, *others = made
    for other in others:
        other.part_of_id = first.id
    letters.send(session, post, hand_in=first, words=words.to_confirm, purpose=HandInPurpose.CONFIRM)
    session.flush()
    return first


def confirm(session: Session, post: Post, *, token: str, version: int | None) -> str | None:
    """Let the office have what a letter was sent about; return the token of its own page, None for a link that is over.

    Each need gets a letter with a page of its own.
    """
    found = find_by_link(session, token, HandInPurpose.CONFIRM)
    if found is None:
        return None
    require_version(found, version)
    if not use_link(session, token, HandInPurpose.CONFIRM):
        return None
    parts = session.scalars(sa.select(HandIn).where(HandIn.part_of_id == found.id).order_by(HandIn.id)).all()
    seeds = []
    for each in (found, *parts):
        each.state, each.confirmed_at = HandInState.RECEIVED, now()
        each.answer_by = working_days_after(day_of(now()), ANSWER_WORKING_DAYS)
        seeds.append(letters.send(session, post, hand_in=each, words=words.received, purpose=HandInPurpose.OWN))
    session.flush()
    return token_of(seeds[0], post.secret)


def correct(session: Session, *, found: HandIn, command: TextCommand, version: int | None) -> None:
    """Change what a company wrote; raises StaleRecordError when it was changed, or decided on, meanwhile."""
    require_version(found, version)
    if not found.may_be_corrected:
        raise StaleRecordError
    for name, value in asdict(command).items():
        setattr(found, name, value)
    session.flush()


def answer(session: Session, *, found: HandIn, said: str, version: int | None) -> None:
    """Answer what was asked; the need waits for the office again, which has its days once more.

    Raises StaleRecordError where nothing is asked any longer.
    """
    require_version(found, version)
    question = found.open_question
    if found.state is not HandInState.ASKED_BACK or question is None:
        raise StaleRecordError
    question.answer, question.answered_at = said, now()
    found.state = HandInState.TAKEN_UP if found.owner_id else HandInState.RECEIVED
    found.answer_by = working_days_after(day_of(now()), ANSWER_WORKING_DAYS)
    session.flush()
