"""Reads of saved views: of the office everybody sees their own and the shared ones, nobody else sees any."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from models.accounts import User
from models.base import swedish_sort_key
from models.errors import NotFoundError
from models.saved_views import ListChoice, ListKind, SavedView


def visible_views(actor: User) -> sa.Select[SavedView]:
    """Return the selection of the views that an actor may see, those that were removed among them."""
    if not actor.role.is_office:
        return sa.select(SavedView).where(sa.false())
    return sa.select(SavedView).where(sa.or_(SavedView.owner_id == actor.id, SavedView.is_shared))


def list_views(session: Session, actor: User, kind: ListKind | None = None) -> Sequence[SavedView]:
    """Return the views of a list, or of all, with their owners, by name."""
    rows = visible_views(actor).where(SavedView.taken_back_at.is_(None)).options(joinedload(SavedView.owner))
    if kind is not None:
        rows = rows.where(SavedView.list_kind == kind)
    return sorted(session.scalars(rows), key=lambda view: (view.list_kind, swedish_sort_key(view.name), view.id))


def get_view(session: Session, actor: User, saved_view_id: int) -> SavedView:
    """Return a view; raises NotFoundError for another's own."""
    view = session.scalar(
        visible_views(actor).where(SavedView.id == saved_view_id).options(joinedload(SavedView.owner))
    )
    if view is None:
        raise NotFoundError
    return view


def find_choice(session: Session, actor: User, kind: ListKind) -> ListChoice | None:
    """Return what somebody chose for a list, or None."""
    return session.scalar(sa.select(ListChoice).where(ListChoice.user_id == actor.id, ListChoice.list_kind == kind))


def list_first_views(session: Session, actor: User) -> frozenset[int]:
    """Return the numbers of the views that somebody's lists open with."""
    chosen = sa.select(ListChoice.first_view_id).where(ListChoice.user_id == actor.id)
    return frozenset(number for number in session.scalars(chosen) if number is not None)
