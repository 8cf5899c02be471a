"""What an answer does: it stands on the introduction, ends the wait for it, and becomes a task of the office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.answers.commands import AnswerCommand
from app.matches.answer_tasks import find_answer_task, told_answer, told_answers, told_change
from app.storage.locks import lock_rows
from models.accounts import User
from models.base import require_version
from models.clock import now, today
from models.introductions import Introduction
from models.matches import Match
from models.notes import Note, NoteKind
from models.party_answers import PartyAnswer


def give_answer(
    session: Session, *, find: Callable[[], PartyAnswer | None], command: AnswerCommand, version: int | None
) -> PartyAnswer | None:
    """Write down what a party answers; None where nobody asks it any longer, as `find` says.

    The same answer sent once more changes nothing. Raises StaleRecordError when another was given since the party was
    shown the page.
    """
    shown = find()
    if shown is None:
        return None
    # Both parties of an introduction, and whoever takes it back, take turns here.
    lock_rows(session, Match, [shown.introduction.match_id])
    answer = find()
    if answer is None or _says(answer) == command:
        return answer
    require_version(answer, version)
    task, owner = find_answer_task(session, answer.introduction), _who_is_told(session, answer.introduction)
    language = owner.language if owner else None
    before = told_answer(answer, language)
    for name, value in asdict(command).items():
        setattr(answer, name, value)
    answer.answered_at = now()
    match = answer.introduction.match
    if match.waiting_for is answer.party:
        match.stop_waiting()
    _tell_office(session, answer.introduction, owner, task)
    changed = told_change(before, answer, language)
    if changed is not None:
        # The timeline tells of an answer as it stands; that it was another one is told here.
        session.add(Note(match_id=match.id, happened_on=today(), text=changed, is_demo=match.is_demo))
    session.flush()
    return answer


def _says(answer: PartyAnswer) -> AnswerCommand | None:
    if answer.answer is None:
        return None
    return AnswerCommand(answer.answer, answer.said, answer.chosen_at, answer.no_time_suits)


def _tell_office(session: Session, introduction: Introduction, owner: User | None, task: Note | None) -> None:
    """Let whoever is responsible for the match have one task that tells of both parties' answers as they stand.

    `task` is the one that told of them until now; without one, or where somebody has written in it, there is a new one.
    """
    match = introduction.match
    text = told_answers(introduction, owner.language if owner else None)
    if task is not None:
        # A day that somebody has put it off to stands.
        task.text, task.happened_on = text, max(task.happened_on, today())
        task.owner_id = owner.id if owner else None
        return
    task = Note(
        match_id=match.id,
        kind=NoteKind.TASK,
        happened_on=today(),
        text=text,
        owner_id=owner.id if owner else None,
        is_demo=match.is_demo,
    )
    session.add(task)
    session.flush()
    introduction.task_id = task.id


def _who_is_told(session: Session, introduction: Introduction) -> User | None:
    """Return who answers are for: who does the next step, else who is responsible, else who introduced them.

    Responsible is who is for the match, else for its company.
    """
    match = introduction.match
    by = session.scalar(sa.select(User).where(User.id == introduction.by_id)) if introduction.by_id else None
    asked = (match.next_step_owner, match.owner, match.need.company.owner, by)
    return next((user for user in asked if user is not None and user.is_active), None)
