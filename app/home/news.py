"""What has come since a reader was last here: needs, what fits watched ones, steps of others, questions, letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.home.queries import SHOWN
from app.mail.queries import FailedLetter
from app.needs.watching import list_notices
from models.accounts import User
from models.clock import day_of
from models.infrastructures import Capability
from models.matches import Match, StageChange
from models.needs import Need, NeedStatus
from models.requests import IntroductionRequest
from models.watches import Notice


@dataclass(frozen=True, slots=True)
class News:
    """What is new since a moment, of each kind the newest first and a few at most."""

    since: datetime
    needs: Sequence[Need]
    steps: Sequence[StageChange]
    requests: Sequence[IntroductionRequest]
    letters: Sequence[FailedLetter]
    notices: Sequence[Notice]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return any((self.needs, self.steps, self.requests, self.letters, self.notices))


def get_news(
    session: Session,
    actor: User,
    *,
    today: date,
    requests: Sequence[IntroductionRequest],
    letters: Sequence[FailedLetter],
) -> News | None:
    """Return what is new since the actor's last day here; None where that was never.

    `requests` and `letters` are those that wait, of which the new ones are told.
    """
    since = actor.last_here_before(today)
    if since is None or not actor.role.is_office:
        return None
    return News(
        since=since,
        needs=needs_since(session, since),
        steps=steps_since(session, actor, since),
        requests=[each for each in requests if each.asked_at > since][-SHOWN:][::-1],
        letters=[each for each in letters if each.letter.given_up_at and each.letter.given_up_at > since][-SHOWN:][
            ::-1
        ],
        notices=list_notices(session, actor, since=since)[:SHOWN],
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


def steps_since(session: Session, actor: User, since: datetime) -> list[StageChange]:
    """Return the last step of each match that others have moved."""
    steps = session.scalars(
        sa.select(StageChange)
        .where(StageChange.at > since, StageChange.by_id != actor.id)
        .options(
            joinedload(StageChange.by),
            joinedload(StageChange.match).joinedload(Match.need).joinedload(Need.company),
            joinedload(StageChange.match).joinedload(Match.capability).joinedload(Capability.infrastructure),
        )
        .order_by(StageChange.at.desc(), StageChange.id.desc())
        .limit(2 * SHOWN)
    )
    last: dict[int, StageChange] = {}
    for step in steps:
        last.setdefault(step.match_id, step)
    return list(last.values())[:SHOWN]
