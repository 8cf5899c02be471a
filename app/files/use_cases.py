"""What is done with files: put on a record, described, taken back, put back, and swept when their days are over."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files.commands import FileCommand
from app.files.content import TakenFile
from app.files.evidence import lock_result, lock_use, settle_evidence, settle_result
from app.files.folder import FileFolder
from app.files.places import FilePlace
from app.files.queries import get_file_to_change
from app.limits import BIN_KEPT
from models.accounts import User
from models.base import require_unchanged
from models.clock import now
from models.files import RecordFile


def add_file(
    session: Session, *, actor: User, place: FilePlace, file: TakenFile, digest: str, command: FileCommand
) -> RecordFile:
    """Put a file on a record whose content lies in the folder under its digest; what staff put is for their unit.

    One on a use or a result is its evidence, unless somebody has written of another.
    """
    use_id = place.columns.get("use_id")
    lock_use(session, use_id)
    lock_result(session, place.columns.get("achievement_id"))
    made = RecordFile(
        **place.columns,
        name=file.name,
        about=command.about,
        kind=file.kind,
        size=len(file.content),
        sha256=digest,
        for_infrastructure=command.for_infrastructure or not actor.role.is_office,
        by_id=actor.id,
        is_demo=place.is_demo,
    )
    session.add(made)
    session.flush()
    settle_evidence(session, use_id)
    settle_result(session, made)
    return made


def describe_file(session: Session, *, actor: User, file_id: int, command: FileCommand, version: int | None) -> None:
    """Correct what is said of a file; raises StaleRecordError, also for one that was taken back meanwhile."""
    file = _require(session, actor, file_id, version, taken_back=False)
    file.about, file.for_infrastructure = command.about, command.for_infrastructure
    session.flush()


def take_back_file(session: Session, *, actor: User, file_id: int, version: int | None) -> RecordFile:
    """Take a file away; for 30 days it can be put back as it was. A use that it was evidence of counts no more for it.

    Raises StaleRecordError.
    """
    file = _require(session, actor, file_id, version, taken_back=False)
    file.taken_back_at = now()
    session.flush()
    settle_evidence(session, file.use_id)
    settle_result(session, file)
    return file


def put_back_file(session: Session, *, actor: User, file_id: int, version: int | None) -> RecordFile:
    """Put a file back that was taken back; raises StaleRecordError."""
    file = _require(session, actor, file_id, version, taken_back=True)
    file.taken_back_at = None
    session.flush()
    settle_evidence(session, file.use_id)
    settle_result(session, file)
    return file


def forget_files(session: Session) -> int:
    """Remove the rows of files that can no longer be put back, and return how many; the contents are swept after."""
    gone = session.scalars(sa.select(RecordFile).where(RecordFile.taken_back_at < now() - BIN_KEPT)).all()
    for file in gone:
        session.delete(file)
    session.flush()
    return len(gone)


def find_lost(session: Session, folder: FileFolder) -> list[RecordFile]:
    """Return the files whose content is missing or is not what was kept; reads every byte."""
    lost, seen = [], dict[str, bool]()
    for file in session.scalars(sa.select(RecordFile).order_by(RecordFile.id)):
        if file.sha256 not in seen:
            seen[file.sha256] = folder.is_whole(file.sha256)
        if not seen[file.sha256]:
            lost.append(file)
    return lost


def _require(session: Session, actor: User, file_id: int, version: int | None, *, taken_back: bool) -> RecordFile:
    file = get_file_to_change(session, actor, file_id)
    lock_use(session, file.use_id)
    lock_result(session, file.achievement_id)
    require_unchanged(file, version, taken_back=taken_back)
    return file
