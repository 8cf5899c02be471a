"""Where a timeline's entries come from: a choice of the newest for each kind of record, and one statement for all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.timeline.entries import EntryKind
from app.timeline.places import Place, PlaceKind, matches_at, meetings_at, needs_at, notes_at
from models.accounts import User
from models.audit import AuditEntry
from models.infrastructures import Capability
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.notes import Note, NoteKind
from models.outbox import OutboxMessage
from models.uses import Use

Chosen = sa.Select[Any]


@dataclass(frozen=True, slots=True)
class SourceQuery:
    """What is asked of each source: at most so many entries of some kinds in a place; `fields` are those told of."""

    place: Place
    kinds: Collection[EntryKind]
    fields: Collection[str]
    most: int


def entries_of(asked: SourceQuery) -> Any:
    """Return the selection of (Note, Need, StageChange, Meeting, Use, OutboxMessage, AuditEntry, name, Match).

    In each row one of the first seven is there, with what its entry shows; the name is of who made a change. None when
    there can be nothing of what is asked.
    """
    choices = [choose(asked) for choose, kinds in _SOURCES.items() if _may_give(choose, kinds, asked)]
    if not choices:
        return None
    chosen = sa.union_all(*(sa.select(choice.subquery()) for choice in choices)).subquery("chosen")
    rows: Any = sa.select(Note, Need, StageChange, Meeting, Use, OutboxMessage, AuditEntry, User.name, Match)
    rows = rows.select_from(chosen)
    for record in (Note, Need, StageChange, Meeting, Use, OutboxMessage, AuditEntry):
        rows = rows.outerjoin(record, sa.and_(chosen.c.source == record.__tablename__, record.id == chosen.c.id))
    return (
        rows.outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(Match, Match.id == chosen.c.match_id)
        .options(
            *(joinedload(Note.author), joinedload(Note.person), joinedload(Note.need)),
            *(joinedload(StageChange.by), joinedload(Meeting.people)),
            joinedload(Match.need).joinedload(Need.company),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
        )
    )


def _newest(asked: SourceQuery, record: type[Any], match: Any, *order: Any) -> Chosen:
    return (
        sa.select(sa.literal(record.__tablename__).label("source"), record.id.label("id"), match.label("match_id"))
        .order_by(*(column.desc() for column in order))
        .limit(asked.most)
    )


def _notes(asked: SourceQuery) -> Chosen:
    kinds = [NoteKind(kind.value) for kind in asked.kinds if kind.value in set(NoteKind)]
    notes = _newest(asked, Note, Note.match_id, Note.happened_on, Note.created_at)
    return notes.where(Note.kind.in_(kinds), notes_at(asked.place))


def _needs(asked: SourceQuery) -> Chosen:
    needs = _newest(asked, Need, _NO_MATCH, Need.opened_on, Need.created_at)
    return needs.where(needs_at(asked.place), Need.opened_on.is_not(None))


def _steps(asked: SourceQuery) -> Chosen:
    """Choose the steps of matches, without those that a meeting or a use of the match tells by itself."""
    held = sa.exists().where(Meeting.match_id == StageChange.match_id, Meeting.status == MeetingStatus.HELD)
    used = sa.exists().where(Use.match_id == StageChange.match_id)
    told = sa.or_(
        sa.and_(StageChange.to_stage == Stage.MEETING_HELD, held), sa.and_(StageChange.to_stage == Stage.USED, used)
    )
    steps = _newest(asked, StageChange, StageChange.match_id, StageChange.at, StageChange.id)
    return steps.where(StageChange.match_id.in_(_match_ids(asked.place)), sa.not_(told))


def _meetings(asked: SourceQuery) -> Chosen:
    meetings = _newest(asked, Meeting, Meeting.match_id, Meeting.held_on, Meeting.created_at)
    return meetings.where(meetings_at(asked.place))


def _uses(asked: SourceQuery) -> Chosen:
    uses = _newest(asked, Use, Use.match_id, Use.started_on, Use.created_at)
    return uses.where(Use.match_id.in_(_match_ids(asked.place)))


def _letters(asked: SourceQuery) -> Chosen:
    letters = _newest(asked, OutboxMessage, OutboxMessage.match_id, OutboxMessage.created_at, OutboxMessage.id)
    return letters.where(OutboxMessage.match_id.in_(_match_ids(asked.place)))


def _changes(asked: SourceQuery) -> Chosen:
    told = sa.cast(AuditEntry.changes, sa.Text)
    changes = _newest(asked, AuditEntry, _NO_MATCH, AuditEntry.at, AuditEntry.id)
    return changes.where(
        AuditEntry.subject == asked.place.kind.value,
        AuditEntry.subject_id == str(asked.place.id),
        AuditEntry.action == "update",
        # What is told of an entry must be known before the newest are chosen: a column stands in it as a key.
        sa.or_(*(told.contains(f'"{name}": ', autoescape=True) for name in sorted(asked.fields))),
    )


def _match_ids(place: Place) -> sa.Select[int]:
    return sa.select(Match.id).where(matches_at(place))


def _may_give(choose: Callable[[SourceQuery], Chosen], kinds: Collection[EntryKind], asked: SourceQuery) -> bool:
    wanted = any(kind in kinds for kind in asked.kinds) and asked.place.kind not in _NOTHING_AT.get(choose, ())
    return wanted and (choose is not _changes or bool(asked.fields))


_NO_MATCH = sa.cast(sa.null(), sa.Integer)
_SOURCES: Mapping[Callable[[SourceQuery], Chosen], Collection[EntryKind]] = {
    _notes: (EntryKind.NOTE, EntryKind.CALL, EntryKind.EMAIL),
    _needs: (EntryKind.STEP,),
    _steps: (EntryKind.STEP,),
    _meetings: (EntryKind.MEETING,),
    _uses: (EntryKind.USE,),
    _letters: (EntryKind.LETTER,),
    _changes: (EntryKind.CHANGE,),
}
# Where there can be none of a kind nobody is asked.
_NOTHING_AT: Mapping[Callable[[SourceQuery], Chosen], Collection[PlaceKind]] = {
    _needs: (PlaceKind.MATCH, PlaceKind.INFRASTRUCTURE),
    **dict.fromkeys((_steps, _uses, _letters), (PlaceKind.PERSON,)),
}
