"""Tasks for the office of what a company has done on its own page."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models.accounts import User
from models.clock import today
from models.needs import Need
from models.notes import Note, NoteKind
from models.vocabulary import Language


def withdrawn_note() -> str:
    """Tell why a match was closed."""
    return str(_("The company has withdrawn the need on its own page."))


def withdrawn_task() -> str:
    """Tell that a company has withdrawn its need."""
    return str(
        _(
            "The company has withdrawn the need on its own page. Its matches are closed. Tell the units that know of "
            "it, and call off meetings that are planned."
        )
    )


def restored_task() -> str:
    """Tell that a company has taken back that it withdrew its need."""
    return str(_("The company has taken back that it withdrew the need. Open the matches again that are to go on."))


def agreed_task() -> str:
    """Tell that a company has agreed to what others may read of a draft."""
    return str(_("The company has agreed to what may be read of its need. Open the need for matching."))


def wording_agreed_task() -> str:
    """Tell that a company has agreed to another wording, which stands from then on."""
    return str(_("The company has agreed to the new text of its need. Others read it from now on."))


def wording_declined_task() -> str:
    """Tell that a company does not agree to what others would read."""
    return str(_("The company says no to the text that others would read of its need. Write another and ask again."))


def file_task() -> str:
    """Tell that a company has put a file with its need."""
    return str(_("The company has put a file with its need. Read it."))


def words_for_owner(session: Session, need: Need, words: Callable[[], str]) -> str:
    """Return what whoever is responsible for a need is told, in their own language."""
    owner = session.get(User, need.owner_id) if need.owner_id else None
    with force_locale((owner.language if owner and owner.language else Language.SV).value):
        return words()


def tell_owner(session: Session, need: Need, words: Callable[[], str]) -> None:
    """Give whoever is responsible for a need a task for today, in their own language, unless they have it already."""
    told = words_for_owner(session, need, words)
    same = sa.select(Note.id).where(
        Note.need_id == need.id, Note.text == told, Note.done_at.is_(None), Note.taken_back_at.is_(None)
    )
    if session.scalar(same.limit(1)) is not None:
        return
    owner = session.get(User, need.owner_id) if need.owner_id else None
    task = Note(need_id=need.id, kind=NoteKind.TASK, happened_on=today(), text=told, is_demo=need.is_demo)
    task.owner_id = owner.id if owner and owner.is_active else None
    session.add(task)
