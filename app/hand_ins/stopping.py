"""Letters about a need that was handed in are stopped while they have not gone."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.locks import lock_rows
from models.outbox import OutboxMessage


def stop_letters(session: Session, hand_in_id: int, *, since: datetime | None = None) -> bool:
    """Take the letters about a need, since a moment or all, out of the outbox; tell whether any had gone already.

    What the session has read is read anew.
    """
    about = [OutboxMessage.hand_in_id == hand_in_id]
    if since is not None:
        about.append(OutboxMessage.created_at >= since)
    lock_rows(session, OutboxMessage, session.scalars(sa.select(OutboxMessage.id).where(*about)))
    found = session.scalars(sa.select(OutboxMessage).where(*about)).all()
    for letter in found:
        if letter.waits:
            session.delete(letter)
    session.flush()
    return any(not letter.waits for letter in found)
