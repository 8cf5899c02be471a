"""Reads of files: the office sees all, a unit's staff what is for units where they stand, nobody else any."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.files.limits import FILES_OF_ONE
from app.files.places import FilePlaceKind, infrastructures_of
from app.storage.audit import note_reading
from app.storage.consents import lets_infrastructures_read
from models.accounts import Role, User
from models.errors import NotFoundError
from models.files import RecordFile
from models.introductions import Introduction, introduced_to, introduction_stands
from models.matches import Match


def visible_files(actor: User) -> sa.Select[RecordFile]:
    """Return the selection of files that the actor may read, those taken back too.

    Staff read those marked for units: on their own units, and on needs and matches of introductions that stand,
    where the company has not agreed to the public text alone.
    """
    if actor.role.is_office:
        return sa.select(RecordFile)
    if actor.role is not Role.STAFF:
        return sa.select(RecordFile).where(sa.false())
    introduced = (
        sa.select(Match.id)
        .join(Introduction, Introduction.match_id == Match.id)
        .where(introduced_to(actor.id), introduction_stands(), lets_infrastructures_read(Match.need_id))
    )
    return sa.select(RecordFile).where(
        RecordFile.for_infrastructure,
        sa.or_(
            RecordFile.infrastructure_id.in_(infrastructures_of(actor)),
            RecordFile.match_id.in_(introduced),
            RecordFile.need_id.in_(introduced.with_only_columns(Match.need_id)),
        ),
    )


def standing_files(actor: User) -> sa.Select[RecordFile]:
    """Return the selection of files that the actor may read and that were not taken back."""
    return visible_files(actor).where(RecordFile.taken_back_at.is_(None))


def get_file(session: Session, actor: User, file_id: int) -> RecordFile:
    """Return a file to read, and note that what it tells of a need is read; raises NotFoundError outside the scope."""
    file = session.scalar(
        standing_files(actor)
        .where(RecordFile.id == file_id)
        .options(joinedload(RecordFile.need), joinedload(RecordFile.match).joinedload(Match.need))
    )
    if file is None:
        raise NotFoundError
    need = file.match.need if file.match is not None else file.need
    if need is not None:
        note_reading(session, need)
    return file


def changeable_files(actor: User) -> sa.Select[RecordFile]:
    """Return the selection of files that the actor may take back and put back: staff those on their own units."""
    own = sa.true() if actor.role.is_office else RecordFile.infrastructure_id.in_(infrastructures_of(actor))
    return visible_files(actor).where(own)


def get_file_to_change(session: Session, actor: User, file_id: int) -> RecordFile:
    """Return a file that the actor may take back, also one that was; raises NotFoundError outside the scope."""
    file = session.scalar(changeable_files(actor).where(RecordFile.id == file_id))
    if file is None:
        raise NotFoundError
    return file


def list_files(session: Session, actor: User, kind: FilePlaceKind, number: int) -> Sequence[RecordFile]:
    """Return the files on a record that the actor may read, the newest first; a match's with those of its uses."""
    column = getattr(RecordFile, kind.column)
    return session.scalars(
        standing_files(actor)
        .where(column == number)
        .options(joinedload(RecordFile.by).load_only(User.name, raiseload=True))
        .order_by(RecordFile.created_at.desc(), RecordFile.id.desc())
        .limit(FILES_OF_ONE)
    ).all()
