"""What shows a use or a result: its files, else of a use both parties' confirmation; every rule reads it there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.limits import EVIDENCE
from app.storage.locks import lock_rows
from models.achievements import Achievement
from models.clock import day_of
from models.files import RecordFile
from models.matches import Match
from models.use_confirmations import UseConfirmation
from models.uses import EvidenceKind, Use
from models.waiting import WaitingFor

_BOTH: Final = len(WaitingFor)


def lock_use(session: Session, use_id: int | None) -> None:
    """Let those who change what shows a use take turns: its match first, as whoever removes the use does."""
    if use_id is not None:
        lock_rows(session, Match, session.scalars(sa.select(Use.match_id).where(Use.id == use_id)))
        lock_rows(session, Use, [use_id])


def lock_result(session: Session, achievement_id: int | None) -> None:
    """Let those who change what shows a result take turns."""
    if achievement_id is not None:
        lock_rows(session, Achievement, [achievement_id])


def settle_evidence(session: Session, use_id: int | None) -> None:
    """Let a use's evidence be what stands now; what somebody wrote there stays. Nothing happens for no use.

    Without a file and without both confirmations there is none any more, so that the use does not count. Nor does one
    that a party says is wrong, until it is corrected, asked about anew or said to stand; that both have confirmed it
    is then true no longer, whoever wrote so.
    """
    use = session.get(Use, use_id) if use_id is not None else None
    if use is None:
        return
    said = list_confirmations(session, use)
    is_denied = any(each.denies(use) for each in said)
    use.is_disputed = (is_denied and not use.stands_because) or None
    if is_denied and use.evidence_kind is EvidenceKind.BOTH_CONFIRMED:
        use.evidence_is_made = True
    session.flush()
    if use.evidence and not use.evidence_is_made:
        return
    files = session.scalars(
        sa.select(RecordFile.name)
        .where(RecordFile.use_id == use.id, RecordFile.taken_back_at.is_(None))
        .order_by(RecordFile.id)
    ).all()
    confirmed = [each for each in said if each.confirms(use)]
    if files:
        kind, text = EvidenceKind.DOCUMENT, ", ".join(files)
    elif len(confirmed) == _BOTH:
        kind, text = EvidenceKind.BOTH_CONFIRMED, _told(confirmed)
    else:
        use.evidence_kind = use.evidence = None
        use.evidence_is_made = None
        session.flush()
        return
    use.evidence_kind, use.evidence, use.evidence_is_made = kind, text[:EVIDENCE], True
    session.flush()


def settle_result(session: Session, file: RecordFile) -> None:
    """Let the files of a result be its evidence after one was put there, taken away or put back.

    What somebody wrote as evidence stays; that is all but the names of the files as they stood before.
    """
    result = session.get(Achievement, file.achievement_id) if file.achievement_id is not None else None
    if result is None:
        return
    files = session.scalars(
        sa.select(RecordFile).where(RecordFile.achievement_id == result.id).order_by(RecordFile.id)
    ).all()
    stood = [each for each in files if (each.taken_back_at is None) is not (each is file)]
    if not result.evidence or result.evidence == _names(stood):
        result.evidence = _names([each for each in files if each.taken_back_at is None])
        session.flush()


def _names(files: Sequence[RecordFile]) -> str | None:
    return ", ".join(each.name for each in files)[:EVIDENCE] or None


def list_confirmations(session: Session, use: Use) -> Sequence[UseConfirmation]:
    """Return what the parties of a use were asked and have said, the company first."""
    found = session.scalars(sa.select(UseConfirmation).where(UseConfirmation.use_id == use.id)).all()
    return sorted(found, key=lambda each: list(WaitingFor).index(each.party))


def _told(confirmed: Sequence[UseConfirmation]) -> str:
    days = [day_of(each.answered_at).isoformat() for each in confirmed if each.answered_at is not None]
    # Records are Swedish first; who has confirmed stands with each confirmation, and goes when they are erased.
    with force_locale("sv"):
        return str(_("Both parties have confirmed by link: %(days)s", days=", ".join(days)))
