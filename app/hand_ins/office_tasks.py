"""Tasks for the office of what a company has done on its own page."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models.accounts import User
from models.clock import today
from models.needs import Need
from models.notes import Note, NoteKind
from models.vocabulary import Language


def withdrawn_task() -> str:
    """Tell that a company has withdrawn its need."""
    return str(_("The company has withdrawn the need on its own page. Tell the units that know of it."))


def agreed_task() -> str:
    """Tell that a company has agreed to what others may read of its need."""
    return str(_("The company has agreed to what may be read of its need. Open the need for matching."))


def tell_owner(session: Session, need: Need, words: Callable[[], str]) -> None:
    """Give whoever is responsible for a need a task for today, in their own language."""
    owner = session.get(User, need.owner_id) if need.owner_id else None
    with force_locale((owner.language if owner and owner.language else Language.SV).value):
        told = words()
    task = Note(need_id=need.id, kind=NoteKind.TASK, happened_on=today(), text=told, is_demo=need.is_demo)
    task.owner_id = owner.id if owner and owner.is_active else None
    session.add(task)
