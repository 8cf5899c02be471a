"""How a pair becomes a match: on the first word that somebody says of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.matches.queries import Pair
from models.accounts import User
from models.matches import Match, Stage, StageChange


def taken_up(session: Session, actor: User, pair: Pair, score: float | None) -> Match:
    """Return the match of a pair, made on first use; the need must be open unless work has begun already."""
    if pair.match is not None and pair.match.stage not in (Stage.SUGGESTED, Stage.SHORTLISTED):
        return pair.match
    pair.need.require_open()
    return pair.match or new_match(session, actor, pair, score)


def new_match(session: Session, actor: User, pair: Pair, score: float | None) -> Match:
    """Add the match of a pair that nobody has taken a stand on, as suggested."""
    match = Match(
        need=pair.need,
        capability=pair.capability,
        stage=Stage.SUGGESTED,
        owner_id=actor.id,
        score=score,
        is_demo=pair.need.is_demo,
        changes=[StageChange(to_stage=Stage.SUGGESTED, by_id=actor.id)],
    )
    session.add(match)
    return match
