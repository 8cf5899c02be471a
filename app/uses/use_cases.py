"""What is done with uses: they are recorded, corrected and removed, and the first one wins its match."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files.evidence import settle_evidence
from app.matches.queries import company_of, get_match
from app.matches.settling import settle
from app.matches.verdicts import forget_verdicts, judge_once
from app.matches.way_back import keep_way_back, rows_of
from app.storage.kept_rows import read_rows
from app.storage.locks import lock_rows
from app.storage.thrown_rows import keep_rows, put_rows_back
from app.uses.asking import UsedSinceError, require_answers
from app.uses.commands import UseCommand
from app.uses.queries import get_use, list_same
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.files import RecordFile
from models.infrastructures import Capability, Infrastructure
from models.judgements import Verdict
from models.matches import Match, Stage
from models.organisations import Company
from models.thrown import ThrownKind, ThrownRows
from models.use_confirmations import UseConfirmation
from models.uses import Use

# The numbers of the files that stood on a use: its match keeps them.
_FILES: Final = RecordFile.__tablename__


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


def remove_use(session: Session, *, actor: User, use: Use, version: int | None) -> ThrownRows:
    """Remove a use that was recorded by mistake; it lies in the bin, from where `put_use_back` brings it.

    With its only use a match loses what that said of the pair, and falls back to the stage it had before. Raises
    StaleRecordError.
    """
    require_version(use, version)
    match = get_match(session, actor, use.match_id, lock=True)
    thrown = keep_rows(session, actor, ThrownKind.USE, match.id, is_demo=use.is_demo, rows=_rows(session, use.id))
    session.delete(use)
    session.flush()
    if session.scalar(sa.select(Use.id).where(Use.match_id == match.id).limit(1)) is None:
        forget_verdicts(session, match, Verdict.USE)
        settle(session, match, Stage.USED)
    session.flush()
    return thrown


def put_use_back(session: Session, *, actor: User, thrown: ThrownRows, version: int | None) -> Use:
    """Put a use back as it was, with what its parties said and its files; it counts by the rules as they stand.

    Raises StaleRecordError, MatchClosedError, UsedSinceError where another use of the same days was recorded meanwhile,
    and NotFoundError where its match is gone.
    """
    _lock_parties(session, thrown.of_id)
    match = get_match(session, actor, thrown.of_id, lock=True)
    require_version(thrown, version)
    match.require_open()
    use: Use = put_rows_back(session, Use, thrown)[0]
    same = list_same(session, match, use.started_on, use.completed_on or use.started_on, besides=use.id)
    if any(each.created_at > thrown.taken_back_at for each in same):
        raise UsedSinceError
    before = rows_of(session, match.need_id, match.capability_id)
    match.advance(Stage.USED, by_id=actor.id, at=now())
    put_rows_back(session, UseConfirmation, thrown, use_id=use.id)
    files = sa.and_(RecordFile.id.in_(thrown.rows[_FILES]), RecordFile.match_id == match.id)
    for file in session.scalars(sa.select(RecordFile).where(files, RecordFile.use_id.is_(None))).all():
        file.use_id = use.id
    judge_once(session, actor, match, Verdict.USE)
    session.delete(thrown)
    session.flush()
    settle_evidence(session, use.id)
    keep_way_back(session, match, before)
    return use


def _rows(session: Session, use_id: int) -> dict[str, Any]:
    files = session.scalars(sa.select(RecordFile.id).where(RecordFile.use_id == use_id))
    return {
        Use.__tablename__: read_rows(session, Use, Use.id == use_id),
        UseConfirmation.__tablename__: read_rows(session, UseConfirmation, UseConfirmation.use_id == use_id),
        _FILES: sorted(files),
    }


def _lock_parties(session: Session, match_id: int | None) -> None:
    """Let those who save uses of the same company or unit take turns."""
    if match_id is None:
        return
    lock_rows(session, Company, company_of(session, match_id))
    of_match = sa.select(Capability.infrastructure_id).join(Match, Match.capability_id == Capability.id)
    lock_rows(session, Infrastructure, session.scalars(of_match.where(Match.id == match_id)))
