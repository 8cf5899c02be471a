"""A match falls back from a stage that has lost what it rested on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.matches import Match, Stage
from models.meetings import Meeting, was_held


def settle(session: Session, match: Match, lost: Stage) -> None:
    """Take back the steps to a stage that nothing stands for any more; the match's changes must be loaded.

    What happened meanwhile without moving the match does so now: a meeting held while it was used.
    """
    match.let_go_of(lost)
    if not match.stage.lies_below(Stage.MEETING_HELD):
        return
    held = sa.select(Meeting).where(Meeting.match_id == match.id, was_held()).order_by(Meeting.id).limit(1)
    meeting = session.scalar(held)
    if meeting is not None:
        match.advance(Stage.MEETING_HELD, by_id=meeting.logged_by_id, at=meeting.created_at)
