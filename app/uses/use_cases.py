"""What is done with uses: they are recorded, corrected and removed, and the first one wins its match."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files.evidence import settle_evidence
from app.matches.queries import company_of, get_match
from app.matches.settling import settle
from app.matches.verdicts import forget_verdicts, judge_once
from app.matches.way_back import keep_way_back, rows_of
from app.storage.locks import lock_rows
from app.uses.asking import require_answers
from app.uses.commands import UseCommand
from app.uses.queries import get_use
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.infrastructures import Capability, Infrastructure
from models.judgements import Verdict
from models.matches import Match, Stage
from models.organisations import Company
from models.uses import Use


def record_use(session: Session, *, actor: User, match_id: int, command: UseCommand) -> Use:
    """Record that a company used an infrastructure; without evidence it is kept, but does not count.

    Raises NotFoundError outside the actor's scope, MatchClosedError for a closed match and what `require_answers` does.
    """
    # The first use gives its company a number, and one at the same time is asked about.
    _lock_parties(session, match_id)
    match = get_match(session, actor, match_id, lock=True)
    require_answers(session, actor, match, command, None)
    before = rows_of(session, match.need_id, match.capability_id)
    match.advance(Stage.USED, by_id=actor.id, at=now())
    match.stop_waiting()
    use = Use(match_id=match.id, recorded_by_id=actor.id, is_demo=match.is_demo, **command.columns())
    session.add(use)
    judge_once(session, actor, match, Verdict.USE)
    session.flush()
    keep_way_back(session, match, before)
    return use


def edit_use(session: Session, *, actor: User, use_id: int, command: UseCommand, version: int | None) -> None:
    """Correct a use; taking the evidence away uncounts it at once.

    Raises NotFoundError outside the actor's scope, StaleRecordError, and what `require_answers` does.
    """
    _lock_parties(session, session.scalar(sa.select(Use.match_id).where(Use.id == use_id)))
    use = get_use(session, actor, use_id)
    require_version(use, version)
    require_answers(session, actor, use.match, command, use)
    before = (use.evidence_kind, use.evidence)
    for name, value in command.columns().items():
        setattr(use, name, value)
    if (use.evidence_kind, use.evidence) != before:
        # What somebody writes is theirs; where they empty it, what stands is told again.
        use.evidence_is_made = None
    session.flush()
    # What the parties have confirmed may be another use now.
    settle_evidence(session, use.id)


def remove_use(session: Session, *, actor: User, use: Use, version: int | None) -> None:
    """Remove a use that was recorded by mistake; the audit trail keeps it.

    With its only use a match loses what that said of the pair, and falls back to the stage it had before. Raises
    StaleRecordError.
    """
    require_version(use, version)
    match = get_match(session, actor, use.match_id, lock=True)
    session.delete(use)
    session.flush()
    if session.scalar(sa.select(Use.id).where(Use.match_id == match.id).limit(1)) is None:
        forget_verdicts(session, match, Verdict.USE)
        settle(session, match, Stage.USED)
    session.flush()


def _lock_parties(session: Session, match_id: int | None) -> None:
    """Let those who save uses of the same company or unit take turns."""
    if match_id is None:
        return
    lock_rows(session, Company, company_of(session, match_id))
    of_match = sa.select(Capability.infrastructure_id).join(Match, Match.capability_id == Capability.id)
    lock_rows(session, Infrastructure, session.scalars(of_match.where(Match.id == match_id)))
