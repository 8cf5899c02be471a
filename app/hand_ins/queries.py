"""Reads of needs that companies have handed in: the office sees all that were confirmed, others none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.storage.audit import note_reading
from app.storage.listing import ListState, Page, count_each, fetch_page
from models.accounts import User
from models.errors import NotFoundError
from models.hand_ins import UNDECIDED, WAITING_FOR_US, HandIn, HandInState
from models.needs import Need
from models.outbox import OutboxMessage

SORTS: Final = ("answer", "came")
# How many that wait the search looks through.
SEARCHED: Final = 500


def visible_hand_ins(actor: User) -> sa.Select[HandIn]:
    """Return the selection of what an actor may see: nobody sees what was not confirmed."""
    confirmed = HandIn.state != HandInState.UNCONFIRMED
    return sa.select(HandIn).where(confirmed if actor.role.is_office else sa.false())


def get_hand_in(session: Session, actor: User, hand_in_id: int) -> HandIn:
    """Return what was handed in with its questions and its need, and note that it is read; raises NotFoundError."""
    found = session.scalar(
        visible_hand_ins(actor)
        .where(HandIn.id == hand_in_id)
        .options(
            selectinload(HandIn.questions),
            joinedload(HandIn.owner),
            joinedload(HandIn.need).options(joinedload(Need.company), selectinload(Need.concepts)),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError
    note_reading(session, found)
    return found


def _preset_conditions() -> dict[str, sa.ColumnElement[bool]]:
    return {
        "": HandIn.state.in_(WAITING_FOR_US),
        "asked": HandIn.state == HandInState.ASKED_BACK,
        "decided": HandIn.state.not_in(UNDECIDED),
        "all": sa.true(),
    }


def count_presets(session: Session, actor: User) -> dict[str, int]:
    """Return how many each saved view holds."""
    return count_each(session, ("hand-in presets", actor.role), lambda: visible_hand_ins(actor), _preset_conditions)


def list_hand_ins(session: Session, actor: User, state: ListState) -> Page[HandIn]:
    """Return one page of what was handed in, with who looks at it."""
    rows = visible_hand_ins(actor).options(joinedload(HandIn.owner))
    rows = rows.where(_preset_conditions()[state.filters.get("show", "")])
    orders = {"answer": HandIn.answer_by, "came": HandIn.confirmed_at}
    page = fetch_page(session, rows, state, orders=orders, tie=HandIn.id, kept_as=("hand-ins", actor.role))
    for row in page.rows:
        note_reading(session, row)
    return page


def list_waiting(session: Session, actor: User, *, most: int) -> tuple[Sequence[HandIn], int]:
    """Return what waits for the office, what is to be answered first, and how much there is in all."""
    waiting = visible_hand_ins(actor).where(HandIn.state.in_(WAITING_FOR_US))
    counted = waiting.add_columns(sa.func.count().over()).order_by(HandIn.answer_by, HandIn.id).limit(most)
    rows = session.execute(counted).all()
    for found, _count in rows:
        note_reading(session, found)
    return [found for found, _count in rows], rows[0][1] if rows else 0


def list_to_search(session: Session, actor: User) -> Sequence[sa.Row[int, str, str, str]]:
    """Return number, title, company and contact of what waits for a decision, the latest first, SEARCHED at most."""
    rows = visible_hand_ins(actor).where(HandIn.state.in_(UNDECIDED)).order_by(HandIn.id.desc()).limit(SEARCHED)
    columns = (HandIn.id, HandIn.title, HandIn.company_name, HandIn.contact_name)
    return session.execute(rows.with_only_columns(*columns)).all()


def get_found(session: Session, actor: User, ids: Sequence[int]) -> Sequence[HandIn]:
    """Return what was handed in by its numbers, the latest first, and note that it is read."""
    if not ids:
        return ()
    rows = visible_hand_ins(actor).where(HandIn.id.in_(ids)).order_by(HandIn.id.desc())
    found = session.scalars(rows).all()
    for each in found:
        note_reading(session, each)
    return found


def list_failed_letters(session: Session, actor: User, found: HandIn) -> Sequence[OutboxMessage]:
    """Return the letters about a need that could not be sent; nothing to others than the office."""
    if not actor.role.is_office:
        return ()
    failed = (OutboxMessage.hand_in_id == found.id, OutboxMessage.given_up_at.is_not(None))
    return session.scalars(sa.select(OutboxMessage).where(*failed).order_by(OutboxMessage.id)).all()
