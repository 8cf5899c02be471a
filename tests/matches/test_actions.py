"""What is offered is accepted, and what is refused is not offered: pages and acts ask the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product
from typing import Any, Final

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.matches import next_steps, use_cases
from app.matches.commands import (
    CloseCommand,
    ConsentCommand,
    CorrectCommand,
    IntroductionCommand,
    LetterCommand,
    NextStepCommand,
)
from app.matches.mail_room import MailRoom
from app.matches.queries import correctable_stages
from app.meetings.commands import MeetingCommand
from app.meetings.use_cases import log_meeting
from app.needs import use_cases as needs
from app.storage.database import BryggaSession, engine_of
from app.uses.commands import UseCommand
from app.uses.use_cases import record_use
from models.accounts import Role, User
from models.actions import MatchAction, NeedAction, actions_for, actions_for_need
from models.clock import today
from models.consents import ConsentScope, ConsentWay
from models.errors import DomainError
from models.matches import CloseReason, Match, Stage
from models.meetings import MeetingStatus
from models.needs import Need, NeedStatus
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import Pair

LETTER: Final = LetterCommand("a@b.example", "Hej", "Se {länk}")
CONSENT: Final = ConsentCommand("Anna Ek", date(2026, 1, 2), ConsentWay.PHONE, ConsentScope.INFRASTRUCTURES, None)
INTRODUCTION: Final = IntroductionCommand(LETTER, LETTER, None, None, consent=CONSENT)
MEETING: Final = MeetingCommand(MeetingStatus.HELD, date(2026, 2, 1), (), None, None, None)
PLANNED: Final = replace(MEETING, status=MeetingStatus.PLANNED)
USE: Final = UseCommand(date(2026, 2, 1), None, None, None, None, None, None, joint_rd=False, joint_rd_evidence=None)
CLOSING: Final = CloseCommand(CloseReason.WRONG_METHOD, None)


@pytest.fixture
def undone(app: Flask) -> Iterator[Session]:
    """A session in which acts are tried, and taken back; nothing of it is saved."""
    with BryggaSession(engine_of(app)) as session:
        yield session


@pytest.fixture
def actor(session: Session) -> User:
    somebody = factories.user(role=Role.CONSULTANT)
    session.add(somebody)
    session.commit()
    return somebody


def _acts(session: Session, actor: User, match: Match) -> dict[MatchAction, Callable[[], object]]:
    """Return what each action does; a False says that it did nothing."""
    room = MailRoom(match_address=str, answer_address="/answer/", domain="brygga.example", secret="secret")
    pair: dict[str, Any] = {
        "actor": actor,
        "need_id": match.need_id,
        "capability_id": match.capability_id,
        "score": None,
    }
    known: dict[str, Any] = {"actor": actor, "match_id": match.id, "version": match.version}
    nothing = NextStepCommand(None, None, None)

    def correct() -> object:
        command = CorrectCommand(correctable_stages(session, match)[0], None)
        return use_cases.correct(session, command=command, **known)

    return {
        MatchAction.INTRODUCE: lambda: use_cases.introduce(session, command=INTRODUCTION, mail_room=room, **pair)[1],
        MatchAction.LOG_MEETING: lambda: log_meeting(
            session, actor=actor, match_id=match.id, command=MEETING, next_step=None
        ),
        MatchAction.PLAN_MEETING: lambda: log_meeting(
            session, actor=actor, match_id=match.id, command=PLANNED, next_step=None
        ),
        MatchAction.RECORD_USE: lambda: record_use(session, actor=actor, match_id=match.id, command=USE),
        MatchAction.AGREE: lambda: use_cases.agree(session, **known),
        MatchAction.DECIDE_NEXT_STEP: lambda: next_steps.set_next_step(session, command=nothing, **known),
        MatchAction.CORRECT: correct,
        MatchAction.ASSIGN: lambda: use_cases.assign(session, owner_id=actor.id, **known),
        MatchAction.CLOSE: lambda: use_cases.close(session, command=CLOSING, **known),
    }


def _is_accepted(session: Session, act: Callable[[], object]) -> bool:
    """Do it, tell whether it was done, and take it back."""
    try:
        return act() is not False
    except DomainError:
        return False
    finally:
        session.rollback()


@pytest.mark.parametrize(("status", "introduced"), list(product((NeedStatus.OPEN, NeedStatus.MET), (True, False))))
@pytest.mark.parametrize("stage", Stage)
def test_a_match_offers_what_is_accepted(
    session: Session, undone: Session, actor: User, pair: Pair, *, stage: Stage, introduced: bool, status: NeedStatus
) -> None:
    match = factories.match(pair.need, pair.capability, stage=stage)
    if not introduced:
        match.introductions.clear()
    introduced = bool(match.introductions)
    pair.need.status = status
    session.add(match)
    session.commit()
    offered = actions_for(actor.role, stage, status, introduced=introduced)
    acts = _acts(undone, actor, match)
    accepted = {action for action, act in acts.items() if _is_accepted(undone, act)}
    assert {action for action in MatchAction if action in offered} <= accepted
    # Whoever agreed once more, or before anybody met, is not refused, and need not be asked to.
    assert {action for action in accepted if action not in offered} <= {MatchAction.AGREE}


@pytest.mark.parametrize("status", NeedStatus)
def test_a_need_offers_what_is_accepted(
    session: Session, undone: Session, actor: User, pair: Pair, status: NeedStatus
) -> None:
    pair.need.status = status
    session.commit()
    number, version = pair.need.id, pair.need.version
    acts: dict[NeedAction, Callable[[Need], object]] = {
        NeedAction.PUBLISH: lambda need: needs.open_need(undone, need=need, on=today(), version=version),
        NeedAction.MARK_MET: lambda need: needs.mark_met(undone, need=need, version=version),
        NeedAction.WITHDRAW: lambda need: needs.withdraw(undone, need=need, version=version),
        NeedAction.REOPEN: lambda need: needs.reopen(undone, need=need, on=today(), version=version),
    }
    offered = actions_for_need(actor.role, status)
    accepted = {
        action for action, act in acts.items() if _is_accepted(undone, partial(act, undone.get_one(Need, number)))
    }
    assert accepted == {action for action in acts if action in offered}


@pytest.mark.parametrize("stage", Stage)
def test_a_matchs_page_shows_what_is_offered_and_nothing_else(
    consultant: Browser, session: Session, pair: Pair, stage: Stage
) -> None:
    match = factories.match(pair.need, pair.capability, stage=stage)
    introduced = bool(match.introductions)
    session.add(match)
    session.commit()
    page = consultant.get(f"/matches/{match.id}").get_data(as_text=True)
    addresses = {
        MatchAction.INTRODUCE: pair.path("introduce"),
        MatchAction.LOG_MEETING: f"/matches/{match.id}/meetings/new",
        MatchAction.PLAN_MEETING: f"/matches/{match.id}/meetings/plan",
        MatchAction.RECORD_USE: f"/matches/{match.id}/uses/new",
        MatchAction.AGREE: f"/matches/{match.id}/agree",
        MatchAction.DECIDE_NEXT_STEP: f"/matches/{match.id}/next-step",
        MatchAction.CORRECT: f"/matches/{match.id}/stage",
        MatchAction.ASSIGN: f"/matches/{match.id}/owner",
        MatchAction.CLOSE: f"/matches/{match.id}/close",
    }
    offered = actions_for(Role.CONSULTANT, stage, NeedStatus.OPEN, introduced=introduced)
    shown = {action for action, address in addresses.items() if f'"{address}"' in page}
    assert shown == {action for action in addresses if action in offered}


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("introduced", [True, False])
def test_a_match_and_its_need_offer_the_same_introduction(
    consultant: Browser, session: Session, pair: Pair, introduced: bool
) -> None:
    match = factories.match(pair.need, pair.capability, stage=Stage.MEETING_HELD)
    if not introduced:
        match.introductions.clear()
    session.add(match)
    session.commit()
    for path in (f"/matches/{match.id}", f"/needs/{pair.need.id}"):
        page = consultant.get(path).get_data(as_text=True)
        assert (pair.path("introduce") in page) is not introduced, path
