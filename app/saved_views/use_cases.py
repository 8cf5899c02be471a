"""What is done with saved views: saved, renamed, shared, removed, put back, chosen as the first; columns are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.saved_views.commands import ViewCommand
from app.saved_views.queries import find_choice, get_view
from models.accounts import User
from models.base import require_unchanged
from models.clock import now
from models.errors import NotAllowedError
from models.saved_views import ListChoice, ListKind, SavedView


def save_view(session: Session, *, actor: User, kind: ListKind, address: str, command: ViewCommand) -> SavedView:
    """Save what an address shows of a list under a name; raises NotAllowedError outside the office."""
    if not actor.role.is_office:
        raise NotAllowedError
    view = SavedView(list_kind=kind, owner_id=actor.id, name=command.name, address=address, is_shared=command.is_shared)
    session.add(view)
    session.flush()
    return view


def edit_view(
    session: Session, *, actor: User, saved_view_id: int, command: ViewCommand, version: int | None
) -> SavedView:
    """Rename a view, or share it, or keep it to its owner; raises StaleRecordError."""
    view = _require(session, actor, saved_view_id, version, taken_back=False)
    view.name, view.is_shared = command.name, command.is_shared
    session.flush()
    return view


def remove_view(session: Session, *, actor: User, saved_view_id: int, version: int | None) -> SavedView:
    """Remove a view from everybody's lists; it is kept, so that it can be put back. Raises StaleRecordError."""
    view = _require(session, actor, saved_view_id, version, taken_back=False)
    view.taken_back_at = now()
    session.flush()
    return view


def put_view_back(session: Session, *, actor: User, saved_view_id: int, version: int | None) -> SavedView:
    """Put back a view that was removed, exactly as it was; raises StaleRecordError."""
    view = _require(session, actor, saved_view_id, version, taken_back=True)
    view.taken_back_at = None
    session.flush()
    return view


def open_with(session: Session, *, actor: User, saved_view_id: int, version: int | None) -> SavedView:
    """Let the actor's list open with a view; raises StaleRecordError."""
    view = _require(session, actor, saved_view_id, version, taken_back=False)
    _choice(session, actor, view.list_kind).first_view_id = view.id
    session.flush()
    return view


def open_without(session: Session, *, actor: User, saved_view_id: int, version: int | None) -> SavedView:
    """Let the actor's list open as it does for everybody; raises StaleRecordError."""
    view = _require(session, actor, saved_view_id, version, taken_back=False)
    choice = _choice(session, actor, view.list_kind)
    if choice.first_view_id == view.id:
        choice.first_view_id = None
    session.flush()
    return view


def choose_columns(session: Session, *, actor: User, kind: ListKind, columns: Sequence[str] | None) -> None:
    """Let the actor's list show some of its columns; None for all. Raises NotAllowedError outside the office."""
    if not actor.role.is_office:
        raise NotAllowedError
    _choice(session, actor, kind).columns = None if columns is None else list(columns)
    session.flush()


def _choice(session: Session, actor: User, kind: ListKind) -> ListChoice:
    choice = find_choice(session, actor, kind)
    if choice is None:
        choice = ListChoice(user_id=actor.id, list_kind=kind)
        session.add(choice)
    return choice


def _require(session: Session, actor: User, saved_view_id: int, version: int | None, *, taken_back: bool) -> SavedView:
    view = get_view(session, actor, saved_view_id)
    require_unchanged(view, version, taken_back=taken_back)
    return view
