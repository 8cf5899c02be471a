"""What is done with an import: begun with a file, told what its columns mean, decided on, imported, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.checking import CheckedFile
from app.imports.commands import ColumnsCommand
from app.imports.deciding import settle
from app.imports.kept_files import KeptFiles, remove_all_but
from app.imports.limits import IMPORT_FILE_KEPT, IMPORT_KEPT
from app.imports.queries import can_undo
from app.imports.reading import FileTable
from app.imports.work import PLAN, ROWS
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.errors import BuiltUponError, StaleRecordError
from models.imports import DoublesRule, Import, ImportedRow, ImportKind, ImportState
from models.vocabulary import Language

_OPEN = (ImportState.READ, ImportState.CHECKED)


def begin(
    session: Session,
    *,
    actor: User,
    kind: ImportKind,
    file_name: str,
    table: FileTable,
    folder: Path,
    language: Language,
) -> Import:
    """Keep what a file holds until it is imported; what nobody has gone on with for days is forgotten."""
    _forget(session, folder)
    kept = KeptFiles.begin(folder)
    kept.write(ROWS, table.rows)
    record = Import(
        kind=kind,
        file_name=file_name,
        place=kept.path.name,
        heads=list(table.heads),
        rows=len(table.rows),
        by_id=actor.id,
        language=language,
        at=now(),
    )
    session.add(record)
    session.flush()
    return record


def choose_columns(
    session: Session, *, actor: User, record: Import, command: ColumnsCommand, version: int | None
) -> None:
    """Say what the columns mean, and let the file be checked; raises StaleRecordError when somebody else did."""
    require_version(record, version)
    _require_state(record, *_OPEN)
    record.columns, record.mode, record.source = list(command.columns), command.mode, command.source
    record.decisions, record.rule, record.by_id = {}, DoublesRule.ASK, actor.id
    _set_working(record, ImportState.CHECKING)
    session.flush()


def decide(
    session: Session,
    *,
    record: Import,
    folder: Path,
    rule: DoublesRule,
    decisions: Mapping[str, str],
    version: int | None,
) -> None:
    """Decide on rows that may be doubles; "" takes a decision back."""
    require_version(record, version)
    _require_state(record, ImportState.CHECKED)
    record.rule = rule
    record.decisions = {row: said for row, said in {**record.decisions, **decisions}.items() if said}
    record.told = settle(plan_of(record, folder).rows, record).counts()
    session.flush()


def start(session: Session, *, actor: User, record: Import, folder: Path, version: int | None) -> None:
    """Let a checked file be imported; raises StaleRecordError where it is not as it was shown, or not ready."""
    require_version(record, version)
    _require_state(record, ImportState.CHECKED)
    if not settle(plan_of(record, folder).rows, record).is_ready:
        raise StaleRecordError
    record.by_id = actor.id
    _set_working(record, ImportState.WRITING)
    session.flush()


def undo(session: Session, *, actor: User, record: Import, version: int | None) -> None:
    """Let an import be taken back; raises BuiltUponError when its days are over, or it was taken back already."""
    require_version(record, version)
    if record.state is not ImportState.DONE or not can_undo(record):
        raise BuiltUponError
    _set_working(record, ImportState.UNDOING)
    session.flush()


def discard(session: Session, *, record: Import, folder: Path, version: int | None) -> None:
    """Forget a file that was not imported."""
    require_version(record, version)
    _require_state(record, *_OPEN)
    session.delete(record)
    session.flush()
    KeptFiles(folder, record.place).remove()


def plan_of(record: Import, folder: Path) -> CheckedFile:
    """Return what was found when a file was checked; raises StaleRecordError when it is gone."""
    kept = KeptFiles(folder, record.place).read(PLAN)
    if kept is None:
        raise StaleRecordError
    return CheckedFile.from_json(kept)


def _set_working(record: Import, state: ImportState) -> None:
    record.state, record.looked_again = state, False
    record.told = {name: count for name, count in record.told.items() if name != "failed"}


def _require_state(record: Import, *states: ImportState) -> None:
    if record.state not in states:
        raise StaleRecordError


def _forget(session: Session, folder: Path) -> None:
    """Remove what was never imported, and what can no longer be undone, with all that was kept for it."""
    waiting = Import.state.in_(_OPEN)
    session.execute(sa.delete(Import).where(waiting, Import.at < now() - IMPORT_FILE_KEPT))
    old = sa.select(Import.id).where(Import.done_at < now() - IMPORT_KEPT)
    session.execute(sa.delete(ImportedRow).where(ImportedRow.import_id.in_(old)))
    places = session.scalars(sa.select(Import.place).where(Import.state.not_in((ImportState.DONE, ImportState.UNDONE))))
    remove_all_but(folder, places)
