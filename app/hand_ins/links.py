"""The links in letters about needs that were handed in: made, found and used up."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.password_links import Post
from app.hand_ins.limits import CONFIRM_LIFE, OWN_LIFE, RESTORE_LIFE
from app.mail.links import new_seed, token_of
from models.accounts import token_hash
from models.clock import now
from models.hand_ins import HandIn, HandInLink, HandInPurpose, HandInState
from models.needs import Need

_LIVES = {HandInPurpose.CONFIRM: CONFIRM_LIFE, HandInPurpose.OWN: OWN_LIFE, HandInPurpose.RESTORE: RESTORE_LIFE}


def make_link(session: Session, post: Post, *, hand_in: HandIn, purpose: HandInPurpose) -> str:
    """Return what the token of a new link is made from when its letter is sent."""
    seed = new_seed()
    hashed = token_hash(token_of(seed, post.secret))
    link = HandInLink(hand_in_id=hand_in.id, purpose=purpose, token_hash=hashed, expires_at=now() + _LIVES[purpose])
    session.add(link)
    return seed


def find_by_link(session: Session, token: str, purpose: HandInPurpose) -> HandIn | None:
    """Return what a link opens, with its questions and its need; None for one that is used, old, or of another kind."""
    return session.scalar(
        sa.select(HandIn)
        .join(HandInLink, HandInLink.hand_in_id == HandIn.id)
        .where(*_stands(token, purpose), (HandIn.state == HandInState.WITHDRAWN) == (purpose is HandInPurpose.RESTORE))
        .options(
            selectinload(HandIn.questions),
            joinedload(HandIn.owner),
            joinedload(HandIn.need).options(joinedload(Need.company), selectinload(Need.concepts)),
        )
        .execution_options(populate_existing=True)
    )


def use_link(session: Session, token: str, purpose: HandInPurpose) -> bool:
    """Use a link up; of two who use it at once one is told that it was there."""
    gone = sa.delete(HandInLink).where(*_stands(token, purpose)).returning(HandInLink.id)
    return session.scalar(gone) is not None


def end_links(session: Session, hand_in: HandIn) -> None:
    """Let no link to a need that was handed in open anything any longer."""
    session.execute(sa.delete(HandInLink).where(HandInLink.hand_in_id == hand_in.id))


def _stands(token: str, purpose: HandInPurpose) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        HandInLink.token_hash == token_hash(token),
        HandInLink.purpose == purpose,
        HandInLink.expires_at > now(),
    )
