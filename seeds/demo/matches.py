"""The demo matches: every stage, with the steps, meetings and uses that led there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from models.accounts import User, token_hash
from models.clock import moment_of
from models.infrastructures import Capability
from models.introductions import Introduction
from models.judgements import VERDICT_STAGES, Judgement, Verdict
from models.matches import CloseReason, Match, Stage, StageChange
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.party_answers import AnswerKind, PartyAnswer
from models.people import Person
from models.shown_need import what_is_shown
from models.uses import EvidenceKind, Use
from models.vocabulary import Language
from models.waiting import WaitingFor
from seeds.demo.calendar import Calendar
from seeds.demo.users import owner_id
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport


@dataclass(frozen=True, slots=True)
class Cast:
    """Those who take part in the demo matches, by their seed keys."""

    needs: Mapping[str, Need]
    people: Mapping[str, Person]
    consultant: User


def load_matches(session: Session, calendar: Calendar, cast: Cast, report: SeedReport) -> None:
    """Add the demo matches that are missing, by their pair; steps, meetings and uses come only with a new match."""
    known = {(match.need_id, match.capability_id) for match in session.scalars(sa.select(Match))}
    capabilities = dict(session.execute(sa.select(Capability.key, Capability.id)).all())
    for row in read_rows("demo/matches", "matches"):
        pair = (cast.needs[row["need"]].id, capabilities[row["capability"]])
        if pair not in known:
            match = Match(need_id=pair[0], capability_id=pair[1], is_demo=True)
            match.owner_id = owner_id(row, cast.consultant)
            _walk(match, row, calendar, cast.consultant.id)
            match.meetings = [_meeting(each, calendar, cast) for each in row.get("meetings", [])]
            match.uses = [_use(each, calendar, cast.consultant.id) for each in row.get("uses", [])]
            session.add(match)
            _introduce(session, match, _answers(row.get("answers"), calendar))
            session.add_all(_judgements(match, cast.consultant.id))
            report.count("matches")
            report.count("meetings", len(match.meetings))
            report.count("uses", len(match.uses))
    session.flush()


def _walk(match: Match, row: SeedRow, calendar: Calendar, by_id: int) -> None:
    """Take the match through its stages as a person would have, step by step."""
    (first, began), *later = ((Stage(stage), ago) for stage, ago in row["steps"].items())
    match.stage, match.stage_since = first, calendar.moment(began)
    match.changes.append(StageChange(from_stage=None, to_stage=first, at=match.stage_since, by_id=by_id))
    match.created_at = match.stage_since
    for stage, ago in later:
        match.advance(stage, by_id=by_id, at=calendar.moment(ago))
    if closed := row.get("closed"):
        reason = CloseReason(closed["reason"])
        match.close(reason, by_id=by_id, at=calendar.moment(closed["ago"]), note=closed["note"])
    elif step := row.get("next_step"):
        match.next_step, match.next_step_on = step["text"], calendar.ahead(step["in_days"])
        match.next_step_owner_id = by_id
    if waiting := row.get("waiting"):
        match.wait_for(WaitingFor(waiting["for"]), at=calendar.moment(waiting["ago"]))
    match.updated_at = match.stage_since


@dataclass(frozen=True, slots=True)
class _Answered:
    """The times that an introduction's letters proposed, and what the parties have answered to them."""

    times: Sequence[datetime] = ()
    answers: Sequence[PartyAnswer] = ()


def _answers(row: SeedRow | None, calendar: Calendar) -> _Answered:
    if row is None:
        return _Answered()
    times = [moment_of(calendar.day(-ahead), time.fromisoformat(at)) for ahead, at in row["times"]]
    return _Answered(times, [_answer(party, row[party.value], times, calendar) for party in WaitingFor if party in row])


def _answer(party: WaitingFor, row: SeedRow, times: Sequence[datetime], calendar: Calendar) -> PartyAnswer:
    at = calendar.moment(row["ago"])
    return PartyAnswer(
        party=party,
        language=Language.SV,
        # Of a link that was never written down: nobody can follow it.
        token_hash=token_hash(secrets.token_hex()),
        expires_at=at + timedelta(days=60),
        answer=AnswerKind(row["says"]),
        said=row.get("said"),
        chosen_at=times[row["time"]] if "time" in row else None,
        answered_at=at,
    )


def _introduce(session: Session, match: Match, answered: _Answered) -> None:
    """Let the unit of a match that was introduced read the need; where the match has ended, as it stands now."""
    began = [change for change in match.changes if change.to_stage is Stage.INTRODUCED]
    if not began:
        return
    introduction = Introduction(started_at=began[0].at, by_id=began[0].by_id)
    introduction.propose(answered.times)
    introduction.answers.extend(answered.answers)
    match.introductions.append(introduction)
    if match.stage is not Stage.CLOSED:
        return
    session.flush()
    need = session.scalars(
        sa.select(Need)
        .where(Need.id == match.need_id)
        .options(joinedload(Need.company), joinedload(Need.contact), selectinload(Need.concepts))
        .execution_options(populate_existing=True)
    ).one()
    meetings = sorted(match.meetings, key=lambda meeting: meeting.held_on, reverse=True)
    introduction.end(match.stage_since, title_sort=need.title_sort, shown=what_is_shown(need, need.contact, meetings))


def _judgements(match: Match, by_id: int) -> Iterator[Judgement]:
    """Yield what was said of the pair by taking it so far, and by closing it; scores were not kept then."""
    for change in match.changes:
        for verdict, stage in VERDICT_STAGES.items():
            if change.to_stage is stage:
                yield _judgement(match, verdict, change.at, by_id)
        if change.to_stage is Stage.CLOSED:
            yield _judgement(match, Verdict.DISMISS, change.at, by_id, match.close_reason)


def _judgement(
    match: Match, verdict: Verdict, at: datetime, by_id: int, reason: CloseReason | None = None
) -> Judgement:
    return Judgement(
        need_id=match.need_id,
        capability_id=match.capability_id,
        user_id=by_id,
        verdict=verdict,
        reason=reason,
        at=at,
    )


def _meeting(row: SeedRow, calendar: Calendar, cast: Cast) -> Meeting:
    return Meeting(
        status=MeetingStatus(row["status"]),
        held_on=calendar.day(row["ago"]),
        starts_at=time.fromisoformat(row["at"]) if "at" in row else None,
        minutes_long=row.get("long"),
        place=row.get("place"),
        minutes_used=row.get("minutes"),
        result=row.get("result"),
        others=row.get("others"),
        notes=row.get("notes"),
        logged_by_id=cast.consultant.id,
        people=[cast.people[key] for key in row["people"]],
        is_demo=True,
    )


def _use(row: SeedRow, calendar: Calendar, by_id: int) -> Use:
    kind = row.get("evidence_kind")
    return Use(
        started_on=calendar.day(row["started"]),
        completed_on=calendar.past(row.get("completed")),
        hours=None if "hours" not in row else Decimal(row["hours"]),
        value_sek=Decimal(row["value_sek"]),
        description=row["description"],
        evidence_kind=EvidenceKind(kind) if kind else None,
        evidence=row.get("evidence"),
        joint_rd=row.get("joint_rd", False),
        joint_rd_evidence=row.get("joint_rd_evidence"),
        recorded_by_id=by_id,
        is_demo=True,
    )
