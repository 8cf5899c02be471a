"""What is done with notes and tasks: written, corrected, done, taken back and put back.

The last contact follows calls and e-mails.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.notes.queries import get_note
from app.timeline.commands import NoteCommand
from app.timeline.last_contact import following_contacts
from app.timeline.places import Place, PlaceKind
from models.accounts import User
from models.base import require_unchanged
from models.clock import now
from models.errors import StaleRecordError
from models.matches import Match
from models.needs import Need
from models.notes import Note
from models.people import PersonRole


def write_note(session: Session, *, actor: User, place: Place, is_demo: bool, command: NoteCommand) -> Note:
    """Write a note on a place that the actor may see."""
    note = Note(
        **{place.column: place.id},
        kind=command.kind,
        happened_on=command.happened_on,
        text=command.text,
        author_id=actor.id,
        owner_id=command.owner_id,
        is_demo=is_demo,
    )
    _write(session, place, lambda: session.add(note))
    return note


def edit_note(
    session: Session, *, actor: User, note_id: int, place: Place, command: NoteCommand, version: int | None
) -> None:
    """Correct a note; raises StaleRecordError when somebody else changed it first, or it was taken back."""

    def write() -> None:
        note = _require(session, actor, note_id, version, taken_back=False)
        note.kind, note.happened_on, note.text = command.kind, command.happened_on, command.text
        note.owner_id = command.owner_id

    _write(session, place, write)


def finish(session: Session, *, actor: User, note_id: int, version: int | None) -> Note:
    """Say that a task is done; raises StaleRecordError, also for one that was done or taken back meanwhile."""
    task = _require(session, actor, note_id, version, taken_back=False)
    if not task.is_to_do:
        raise StaleRecordError
    task.done_at = now()
    session.flush()
    return task


def reopen(session: Session, *, actor: User, note_id: int, version: int | None) -> None:
    """Say that a task is not done after all; raises StaleRecordError."""
    task = _require(session, actor, note_id, version, taken_back=False)
    if task.done_at is None:
        raise StaleRecordError
    task.done_at = None
    session.flush()


def take_back(session: Session, *, actor: User, note_id: int, place: Place, version: int | None) -> Note:
    """Take a note out of every timeline; it is kept, so that it can be put back. Raises StaleRecordError."""
    return _mark(session, actor, note_id, place, version, taken_back=True)


def put_back(session: Session, *, actor: User, note_id: int, place: Place, version: int | None) -> Note:
    """Put back a note that was taken back, exactly as it was; raises StaleRecordError."""
    return _mark(session, actor, note_id, place, version, taken_back=False)


def _mark(session: Session, actor: User, note_id: int, place: Place, version: int | None, *, taken_back: bool) -> Note:
    found: list[Note] = []

    def write() -> None:
        note = _require(session, actor, note_id, version, taken_back=not taken_back)
        note.taken_back_at = now() if taken_back else None
        found.append(note)

    _write(session, place, write)
    return found[0]


def _require(session: Session, actor: User, note_id: int, version: int | None, *, taken_back: bool) -> Note:
    note = get_note(session, actor, note_id)
    require_unchanged(note, version, taken_back=taken_back)
    return note


def _write(session: Session, place: Place, write: Callable[[], None]) -> None:
    companies, people = _spoken_with(session, place)
    with following_contacts(session, companies=companies, people=people):
        write()


def _spoken_with(session: Session, place: Place) -> tuple[set[int], set[int]]:
    """Return the numbers of the companies and the people in whose timelines a place's notes may stand."""
    match place.kind:
        case PlaceKind.COMPANY:
            return {place.id}, set()
        case PlaceKind.PERSON:
            held = sa.select(PersonRole.company_id).where(
                PersonRole.person_id == place.id, PersonRole.company_id.is_not(None)
            )
            return {number for number in session.scalars(held) if number}, {place.id}
        case PlaceKind.NEED:
            return set(session.scalars(sa.select(Need.company_id).where(Need.id == place.id))), set()
        case PlaceKind.MATCH:
            whose = sa.select(Need.company_id).join(Match, Match.need_id == Need.id).where(Match.id == place.id)
            return set(session.scalars(whose)), set()
        case PlaceKind.INFRASTRUCTURE:
            return set(), set()
