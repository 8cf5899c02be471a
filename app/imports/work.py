"""The work on an import, one step at a time: it is checked, written or taken back, and each step is done once.

A step ends with the commit that also says that it is done. A process that ends in the middle of one leaves everything
as it was before; the step is then taken up from its beginning by the next runner of jobs, or whoever looks next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.imports.checking import CheckedFile, check_file, stamp_of
from app.imports.deciding import settle
from app.imports.kept_files import KeptFiles
from app.imports.kinds import rules_of
from app.imports.undoing import undo_rows
from app.imports.writing import write_rows
from app.likeness.catching_up import catch_up
from app.storage.audit import note_event
from app.storage.locks import lock_rows
from app.storage.sqlite import take_turn
from models.clock import now
from models.errors import StaleRecordError
from models.imports import Import, ImportState

ROWS: Final = "rows"
PLAN: Final = "plan"
FAILED: Final = "failed"
# So many times the records may change while a file is compared with them, before somebody is asked to look again.
TURNS: Final = 4


def do_step(session: Session, import_id: int, folder: Path) -> None:
    """Do the step that an import waits for; nothing where it waits for none."""
    record = session.get(Import, import_id)
    if record is None or not record.state.is_at_work:
        return
    kept = KeptFiles(folder, record.place)
    steps: dict[ImportState, Callable[[Session, Import, KeptFiles], None]] = {
        ImportState.CHECKING: _check,
        ImportState.WRITING: _write,
        ImportState.UNDOING: _undo,
    }
    steps[record.state](session, record, kept)


def give_up(session: Session, import_id: int) -> None:
    """Say that a step did not work: everything is as it was before it."""
    session.rollback()
    before = {
        ImportState.CHECKING: ImportState.READ,
        ImportState.WRITING: ImportState.CHECKED,
        ImportState.UNDOING: ImportState.DONE,
    }
    record = session.get(Import, import_id)
    if record is not None and record.state.is_at_work:
        record.state = before[record.state]
        record.told = {**record.told, FAILED: True}
        session.commit()


def _check(session: Session, record: Import, kept: KeptFiles) -> None:
    plan = _look(session, record, kept)
    _checked(session, record, kept, plan)


def _look(session: Session, record: Import, kept: KeptFiles) -> CheckedFile:
    rows = kept.read(ROWS)
    session.expunge(record)
    plan = check_file(session, record, rows, lambda done: kept.tell(done, 2 * len(rows)))
    session.add(record)
    return plan


def _checked(session: Session, record: Import, kept: KeptFiles, plan: CheckedFile, *, again: bool = False) -> None:
    kept.write(PLAN, plan.to_json())
    record.state, record.looked_again = ImportState.CHECKED, again
    record.told = settle(plan.rows, record).counts()
    session.commit()


def _write(session: Session, record: Import, kept: KeptFiles) -> None:
    """Write a checked file; where colleagues keep changing records meanwhile, it is given back to be looked at."""
    for _turn in range(TURNS):
        if _is_written(session, record, kept) or record.state is not ImportState.WRITING:
            return
    _checked(session, record, kept, _look(session, record, kept), again=True)


def _is_written(session: Session, record: Import, kept: KeptFiles) -> bool:
    """Write a checked file, unless its plan is another by now or records change while it is being compared."""
    plan = CheckedFile.from_json(kept.read(PLAN))
    if stamp_of(session) != plan.stamp:
        # Records have changed since somebody looked: what they were shown must still be what is done.
        anew = _look(session, record, kept)
        if anew.digest != plan.digest:
            _checked(session, record, kept, anew, again=True)
            return False
        plan = replace(plan, stamp=anew.stamp)
        kept.write(PLAN, plan.to_json())
    settled = settle(plan.rows, record)
    rules = rules_of(record.kind)(session)
    total, done = len(plan.rows), 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        kept.tell(done, total)

    # From here on as the writer: nothing has changed since the records were read, or it is begun anew.
    session.rollback()
    take_turn(session.connection())
    if not _is_mine(session, record.id, ImportState.WRITING) or stamp_of(session) != plan.stamp:
        session.rollback()
        return False
    try:
        counts = write_rows(session, record, rules, settled.rows, told)
        record.state, record.done_at = ImportState.DONE, now()
        record.told = {**settled.counts(), **counts}
        note_event(session, "imported", subject=record.kind.value, subject_id=record.id, changes=counts)
        session.commit()
    except (IntegrityError, StaleRecordError):
        # Somebody was a moment earlier; the file is looked at again.
        session.rollback()
        _checked(session, record, kept, _look(session, record, kept), again=True)
        return False
    kept.remove()
    # Who looks for doubles next need not wait for as many records to be compared.
    catch_up(session)
    return True


def _undo(session: Session, record: Import, kept: KeptFiles) -> None:
    total, done = record.rows, 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        kept.tell(done, total)

    take_turn(session.connection())
    if not _is_mine(session, record.id, ImportState.UNDOING):
        session.rollback()
        return
    result = undo_rows(session, record, rules_of(record.kind), told)
    record.state, record.undone_at = ImportState.UNDONE, now()
    record.told = {**record.told, "gone": result.gone, "back": result.back, "kept": len(result.kept)}
    counts = {"gone": result.gone, "back": result.back, "kept": len(result.kept)}
    note_event(session, "import undone", subject=record.kind.value, subject_id=record.id, changes=counts)
    session.commit()
    kept.remove()


def _is_mine(session: Session, import_id: int, state: ImportState) -> bool:
    """Tell whether the step is still to be done, and keep others from doing it meanwhile."""
    lock_rows(session, Import, [import_id])
    record = session.get(Import, import_id)
    return record is not None and record.state is state
