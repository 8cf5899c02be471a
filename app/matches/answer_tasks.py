"""The office's task about the parties' answers: what it says, and its end once nothing of it is left to be done.

A task that somebody has given words of their own is theirs: it is neither rewritten nor ended here.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session, selectinload

from app.labels import ANSWER_NAMES, PARTY_NAMES, time_words
from models.answer_links import came_after
from models.clock import now
from models.introductions import Introduction
from models.matches import Match
from models.meetings import Meeting, MeetingStatus
from models.notes import Note
from models.party_answers import AnswerKind, PartyAnswer, agreed_time
from models.vocabulary import Language
from models.waiting import WaitingFor


def find_answer_task(session: Session, introduction: Introduction) -> Note | None:
    """Return the task that tells of an introduction's answers, while it is to be done and says what was put there."""
    task = session.get(Note, introduction.task_id) if introduction.task_id else None
    if task is None or not task.is_to_do:
        return None
    return task if task.text in {told_answers(introduction, language) for language in Language} else None


def end_answer_tasks(session: Session, match: Match, *, with_meeting: Meeting | None = None) -> None:
    """Let the tasks of a match's answers be done: it has ended, was taken back, or has got the meeting asked about.

    A party's question is not answered by a meeting's being planned, so a task that tells of one stays.
    """
    for introduction in _with_tasks(session, match):
        if with_meeting is None or _is_answered_by(with_meeting, introduction):
            task = find_answer_task(session, introduction)
            if task is not None:
                task.done_at = now()
    session.flush()


def _is_answered_by(meeting: Meeting, introduction: Introduction) -> bool:
    asks = any(each.answer is AnswerKind.QUESTION for each in introduction.answers)
    return came_after(introduction, meeting) and (meeting.was_held or not asks)


def end_tasks_of_meeting(session: Session, match: Match, meeting: Meeting, was: MeetingStatus | None) -> None:
    """Let the tasks of answers be done that a meeting answers, once it is planned or was held; `was` is its old status.

    One that was planned before is no news to a task that has come since.
    """
    if meeting.status is not was and meeting.status in (MeetingStatus.PLANNED, MeetingStatus.HELD):
        end_answer_tasks(session, match, with_meeting=meeting)


def hand_over_answer_tasks(session: Session, match: Match, former_id: int | None) -> None:
    """Let the answers' tasks of whoever did the next step go to whoever does it now."""
    if match.next_step_owner_id is None or match.next_step_owner_id == former_id:
        return
    for introduction in _with_tasks(session, match):
        task = find_answer_task(session, introduction)
        if task is not None and task.owner_id == former_id:
            task.owner_id = match.next_step_owner_id
    session.flush()


def _with_tasks(session: Session, match: Match) -> Iterable[Introduction]:
    return session.scalars(
        sa.select(Introduction)
        .where(Introduction.match_id == match.id, Introduction.task_id.is_not(None))
        .options(selectinload(Introduction.answers))
    ).all()


def told_answers(introduction: Introduction, language: Language | None) -> str:
    """Return the answers of both parties in a line; what they said besides stands on the match alone."""
    answers = {each.party: each for each in introduction.answers}
    with force_locale((language or Language.SV).value):
        told = [
            f"{PARTY_NAMES[party]}: {_told(answers[party])}"
            for party in WaitingFor
            if party in answers and answers[party].answer is not None
        ]
        agreed = agreed_time(introduction.answers)
        if agreed is not None:
            told.append(_("Plan the meeting on %(time)s", time=time_words(agreed)))
        return str(_("Answer to the introduction. %(told)s.", told=". ".join(told)))


def told_change(before: str, answer: PartyAnswer, language: Language | None) -> str | None:
    """Return that a party has changed its answer, from what `told_answer` said before; None where that is the same."""
    after = told_answer(answer, language)
    if before in {"", after}:
        return None
    with force_locale((language or Language.SV).value):
        party = PARTY_NAMES[answer.party]
        return str(
            _("%(party)s changed its answer from “%(before)s” to “%(after)s”.", party=party, before=before, after=after)
        )


def told_answer(answer: PartyAnswer, language: Language | None) -> str:
    """Return what a party has answered in a few words; nothing while it has not."""
    with force_locale((language or Language.SV).value):
        return _told(answer) if answer.answer is not None else ""


def _told(answer: PartyAnswer) -> str:
    assert answer.answer is not None  # noqa: S101 - only those that have answered are told of
    words = str(ANSWER_NAMES[answer.answer]).lower()
    if answer.chosen_at is not None:
        return f"{words}, {time_words(answer.chosen_at)}"
    return ", ".join((words, _("none of the times suits"))) if answer.no_time_suits else words
