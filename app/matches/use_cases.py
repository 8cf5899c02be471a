"""What is done with matches: a pair is taken up, introduced, moved and closed."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.mail.outbox import put_letters
from app.matches.answer_tasks import end_answer_tasks
from app.matches.commands import CloseCommand, CorrectCommand, IntroductionCommand, NextStepCommand
from app.matches.consenting import write_consent
from app.matches.introductions import (
    LettersTakenBack,
    ask_for_answers,
    begin_introduction,
    end_introduction,
    find_introduction,
    is_introduced,
    stop_letters,
)
from app.matches.letters import times_told
from app.matches.mail_room import MailRoom, addressed
from app.matches.next_steps import write_next_step
from app.matches.queries import correctable_stages, get_pair, get_shown
from app.matches.seen_steps import require_seen
from app.matches.taking_up import new_match, taken_up
from app.matches.verdicts import judge, take_back_verdicts
from app.matches.way_back import forget_way_back, keep_way_back, rows_of
from app.storage.consents import require_not_withdrawn
from models.accounts import User
from models.base import require_version
from models.clock import moment_on, now, today
from models.errors import StepNotAllowedError
from models.judgements import Verdict
from models.matches import Match, Stage
from models.waiting import WaitingFor


def shortlist(
    session: Session, *, actor: User, need_id: int, capability_id: int, score: float | None, version: int | None = None
) -> Match:
    """Put a pair on the short list; one that is there already, or further, stays where it is.

    `version` is what somebody was shown of a match; a pair in a ranking has none. Raises NotFoundError outside the
    actor's scope, NeedNotReadyError for a need that is not open and MatchClosedError for a dismissed pair.
    """
    pair = get_pair(session, actor, need_id, capability_id, lock=True)
    if version is not None and pair.match is not None:
        require_version(pair.match, version)
    before = rows_of(session, need_id, capability_id)
    match = taken_up(session, actor, pair, score)
    if match.advance(Stage.SHORTLISTED, by_id=actor.id, at=now()):
        judge(session, actor, match, Verdict.SHORTLIST, score)
        keep_way_back(session, match, before)
    session.flush()
    return match


def dismiss(
    session: Session, *, actor: User, need_id: int, capability_id: int, command: CloseCommand, score: float | None
) -> Match:
    """Say that a pair is not worth going on with, and why; it is not suggested again.

    Raises NotFoundError outside the actor's scope, NeedNotReadyError for a need that is not open and MatchClosedError
    for a pair that is dismissed already.
    """
    pair = get_pair(session, actor, need_id, capability_id, lock=True)
    pair.need.require_open()
    before = rows_of(session, need_id, capability_id)
    match = pair.match or new_match(session, actor, pair, score)
    _close(session, actor, match, command, score)
    keep_way_back(session, match, before)
    return match


def introduce(
    session: Session,
    *,
    actor: User,
    need_id: int,
    capability_id: int,
    command: IntroductionCommand,
    score: float | None,
    mail_room: MailRoom,
    seen_step: str = "",
) -> tuple[Match, bool]:
    """Bring a company and an infrastructure together and put both letters in the outbox.

    Returns the match, and False when they had been introduced before: then nothing is sent. Raises NotFoundError
    outside the actor's scope, NeedNotReadyError for a need that is not open, MatchClosedError for a dismissed pair,
    MissingAddressError for a letter to nobody and UnsendableLetterError for one that could not go: then neither does.
    Without the company's consent nothing does: ConsentMissingError, StaleRecordError where it changed meanwhile. Nor
    does it where somebody decided another next step than `seen_step` tells of, which this would replace:
    StepChangedError.
    """
    pair = get_pair(session, actor, need_id, capability_id, lock=True)
    before = rows_of(session, need_id, capability_id)
    match = taken_up(session, actor, pair, score)
    match.require_open()
    session.flush()
    if not is_introduced(session, match):
        pair.need.require_open()
        if command.consent is not None:
            write_consent(session, actor=actor, need=pair.need, command=command.consent)
    introduction = begin_introduction(session, match, by_id=actor.id)
    if introduction is None:
        return match, False
    step = NextStepCommand(command.next_step, command.next_step_on, actor.id if command.next_step else None)
    require_seen(match, seen_step, step)
    match.advance(Stage.INTRODUCED, by_id=actor.id, at=now())
    match.stop_waiting()
    session.flush()
    times = times_told(command.times, command.language)
    letters = {
        WaitingFor.COMPANY: addressed(command.company_letter, match, mail_room, times=times),
        WaitingFor.INFRASTRUCTURE: addressed(command.infrastructure_letter, match, mail_room, times=times),
    }
    put_letters(session, list(letters.values()), match_id=match.id, domain=mail_room.domain, reply_to=actor.email)
    hashes = {party: mail_room.hash_of(letter.link_seed) for party, letter in letters.items() if letter.link_seed}
    ask_for_answers(session, introduction, hashes, command)
    write_next_step(match, step)
    judge(session, actor, match, Verdict.INTRODUCE, score)
    keep_way_back(session, match, before)
    session.flush()
    return match, True


def agree(session: Session, *, actor: User, match_id: int, version: int | None, on: date | None = None) -> Match:
    """Note that both have agreed on a use, today or on a day before; raises MatchClosedError for a closed match."""
    match = get_shown(session, actor, match_id, version)
    before = rows_of(session, match.need_id, match.capability_id)
    if match.advance(Stage.AGREED, by_id=actor.id, at=moment_on(on or today())):
        match.stop_waiting()
        keep_way_back(session, match, before)
    session.flush()
    return match


def close(session: Session, *, actor: User, match_id: int, command: CloseCommand, version: int | None) -> Match:
    """End a match with a reason, today or on a day before; raises MatchClosedError when it has ended already."""
    match = get_shown(session, actor, match_id, version)
    before = rows_of(session, match.need_id, match.capability_id)
    _close(session, actor, match, command, match.score)
    keep_way_back(session, match, before)
    return match


def correct(
    session: Session, *, actor: User, match_id: int, command: CorrectCommand, version: int | None
) -> tuple[Match, LettersTakenBack]:
    """Set the stage by hand, also to open a closed match again; what it takes back no longer counts.

    To a stage before the introduction it takes that back, with the letters that have not gone. Raises
    StepNotAllowedError for the stage the match is in, and for one that has nothing to rest on, CompanyNotAgreedError
    and ConsentWithdrawnError where a closed match or its unit's reading would begin anew without the company.
    """
    match = get_shown(session, actor, match_id, version)
    if match.stage is Stage.CLOSED or not command.stage.lies_below(Stage.INTRODUCED):
        require_not_withdrawn(session, match.need)
    if command.stage not in correctable_stages(session, match):
        raise StepNotAllowedError(stage=command.stage.value)
    before = rows_of(session, match.need_id, match.capability_id)
    introduction = find_introduction(session, match)
    match.correct(command.stage, by_id=actor.id, at=now(), note=command.note)
    take_back_verdicts(session, match)
    letters = LettersTakenBack()
    if introduction is not None and introduction.taken_back_at is not None:
        letters = stop_letters(session, match, since=introduction.started_at)
        end_answer_tasks(session, match)
    if letters.stopped:
        # Nothing puts a letter back that was taken out of the outbox.
        forget_way_back(session, match)
    else:
        keep_way_back(session, match, before)
    session.flush()
    return match, letters


def assign(session: Session, *, actor: User, match_id: int, owner_id: int | None, version: int | None) -> Match:
    """Say who is responsible for a match."""
    match = get_shown(session, actor, match_id, version)
    match.owner_id = owner_id
    session.flush()
    return match


def _close(session: Session, actor: User, match: Match, command: CloseCommand, score: float | None) -> None:
    match.close(command.reason, by_id=actor.id, at=moment_on(command.closed_on or today()), note=command.note)
    judge(session, actor, match, Verdict.DISMISS, score, reason=command.reason)
    end_introduction(session, match)
    end_answer_tasks(session, match)
    session.flush()
