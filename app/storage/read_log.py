"""Writes down who has read which confidential record, after the answer has been sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Final

import sqlalchemy as sa
from flask import Flask, Response
from sqlalchemy.orm import Session

from app.storage import audit
from app.storage.database import db, db_session, short_transaction
from models.audit import AuditEntry
from models.clock import now

# Opening the same record again within the day tells nothing new, and the trail stays readable.
_ONCE_IN: Final = timedelta(days=1)


def init_read_log(app: Flask) -> None:
    """See to it that what is noted is written."""
    app.after_request(_write_afterwards)


def _write_afterwards(response: Response) -> Response:
    """Write when the request's own transaction is over, whatever the status: a form that is shown again shows it too.

    Whoever is sent on has been shown nothing yet, and a page about an error forgets what was noted.
    """
    info = db_session().info
    noted, actor_id = info.pop(audit.READINGS, set()), info.get("actor_id")
    if noted and actor_id is not None and not _is_sent_on(response):
        response.call_on_close(partial(_write, db.engine, actor_id, sorted(noted)))
    return response


def forget_readings() -> None:
    """Note nothing after all: what was read on the way to a refusal is not shown."""
    db_session().info.pop(audit.READINGS, None)


def _is_sent_on(response: Response) -> bool:
    return response.status_code // 100 == 3  # noqa: PLR2004 - the redirects


def _write(database: sa.Engine, actor_id: int, noted: Iterable[tuple[str, str]]) -> None:
    with short_transaction(database, reads=False) as connection, Session(connection) as session:
        lately = sa.select(AuditEntry.subject, AuditEntry.subject_id).where(
            AuditEntry.actor_id == actor_id, AuditEntry.action == audit.READ, AuditEntry.at > now() - _ONCE_IN
        )
        known = {(subject, subject_id) for subject, subject_id in session.execute(lately)}
        audit.append_readings(session, actor_id, [each for each in noted if each not in known])
