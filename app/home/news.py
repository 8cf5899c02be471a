"""What has come since a reader was last here: needs, what fits watched ones, others' steps, answers, letters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from app.home.queries import SHOWN
from app.mail.queries import FailedLetter
from app.needs.watching import list_notices_to_show
from models.accounts import User
from models.clock import day_of
from models.infrastructures import Capability
from models.introductions import Introduction
from models.matches import Match, StageChange
from models.needs import Need, NeedStatus
from models.party_answers import PartyAnswer
from models.requests import IntroductionRequest
from models.watches import Notice


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a moment, of each kind the newest first and a few at most.

    What fits a watched need is new until it has been shown, so that on somebody's first day it is told without `since`.
    """

    since: datetime | None
    needs: Sequence[Need]
    steps: Sequence[StageChange]
    requests: Sequence[IntroductionRequest]
    letters: Sequence[FailedLetter]
    notices: Sequence[Notice]
    answers: Sequence[PartyAnswer]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return any((self.needs, self.steps, self.requests, self.letters, self.notices, self.answers))


def get_news(
    session: Session,
    actor: User,
    *,
    today: date,
    requests: Sequence[IntroductionRequest],
    letters: Sequence[FailedLetter],
) -> News | None:
    """Return what is new since the actor's last day here, and what fits a watched need and was never shown here.

    `requests` and `letters` are those that wait, of which the new ones are told.
    """
    if not actor.role.is_office:
        return None
    since, notices = actor.last_here_before(today), list_notices_to_show(session, actor, today=today)[:SHOWN]
    if since is None:
        return News(None, needs=(), steps=(), requests=(), letters=(), notices=notices, answers=())
    steps, answers = steps_and_answers_since(session, actor, since)
    return News(
        since=since,
        needs=needs_since(session, since),
        steps=steps,
        requests=[each for each in requests if each.asked_at > since][-SHOWN:][::-1],
        letters=[each for each in letters if each.letter.given_up_at and each.letter.given_up_at > since][-SHOWN:][
            ::-1
        ],
        notices=notices,
        answers=answers,
    )


def needs_since(session: Session, since: datetime) -> Sequence[Need]:
    """Return the open needs that came in, a few at most."""
    return session.scalars(
        sa.select(Need)
        .where(
            Need.status == NeedStatus.OPEN,
            # A day has no hour: of those opened on the same day the ones that were written down later are new.
            Need.opened_on >= day_of(since),
            sa.or_(Need.opened_on > day_of(since), Need.created_at > since),
        )
        .options(joinedload(Need.company))
        .order_by(Need.opened_on.desc(), Need.id.desc())
        .limit(SHOWN)
    ).all()


def steps_and_answers_since(
    session: Session, actor: User, since: datetime
) -> tuple[list[StageChange], list[PartyAnswer]]:
    """Return the last step of each match that others have moved, and what parties have answered, all in one read."""
    none = sa.cast(sa.null(), sa.Integer)
    steps = sa.select(StageChange.id.label("step_id"), none.label("answer_id"), StageChange.at.label("at"))
    steps = steps.where(StageChange.at > since, StageChange.by_id != actor.id)
    answers = sa.select(none, PartyAnswer.id, PartyAnswer.answered_at).where(PartyAnswer.answered_at > since)
    newest = sa.union_all(
        *(
            sa.select(each.order_by(at.desc(), number.desc()).limit(2 * SHOWN).subquery())
            for each, at, number in (
                (steps, StageChange.at, StageChange.id),
                (answers, PartyAnswer.answered_at, PartyAnswer.id),
            )
        )
    ).subquery()
    # Of step and answer each row has one.
    rows: Iterable[Any] = session.execute(
        sa.select(StageChange, PartyAnswer, Match)
        .select_from(newest)
        .outerjoin(StageChange, StageChange.id == newest.c.step_id)
        .outerjoin(PartyAnswer, PartyAnswer.id == newest.c.answer_id)
        .outerjoin(Introduction, Introduction.id == PartyAnswer.introduction_id)
        .join(Match, Match.id == sa.func.coalesce(StageChange.match_id, Introduction.match_id))
        .where(Introduction.taken_back_at.is_(None))
        .options(
            joinedload(StageChange.by),
            joinedload(PartyAnswer.introduction),
            joinedload(Match.need).joinedload(Need.company),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
        )
        .order_by(newest.c.at.desc(), newest.c.step_id.desc(), newest.c.answer_id.desc())
    )
    last: dict[int, StageChange] = {}
    answered = []
    for step, answer, match in rows:
        # Each holds its match from here on, so that the page need not ask for it.
        if answer is not None:
            set_committed_value(answer.introduction, "match", match)
            answered.append(answer)
        else:
            set_committed_value(step, "match", match)
            last.setdefault(step.match_id, step)
    return list(last.values())[:SHOWN], answered[:SHOWN]
