"""Work on imports beside the answers: one thread for each, and none where another process works on it.

Small files are dealt with while the reader waits. See `work.py` for what happens when a process ends in the middle.
"""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Thread
from typing import Final

import sqlalchemy as sa
from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.imports.kept_files import KeptFiles
from app.imports.limits import IMPORTED_AT_ONCE
from app.imports.work import do_step, give_up
from app.storage.database import db_session
from models.imports import Import, ImportState

log = logging.getLogger(__name__)
_AT_WORK: Final = [state for state in ImportState if state.is_at_work]


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
    app, import_id = current_app._get_current_object(), record.id  # type: ignore[attr-defined]  # a proxy of werkzeug's
    held = KeptFiles(folder_of(app), record.place).lock()
    if held is None:
        return
    if record.rows <= IMPORTED_AT_ONCE:
        _work(session, app, import_id, held, record.language)
        session.expire_all()
        session.refresh(record)
        return
    Thread(
        target=_work_beside,
        args=(app, import_id, held, record.language, record.by_id),
        name="brygga-import",
        daemon=True,
    ).start()


def take_up(app: Flask) -> None:
    """Go on with what a process left that ended in the middle of it."""
    with app.app_context():
        for record in db_session().scalars(sa.select(Import).where(Import.state.in_(_AT_WORK))).all():
            keep_going(db_session(), record)


def _work_beside(app: Flask, import_id: int, held: int, language: str, by_id: int | None) -> None:
    with app.app_context():
        session = db_session()
        session.info["actor_id"] = by_id
        _work(session, app, import_id, held, language)


def _work(session: Session, app: Flask, import_id: int, held: int, language: str) -> None:
    try:
        with force_locale(language):
            do_step(session, import_id, folder_of(app))
    except Exception:
        # Whatever it was, nothing has been written; the page says so and offers to try again.
        log.exception("Import %s did not go through", import_id)
        give_up(session, import_id)
    finally:
        KeptFiles.unlock(held)
