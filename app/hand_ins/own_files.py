"""The files that a company has put with its need itself; what the office put there is not shown to it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files.commands import FileCommand
from app.files.content import TakenFile
from app.hand_ins.limits import OWN_FILES
from app.hand_ins.office_tasks import file_task, tell_owner
from models.files import RecordFile
from models.hand_ins import HandIn, HandInState


def takes_files(found: HandIn) -> bool:
    """Tell whether files can be put with a need: it is one of the office's, and not withdrawn."""
    return found.need is not None and found.state is HandInState.ACCEPTED


def list_own_files(session: Session, found: HandIn) -> Sequence[RecordFile]:
    """Return the company's own files that were not taken away, the oldest first."""
    if found.need_id is None:
        return ()
    own = (RecordFile.need_id == found.need_id, RecordFile.by_id.is_(None), RecordFile.taken_back_at.is_(None))
    return session.scalars(sa.select(RecordFile).where(*own).order_by(RecordFile.id)).all()


def add_file(session: Session, *, found: HandIn, file: TakenFile, digest: str, command: FileCommand) -> bool:
    """Put a file whose content lies in the folder with a need; False where there are as many as fit."""
    if len(list_own_files(session, found)) >= OWN_FILES:
        return False
    made = RecordFile(
        need_id=found.need_id,
        name=file.name,
        about=command.about,
        kind=file.kind,
        size=len(file.content),
        sha256=digest,
        for_infrastructure=command.for_infrastructure,
        is_demo=found.is_demo,
    )
    session.add(made)
    if found.need is not None:
        tell_owner(session, found.need, file_task)
    session.flush()
    return True
