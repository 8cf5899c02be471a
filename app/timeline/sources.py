"""Where a timeline's entries come from: one read for each kind of record, the newest first, no more than asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.timeline.entries import Change, EntryKind, Happening
from app.timeline.places import Place, PlaceKind, matches_at, meetings_at, needs_at, notes_at
from models.accounts import User
from models.audit import AuditEntry
from models.clock import day_of
from models.infrastructures import Capability
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.notes import Note, NoteKind
from models.outbox import OutboxMessage
from models.uses import Use


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each source: at most so many entries of some kinds in a place; `fields` are those told of."""

    session: Session
    place: Place
    kinds: Collection[EntryKind]
    fields: Collection[str]
    most: int


def _notes(asked: Asked) -> Iterable[Happening]:
    kinds = [NoteKind(kind.value) for kind in asked.kinds if kind.value in set(NoteKind)]
    rows = asked.session.scalars(
        sa.select(Note)
        .where(Note.kind.in_(kinds), notes_at(asked.place))
        .options(
            *(joinedload(Note.author), joinedload(Note.person), joinedload(Note.need)),
            joinedload(Note.match).options(*_parties()),
        )
        .order_by(Note.happened_on.desc(), Note.created_at.desc())
        .limit(asked.most)
    )
    return (Happening(note.happened_on, note.created_at, note.match, note=note) for note in rows)


def _needs(asked: Asked) -> Iterable[Happening]:
    rows = asked.session.scalars(
        sa.select(Need)
        .where(needs_at(asked.place), Need.opened_on.is_not(None))
        .order_by(Need.opened_on.desc(), Need.created_at.desc())
        .limit(asked.most)
    )
    return (Happening(need.opened_on, need.created_at, need=need) for need in rows if need.opened_on)


def _steps(asked: Asked) -> Iterable[Happening]:
    """Read the steps of matches, without those that a meeting or a use of the match tells by itself."""
    held = sa.exists().where(Meeting.match_id == StageChange.match_id, Meeting.status == MeetingStatus.HELD)
    used = sa.exists().where(Use.match_id == StageChange.match_id)
    told = sa.or_(
        sa.and_(StageChange.to_stage == Stage.MEETING_HELD, held), sa.and_(StageChange.to_stage == Stage.USED, used)
    )
    rows = asked.session.scalars(
        sa.select(StageChange)
        .where(StageChange.match_id.in_(_match_ids(asked.place)), sa.not_(told))
        .options(joinedload(StageChange.by), joinedload(StageChange.match).options(*_parties()))
        .order_by(StageChange.at.desc(), StageChange.id.desc())
        .limit(asked.most)
    )
    return (Happening(day_of(step.at), step.at, step.match, step=step) for step in rows)


def _meetings(asked: Asked) -> Iterable[Happening]:
    rows = asked.session.scalars(
        sa.select(Meeting)
        .where(meetings_at(asked.place))
        .options(joinedload(Meeting.match).options(*_parties()), joinedload(Meeting.people))
        .order_by(Meeting.held_on.desc(), Meeting.created_at.desc())
        .limit(asked.most)
    )
    meetings = rows.unique()
    return (Happening(meeting.held_on, meeting.created_at, meeting.match, meeting=meeting) for meeting in meetings)


def _uses(asked: Asked) -> Iterable[Happening]:
    rows = asked.session.scalars(
        sa.select(Use)
        .where(Use.match_id.in_(_match_ids(asked.place)))
        .options(joinedload(Use.match).options(*_parties()))
        .order_by(Use.started_on.desc(), Use.created_at.desc())
        .limit(asked.most)
    )
    return (Happening(use.started_on, use.created_at, use.match, use=use) for use in rows)


def _letters(asked: Asked) -> Iterable[Happening]:
    rows = asked.session.execute(
        sa.select(OutboxMessage, Match)
        .join(Match, Match.id == OutboxMessage.match_id)
        .where(matches_at(asked.place))
        .options(*_parties())
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
        .limit(asked.most)
    )
    return (Happening(day_of(letter.created_at), letter.created_at, match, letter=letter) for letter, match in rows)


def _changes(asked: Asked) -> Iterable[Happening]:
    if not asked.fields:
        return
    told = sa.cast(AuditEntry.changes, sa.Text)
    rows = asked.session.execute(
        sa.select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject == asked.place.kind.value,
            AuditEntry.subject_id == str(asked.place.id),
            AuditEntry.action == "update",
            # What is told of an entry must be known before the newest are chosen: a column stands in it as a key.
            sa.or_(*(told.contains(f'"{name}": ', autoescape=True) for name in sorted(asked.fields))),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(asked.most)
    )
    for entry, who in rows:
        values = {name: value for name, value in entry.changes.items() if name in asked.fields}
        yield Happening(day_of(entry.at), entry.at, change=Change(who, values))


def _match_ids(place: Place) -> sa.Select[int]:
    return sa.select(Match.id).where(matches_at(place))


def _parties() -> tuple[_AbstractLoad, ...]:
    return (
        joinedload(Match.need).joinedload(Need.company),
        joinedload(Match.capability).joinedload(Capability.infrastructure),
    )


Read = Callable[[Asked], Iterable[Happening]]
SOURCES: Mapping[Read, Collection[EntryKind]] = {
    _notes: (EntryKind.NOTE, EntryKind.CALL, EntryKind.EMAIL),
    _needs: (EntryKind.STEP,),
    _steps: (EntryKind.STEP,),
    _meetings: (EntryKind.MEETING,),
    _uses: (EntryKind.USE,),
    _letters: (EntryKind.LETTER,),
    _changes: (EntryKind.CHANGE,),
}
# Where there can be none of a kind nobody is asked.
NOTHING_AT: Mapping[Read, Collection[PlaceKind]] = {
    _needs: (PlaceKind.MATCH, PlaceKind.INFRASTRUCTURE),
    **dict.fromkeys((_steps, _uses, _letters), (PlaceKind.PERSON,)),
}
