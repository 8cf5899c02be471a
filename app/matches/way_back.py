"""The way back from what was done last with a pair: its rows are put as they were, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.matches.introductions import LettersTakenBack, stop_letters
from app.storage.kept_rows import KeptRows, digest_of, put_back, read_rows
from models.aid import AidGrant
from models.base import Base
from models.clock import now
from models.errors import BuiltUponError, InvitedSinceError, NotedSinceError
from models.files import RecordFile
from models.introductions import Introduction
from models.judgements import Judgement
from models.matches import Match, StageChange
from models.meetings import Meeting, meeting_person
from models.notes import Note
from models.outbox import OutboxMessage
from models.party_answers import PartyAnswer
from models.people import Person
from models.undo import WayBack
from models.uses import Use

# Who is on which meeting has no table of its own among the records.
_MET: Final = "meeting_person"
# The notes that an act wrote itself; what else is noted and done on the match is none of its business.
_WRITTEN: Final = "written"
# What the acts on a pair write. Children come first, so that they go before what they belong to.
_TABLES: Final[tuple[type[Base], ...]] = (Judgement, PartyAnswer, Introduction, Use, Note, Meeting, StageChange, Match)


@dataclass(frozen=True, slots=True)
class Undone:
    """What is left of a match that was put back: None where there was none before; and what became of letters."""

    match: Match | None
    letters: LettersTakenBack


def rows_of(session: Session, need_id: int, capability_id: int) -> KeptRows:
    """Return how the rows of a pair stand, by table and number, as plain data; verdicts given blind are not of it."""
    session.flush()
    pair = sa.select(Match.id).where(Match.need_id == need_id, Match.capability_id == capability_id)
    # No match has the number 0; compared with None, what belongs to no match at all would be of this pair.
    match_id = session.scalar(pair) or 0
    conditions: dict[type[Base], sa.ColumnElement[bool]] = {
        Judgement: sa.and_(
            Judgement.need_id == need_id, Judgement.capability_id == capability_id, Judgement.blind.is_(False)
        ),
        PartyAnswer: PartyAnswer.introduction_id.in_(
            sa.select(Introduction.id).where(Introduction.match_id == match_id)
        ),
        Introduction: Introduction.match_id == match_id,
        Use: Use.match_id == match_id,
        Meeting: Meeting.match_id == match_id,
        # Of notes only what is done, as a step is in the act that says so, and the tasks that acts end.
        Note: sa.and_(
            Note.match_id == match_id,
            sa.or_(
                Note.done_at.is_not(None),
                Note.id.in_(
                    sa.select(Introduction.task_id).where(
                        Introduction.match_id == match_id, Introduction.task_id.is_not(None)
                    )
                ),
            ),
        ),
        StageChange: StageChange.match_id == match_id,
        Match: Match.id == match_id,
    }
    rows = {table.__tablename__: read_rows(session, table, conditions[table]) for table in _TABLES}
    return {**rows, _MET: _who_met(session, match_id)}


def people_met(session: Session, match_id: int) -> set[int]:
    """Return the numbers of all who are on a match's meetings, today or after what was done last is undone."""
    kept = session.scalar(sa.select(WayBack.before).where(WayBack.match_id == match_id)) or {}
    rows = (*_who_met(session, match_id).values(), *kept.get(_MET, {}).values())
    return {number for row in rows for number in row["people"]}


def _who_met(session: Session, match_id: int) -> dict[str, dict[str, Any]]:
    """Return who is on each meeting, as rows are kept: by the meeting's number."""
    found = session.execute(
        sa.select(meeting_person.c.meeting_id, meeting_person.c.person_id)
        .join(Meeting, Meeting.id == meeting_person.c.meeting_id)
        .where(Meeting.match_id == match_id)
        .order_by(meeting_person.c.person_id)
    )
    met: dict[str, dict[str, Any]] = {}
    for meeting_id, person_id in found:
        met.setdefault(str(meeting_id), {"people": []})["people"].append(person_id)
    return met


def _let_meet(session: Session, match_id: int, before: KeptRows) -> None:
    """Put down for each meeting who was on it before."""
    meetings = sa.select(Meeting).where(Meeting.match_id == match_id).options(selectinload(Meeting.people))
    for meeting in session.scalars(meetings.order_by(Meeting.id)).all():
        were = before[_MET].get(str(meeting.id), {"people": []})["people"]
        if were != sorted(person.id for person in meeting.people):
            meeting.people = list(session.scalars(sa.select(Person).where(Person.id.in_(were)).order_by(Person.id)))


def keep_way_back(session: Session, match: Match, before: KeptRows) -> None:
    """Keep how a pair's rows stood before what has just been done with it; what was kept before is forgotten."""
    forget_way_back(session, match)
    after = rows_of(session, match.need_id, match.capability_id)
    were = before["note"]
    written: dict[str, dict[str, Any]] = {
        number: {} for number, row in after["note"].items() if were.get(number) != row
    }
    before = {**before, "note": {number: were[number] for number in written if number in were}, _WRITTEN: written}
    session.add(WayBack(match_id=match.id, before=before, after=digest_of(_own(after, before)), at=now()))
    session.flush()


def _own(rows: KeptRows, before: KeptRows) -> KeptRows:
    """Return a pair's rows with those notes only that the act wrote; of an older way back with all of them."""
    if _WRITTEN not in before:
        return rows
    return {**rows, "note": {number: row for number, row in rows["note"].items() if number in before[_WRITTEN]}}


def forget_way_back(session: Session, match: Match) -> None:
    """Let what was done with a match stand."""
    session.execute(sa.delete(WayBack).where(WayBack.match_id == match.id))


def go_back(session: Session, match: Match) -> Undone:
    """Put a pair's rows as they were before what was done last; letters that have not gone are stopped.

    Raises a BuiltUponError when there is no way back, or somebody has built on what was done: NotedSinceError and
    InvitedSinceError say with what. A match that was not there before goes, unless a letter about it has gone: then it
    stays, with its introduction taken back.
    """
    kept = session.scalar(sa.select(WayBack).where(WayBack.match_id == match.id))
    if kept is None:
        raise BuiltUponError
    before: KeptRows = kept.before
    current = _own(rows_of(session, match.need_id, match.capability_id), before)
    if kept.after != digest_of(current):
        raise BuiltUponError
    if not before["match"] and session.scalar(
        sa.select(sa.or_(*(sa.exists().where(each.match_id == match.id) for each in (Note, RecordFile, AidGrant))))
    ):
        raise NotedSinceError
    gone = current["meeting"].keys() - before["meeting"].keys()
    told = sa.exists().where(OutboxMessage.meeting_id.in_([int(number) for number in gone]))
    if gone and session.scalar(sa.select(told)):
        raise InvitedSinceError
    session.delete(kept)
    session.flush()
    began = [row for number, row in current["introduction"].items() if number not in before["introduction"]]
    letters = LettersTakenBack()
    if began:
        letters = stop_letters(session, match, since=min(datetime.fromisoformat(row["started_at"]) for row in began))
    if letters.gone:
        before = _with_what_has_gone(before, current)
    match_id = match.id
    put_back(session, _TABLES, current, before)
    _let_meet(session, match_id, before)
    session.flush()
    session.expire_all()
    return Undone(session.get(Match, match_id), letters)


def _with_what_has_gone(before: KeptRows, current: KeptRows) -> KeptRows:
    """Let a match stay that a letter has told of, with what it began as; its introduction is kept as taken back."""
    kept = {name: dict(rows) for name, rows in before.items()}
    for number, row in current["introduction"].items():
        kept["introduction"].setdefault(number, {**row, "taken_back_at": now().isoformat()})
    kept["party_answer"] |= current["party_answer"]
    if not kept["match"]:
        (number, match), (first, change) = next(iter(current["match"].items())), _first(current["stage_change"])
        began = {"stage": change["to_stage"], "stage_since": change["at"]}
        empty = dict.fromkeys(("next_step", "next_step_on", "next_step_owner_id", "waiting_for", "waiting_since"))
        kept["match"][number] = {**match, **began, **empty}
        kept["stage_change"][first] = change
    return kept


def _first(rows: Mapping[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    return min(rows.items(), key=lambda row: int(row[0]))
