"""Verdicts on pairs: what people say of them by what they do, kept so that the ranking can learn from it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.judgements import VERDICT_STAGES, Judgement, Verdict
from models.matches import CloseReason, Match


def judge(
    session: Session,
    actor: User,
    match: Match,
    verdict: Verdict,
    score: float | None,
    *,
    reason: CloseReason | None = None,
) -> None:
    """Keep a verdict with the score that the actor was shown."""
    session.flush()
    session.add(
        Judgement(
            need_id=match.need_id,
            capability_id=match.capability_id,
            user_id=actor.id,
            verdict=verdict,
            reason=reason,
            score=score,
        )
    )


def judge_once(session: Session, actor: User, match: Match, verdict: Verdict) -> None:
    """Keep a verdict that the pair does not have yet."""
    known = sa.select(Judgement.id).where(
        Judgement.need_id == match.need_id,
        Judgement.capability_id == match.capability_id,
        Judgement.verdict == verdict,
    )
    if session.scalar(known.limit(1)) is None:
        judge(session, actor, match, verdict, match.score)


def take_back_verdicts(session: Session, match: Match) -> None:
    """Forget the verdicts that lie beyond the stage a match has been set back to, and that it was dismissed."""
    gone = [verdict for verdict, stage in VERDICT_STAGES.items() if match.stage.lies_below(stage)]
    forget_verdicts(session, match, *gone, Verdict.DISMISS)


def forget_verdicts(session: Session, match: Match, *verdicts: Verdict) -> None:
    """Forget what was said of a pair by what was done with it."""
    judgements = session.scalars(
        sa.select(Judgement).where(
            Judgement.need_id == match.need_id,
            Judgement.capability_id == match.capability_id,
            Judgement.verdict.in_(verdicts),
            # What was judged blind says nothing of how far the match has come.
            Judgement.blind.is_(False),
        )
    )
    for judgement in judgements:
        session.delete(judgement)
