"""Where a timeline's entries come from: a choice of the newest of each kind of record, all in one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa

from app.timeline.entries import EntryKind
from app.timeline.places import Place, PlaceKind, consents_at, files_at, matches_at, meetings_at, needs_at, notes_at
from models.audit import AuditEntry
from models.consents import Consent
from models.files import RecordFile
from models.introductions import Introduction
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, was_held
from models.needs import Need
from models.notes import Note, NoteKind
from models.outbox import OutboxMessage
from models.party_answers import PartyAnswer
from models.uses import Use

Chosen = sa.Select[Any]


@dataclass(frozen=True, slots=True)
class SourceQuery:
    """What is asked of each source: the newest entries of some kinds in a place; `fields` are those told of."""

    place: Place
    kinds: Collection[EntryKind]
    fields: Collection[str]


@lru_cache(maxsize=256)
def newest_of(place: PlaceKind, kinds: tuple[EntryKind, ...], fields: frozenset[str]) -> Any:
    """Return the selection of (source, id, match_id, day, moment) of the newest of each source in a kind of place.

    `source` is the table's name; where `day` is missing, it is the moment's own. Parameters are the place's number,
    `place`, and how many there may be of each, `most`. It is built once, which costs more than asking it. None when
    there can be nothing of what is asked.
    """
    asked = SourceQuery(Place(place, _PLACE), kinds, fields)
    choices = [choose(asked) for choose, given in _SOURCES.items() if _may_give(choose, given, asked)]
    return sa.union_all(*(sa.select(choice.subquery()) for choice in choices)) if choices else None


_PLACE: Final[Any] = sa.bindparam("place", type_=sa.Integer)
_MOST: Final[Any] = sa.bindparam("most", type_=sa.Integer)
_NO_MATCH: Final = sa.cast(sa.null(), sa.Integer)
_DAY_OF_MOMENT: Final = sa.cast(sa.null(), sa.Date)


def _on_its_day(record: type[Any], match: Any, day: Any) -> Chosen:
    """Choose records that tell their day; within a day what was recorded last comes first."""
    return _newest(record, match, day, record.created_at, (day, record.created_at))


def _at_its_moment(record: type[Any], match: Any, moment: Any) -> Chosen:
    return _newest(record, match, _DAY_OF_MOMENT, moment, (moment, record.id))


def _newest(record: type[Any], match: Any, day: Any, moment: Any, order: Sequence[Any]) -> Chosen:
    named = {"id": record.id, "match_id": match, "day": day, "moment": moment}
    source = sa.literal_column(f"'{record.__tablename__}'", sa.String).label("source")
    return (
        sa.select(source, *(column.label(name) for name, column in named.items()))
        .order_by(*(column.desc() for column in order))
        .limit(_MOST)
    )


def _notes(asked: SourceQuery) -> Chosen:
    kinds = [NoteKind(kind.value) for kind in asked.kinds if kind.value in set(NoteKind)]
    notes = _on_its_day(Note, Note.match_id, Note.happened_on)
    return notes.where(Note.kind.in_(kinds), notes_at(asked.place))


def _needs(asked: SourceQuery) -> Chosen:
    needs = _on_its_day(Need, _NO_MATCH, Need.opened_on)
    return needs.where(needs_at(asked.place), Need.opened_on.is_not(None))


def _consents(asked: SourceQuery) -> Chosen:
    return _on_its_day(Consent, _NO_MATCH, Consent.said_on).where(consents_at(asked.place))


def _steps(asked: SourceQuery) -> Chosen:
    """Choose the steps of matches, without those that a meeting or a use of the match tells by itself."""
    held = sa.exists().where(Meeting.match_id == StageChange.match_id, was_held())
    used = sa.exists().where(Use.match_id == StageChange.match_id)
    told = sa.or_(
        sa.and_(StageChange.to_stage == Stage.MEETING_HELD, held), sa.and_(StageChange.to_stage == Stage.USED, used)
    )
    steps = _at_its_moment(StageChange, StageChange.match_id, StageChange.at)
    return steps.where(StageChange.match_id.in_(_match_ids(asked.place)), sa.not_(told))


def _meetings(asked: SourceQuery) -> Chosen:
    meetings = _on_its_day(Meeting, Meeting.match_id, Meeting.held_on)
    return meetings.where(meetings_at(asked.place))


def _uses(asked: SourceQuery) -> Chosen:
    uses = _on_its_day(Use, Use.match_id, Use.started_on)
    return uses.where(Use.match_id.in_(_match_ids(asked.place)))


def _letters(asked: SourceQuery) -> Chosen:
    letters = _at_its_moment(OutboxMessage, OutboxMessage.match_id, OutboxMessage.created_at)
    return letters.where(OutboxMessage.match_id.in_(_match_ids(asked.place)))


def _answers(asked: SourceQuery) -> Chosen:
    """Choose what parties answered to introductions, also to those that were taken back since."""
    answers = _at_its_moment(PartyAnswer, Introduction.match_id, PartyAnswer.answered_at)
    return answers.where(
        PartyAnswer.introduction_id == Introduction.id,
        PartyAnswer.answered_at.is_not(None),
        Introduction.match_id.in_(_match_ids(asked.place)),
    )


def _files(asked: SourceQuery) -> Chosen:
    return _at_its_moment(RecordFile, RecordFile.match_id, RecordFile.created_at).where(files_at(asked.place))


def _changes(asked: SourceQuery) -> Chosen:
    told = sa.cast(AuditEntry.changes, sa.Text)
    changes = _at_its_moment(AuditEntry, _NO_MATCH, AuditEntry.at)
    return changes.where(
        AuditEntry.subject == asked.place.kind.value,
        AuditEntry.subject_id == sa.cast(asked.place.id, sa.String),
        AuditEntry.action == "update",
        # What is told of an entry must be known before the newest are chosen: a column stands in it as a key.
        sa.or_(*(told.contains(f'"{name}": ', autoescape=True) for name in sorted(asked.fields))),
    )


def _match_ids(place: Place) -> sa.Select[int]:
    return sa.select(Match.id).where(matches_at(place))


def _may_give(choose: Callable[[SourceQuery], Chosen], kinds: Collection[EntryKind], asked: SourceQuery) -> bool:
    wanted = any(kind in kinds for kind in asked.kinds) and asked.place.kind not in _NOTHING_AT.get(choose, ())
    return wanted and (choose is not _changes or bool(asked.fields))


_SOURCES: Mapping[Callable[[SourceQuery], Chosen], Collection[EntryKind]] = {
    _notes: (EntryKind.NOTE, EntryKind.CALL, EntryKind.EMAIL, EntryKind.TASK),
    _needs: (EntryKind.STEP,),
    _consents: (EntryKind.STEP,),
    _steps: (EntryKind.STEP,),
    _meetings: (EntryKind.MEETING,),
    _uses: (EntryKind.USE,),
    _letters: (EntryKind.LETTER,),
    _answers: (EntryKind.ANSWER,),
    _files: (EntryKind.FILE,),
    _changes: (EntryKind.CHANGE,),
}
# Where there can be none of a kind nobody is asked.
_NOTHING_AT: Mapping[Callable[[SourceQuery], Chosen], Collection[PlaceKind]] = {
    _needs: (PlaceKind.MATCH, PlaceKind.INFRASTRUCTURE),
    _consents: (PlaceKind.INFRASTRUCTURE,),
    **dict.fromkeys((_steps, _uses, _letters, _answers, _files), (PlaceKind.PERSON,)),
}
