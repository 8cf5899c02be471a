"""What a need leaves behind that its company has withdrawn: no match goes on, and units read the public text alone."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.matches.answer_tasks import end_answer_tasks
from app.matches.introductions import find_introduction
from app.matches.way_back import forget_way_back
from app.storage.locks import lock_rows
from models.clock import now
from models.introductions import Introduction
from models.matches import CloseReason, Match
from models.needs import Need
from models.outbox import OutboxMessage
from models.shown_need import only_public, what_is_shown


def stop_letters_about(session: Session, need_id: int) -> None:
    """Stop the letters about a need's matches that have not gone; the need is locked."""
    ids = session.scalars(sa.select(Match.id).where(Match.need_id == need_id)).all()
    lock_rows(session, Match, ids)
    _stop_letters(session, ids)


def end_matches(session: Session, need_id: int, *, note: str) -> None:
    """Close what goes on of a need's matches, and stop the letters about them that have not gone.

    A use stays one. Nobody can undo it, and it teaches the ranking nothing of the pairs. What the session has read
    is read anew.
    """
    lock_rows(session, Need, [need_id])
    ids = session.scalars(sa.select(Match.id).where(Match.need_id == need_id)).all()
    lock_rows(session, Match, ids)
    _stop_letters(session, ids)
    found = session.scalars(
        sa.select(Match)
        .where(Match.id.in_(ids))
        .options(
            selectinload(Match.changes),
            selectinload(Match.introductions).joinedload(Introduction.answers),
            joinedload(Match.need).options(joinedload(Need.company), selectinload(Need.concepts)),
        )
        .order_by(Match.id)
    ).unique()
    for match in found.all():
        _end(session, match, note)
    session.flush()


def _end(session: Session, match: Match, note: str) -> None:
    if match.stage.goes_on:
        match.close(CloseReason.COMPANY_DECLINED, by_id=None, at=now(), note=note)
    introduction = find_introduction(session, match)
    if introduction is not None:
        shown = only_public(what_is_shown(match.need, None, ()))
        introduction.end(introduction.ended_at or now(), title_sort=match.need.title_sort, shown=shown)
    end_answer_tasks(session, match)
    forget_way_back(session, match)


def _stop_letters(session: Session, match_ids: Sequence[int]) -> None:
    about = OutboxMessage.match_id.in_(match_ids)
    lock_rows(session, OutboxMessage, session.scalars(sa.select(OutboxMessage.id).where(about)))
    for letter in session.scalars(sa.select(OutboxMessage).where(about)).all():
        if letter.waits:
            session.delete(letter)
