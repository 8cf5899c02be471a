"""Work on imports: small files are dealt with while the reader waits, others by the runner of jobs.

Where a process works on one, no other does. See `work.py` for what happens when a process ends in the middle.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.imports.kept_files import KeptFiles
from app.imports.limits import IMPORTED_AT_ONCE
from app.imports.work import do_step, give_up
from app.storage.current_jobs import see_to
from app.storage.database import db_session
from models.imports import Import

log = logging.getLogger(__name__)
IMPORT_JOB: Final = "import"


def folder_of(app: Flask) -> Path:
    """Return where what files hold is kept."""
    folder: Path = app.extensions["brygga"].import_folder
    return folder


def keep_going(session: Session, record: Import) -> None:
    """See to it that somebody works on an import that waits for it; the session holds nothing that is not committed.

    A small one is done when this returns, and its record has been read anew.
    """
    if not record.state.is_at_work:
        return
    if record.rows > IMPORTED_AT_ONCE:
        see_to(f"{IMPORT_JOB} {record.id}")
    elif _work(session, record):
        session.expire_all()
        session.refresh(record)


def work_on_import(import_id: str) -> None:
    """Do the step that an import waits for, for who asked for it: the job `import 17`."""
    session = db_session()
    record = session.get(Import, int(import_id))
    if record is not None and record.state.is_at_work:
        session.info["actor_id"] = record.by_id
        _work(session, record)


def give_import_up(import_id: str) -> None:
    """Say that an import did not go through, where the process ended over it again and again."""
    give_up(db_session(), int(import_id))


def _work(session: Session, record: Import) -> bool:
    """Do a step, unless another process does; returns whether this one did."""
    app, import_id = current_app._get_current_object(), record.id  # type: ignore[attr-defined]  # a proxy of werkzeug's
    held = KeptFiles(folder_of(app), record.place).lock()
    if held is None:
        return False
    try:
        with force_locale(record.language):
            do_step(session, import_id, folder_of(app))
    except Exception:
        # Whatever it was, nothing has been written; the page says so and offers to try again.
        log.exception("Import %s did not go through", import_id)
        give_up(session, import_id)
    finally:
        KeptFiles.unlock(held)
    return True
