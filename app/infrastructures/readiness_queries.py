"""Reads of many ladders at once: which items are late, which gates have closed again, and the board of them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only, selectinload

from app.infrastructures.queries import own_infrastructures
from models.accounts import Role, User
from models.errors import NotFoundError
from models.infrastructures import Infrastructure
from models.readiness import CORE_ITEMS, CORE_LEVEL, OTHER_LEVEL, passed_count
from models.readiness_items import ReadinessComment, ReadinessItem


def is_good() -> sa.ColumnElement[bool]:
    """Return the condition that an item is good enough for the gate, as `item_passes` in models/readiness.py says."""
    is_core = ReadinessItem.number.in_(CORE_ITEMS)
    return sa.or_(
        sa.and_(is_core, ReadinessItem.level >= CORE_LEVEL),
        sa.and_(~is_core, sa.or_(ReadinessItem.level.is_(None), ReadinessItem.level >= OTHER_LEVEL)),
    )


def list_overdue(session: Session, actor: User, *, today: date, most: int) -> tuple[Sequence[ReadinessItem], int]:
    """Return the items that are late, as `is_overdue` says, of units that the actor may change: the first, and all.

    Each with its unit; the latest first.
    """
    owned = own_infrastructures(actor).with_only_columns(Infrastructure.id)
    late = (ReadinessItem.due_on < today, ~is_good(), ReadinessItem.infrastructure_id.in_(owned))
    rows = session.execute(
        sa.select(ReadinessItem, sa.func.count().over())
        .join(ReadinessItem.infrastructure)
        .where(*late)
        .options(contains_eager(ReadinessItem.infrastructure).load_only(Infrastructure.name_sv, Infrastructure.name_en))
        .order_by(ReadinessItem.due_on, Infrastructure.name_sort, ReadinessItem.number)
        .limit(most)
    ).all()
    return [item for item, _count in rows], rows[0][1] if rows else 0


def list_closed_again(session: Session, actor: User) -> Sequence[Infrastructure]:
    """Return the units that the actor may change whose gate has closed again, the latest first, with their ladders."""
    closed = own_infrastructures(actor).where(Infrastructure.closed_on.is_not(None))
    return session.scalars(
        closed.options(
            load_only(Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.closed_on),
            selectinload(Infrastructure.readiness).load_only(ReadinessItem.number, ReadinessItem.level),
        ).order_by(Infrastructure.closed_on.desc(), Infrastructure.name_sort)
    ).all()


def find_item(session: Session, infrastructure_id: int, number: int) -> ReadinessItem | None:
    """Return what is said of an item of a unit's ladder, with who judged and reviewed it; None where nothing is."""
    return session.scalar(
        sa.select(ReadinessItem)
        .where(ReadinessItem.infrastructure_id == infrastructure_id, ReadinessItem.number == number)
        .options(joinedload(ReadinessItem.judged_by), joinedload(ReadinessItem.checked_by))
        .execution_options(populate_existing=True)
    )


def list_comments(session: Session, infrastructure_id: int, number: int) -> Sequence[ReadinessComment]:
    """Return what is written about an item of a unit's ladder, with who wrote it."""
    return session.scalars(
        sa.select(ReadinessComment)
        .where(ReadinessComment.infrastructure_id == infrastructure_id, ReadinessComment.number == number)
        .options(selectinload(ReadinessComment.by))
        .order_by(ReadinessComment.id)
    ).all()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit's ladder as the board shows it: its items by number, none where nobody has assessed it."""

    infrastructure: Infrastructure
    items: dict[int, ReadinessItem]
    passed: int


def read_board(session: Session, actor: User) -> list[BoardRow]:
    """Return every unit with its ladder, those that are open first, then by how many items are good enough.

    The office and the steering group read it, else NotFoundError; the steering group is given levels and no more.
    """
    if not (actor.role.is_office or actor.role is Role.STEERING):
        raise NotFoundError
    levels = (ReadinessItem.number, ReadinessItem.level, ReadinessItem.is_demo)
    days = (ReadinessItem.due_on, ReadinessItem.checked_on) if actor.role.is_office else ()
    found = session.scalars(
        sa.select(Infrastructure)
        .options(
            load_only(Infrastructure.name_sv, Infrastructure.name_en),
            load_only(Infrastructure.opened_on, Infrastructure.closed_on),
            selectinload(Infrastructure.readiness).load_only(*levels, *days, raiseload=True),
        )
        .order_by(Infrastructure.name_sort, Infrastructure.id)
    )
    ladders = [(each, {item.number: item for item in each.readiness}) for each in found]
    rows = [BoardRow(each, items, passed_count(items.values())) for each, items in ladders]
    return sorted(rows, key=lambda row: (row.infrastructure.opened_on is None, not row.items, -row.passed))
