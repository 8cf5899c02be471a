"""A letter a day at most to whoever has asked for it: what is late and due, what is new, and what fits a watched need.

What it says is chosen by its reader's settings, and each part names the setting that brought it. It holds public titles
and days, never what a step, a task or a letter says: those are read behind the links.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.addresses import record_number
from app.home.news import needs_since, steps_and_answers_since
from app.home.queries import Steps, list_steps_due
from app.mail.letters import NewLetter
from app.mail.outbox import put_letters
from app.needs.watching import list_notices
from app.notes.task_queries import count_due
from models.accounts import Role, User
from models.base import require_version
from models.clock import now, start_of, today
from models.matches import StageChange
from models.needs import Need
from models.party_answers import PartyAnswer
from models.watches import Notice

# What is new on the first day of somebody who has never chosen to be told of it.
_FIRST: Final = timedelta(days=1)
_SINCE: Final = {"digest_news": "digest_news_from", "digest_notices": "digest_notices_from"}
_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reader's letter tells, each part empty where a setting is off or nothing has come."""

    user: User
    steps: Steps
    tasks: int
    needs: Sequence[Need]
    moves: Sequence[StageChange]
    answers: Sequence[PartyAnswer]
    notices: Sequence[Notice]

    def __bool__(self) -> bool:
        """Tell whether there is anything to say."""
        return any((self.steps.count, self.tasks, self.needs, self.moves, self.answers, self.notices))


def put_digests(session: Session, write: Callable[[Digest], NewLetter], *, domain: str) -> int:
    """Put today's letters in the outbox, and return how many; each in a transaction of its own.

    Whoever has had one today gets no other, also when this runs twice at once or is broken off: the day is written in
    the letter's own transaction, by whoever finds it unwritten.
    """
    written = 0
    for user_id in _list_asking(session):
        user = session.get_one(User, user_id)
        digest = _gather(session, user)
        if digest and _claim(session, user_id):
            put_letters(session, [write(digest)], match_id=None, domain=domain, user_id=user_id)
            session.commit()
            written += 1
        session.rollback()
    return written


def choose(session: Session, *, actor: User, settings: Mapping[str, bool], version: int | None) -> None:
    """Let the actor's letter tell what is chosen; raises StaleRecordError."""
    require_version(actor, version)
    for name, is_chosen in settings.items():
        # What came while a part was off is not told when it is turned on again.
        if is_chosen and not getattr(actor, name) and name in _SINCE:
            setattr(actor, _SINCE[name], now())
        setattr(actor, name, is_chosen)
    session.flush()


def is_on(user: User) -> bool:
    """Tell whether somebody may get a letter."""
    return user.digest_steps or user.digest_tasks or user.digest_news or user.digest_notices


def turn_off(session: Session, user: User) -> bool:
    """Let somebody get no more letters; False where that is so already."""
    if not is_on(user):
        return False
    user.digest_steps = user.digest_tasks = user.digest_news = user.digest_notices = False
    session.flush()
    return True


def off_token(user: User, secret: str) -> str:
    """Return what names a reader in the link that turns the letter off, and opens nothing else.

    It holds letters only beside the account's number, so that it never reads as a personal identity number.
    """
    made = hmac.digest(secret.encode(), f"brygga letter off {user.id} {user.email}".encode(), "sha256")
    return f"{user.id}-{made.hex()[:40].translate(_LETTERS)}"


def masked_address(user: User) -> str:
    """Return enough of an address to be known by its owner, and by nobody else who has come upon the link."""
    local, _at, domain = user.email.partition("@")
    return f"{local[:1]}…@{domain[:1]}…"


def find_reader(session: Session, token: str, *, secret: str) -> User | None:
    """Return whose letter a link turns off; None for any other."""
    number = record_number(token.partition("-")[0])
    user = session.get(User, number) if number else None
    is_right = user is not None and hmac.compare_digest(off_token(user, secret).encode(), token.encode())
    return user if is_right else None


def _list_asking(session: Session) -> list[int]:
    asks = sa.or_(User.digest_steps, User.digest_tasks, User.digest_news, User.digest_notices)
    office = User.role.in_([role for role in Role if role.is_office])
    rows = sa.select(User.id).where(User.is_active, office, asks, _not_today()).order_by(User.id)
    found = list(session.scalars(rows))
    session.rollback()
    return found


def _not_today() -> sa.ColumnElement[bool]:
    return sa.or_(User.digest_at.is_(None), User.digest_at < start_of(today()))


def _claim(session: Session, user_id: int) -> bool:
    """Write down that a reader has had today's letter; False where somebody has done so."""
    claimed = sa.update(User).where(User.id == user_id, User.is_active, _not_today()).values(digest_at=now())
    done = session.execute(claimed.returning(User.id).execution_options(synchronize_session=False))
    return done.one_or_none() is not None


def _gather(session: Session, user: User) -> Digest:
    news_since = _latest(user.digest_at, user.digest_news_from) or now() - _FIRST
    notices_since = _latest(user.digest_at, user.digest_notices_from)
    moves, answers = steps_and_answers_since(session, user, news_since) if user.digest_news else ((), ())
    return Digest(
        user=user,
        steps=list_steps_due(session, user, today=today()) if user.digest_steps else Steps((), 0),
        tasks=count_due(session, user, today=today()) if user.digest_tasks else 0,
        needs=needs_since(session, news_since) if user.digest_news else (),
        moves=moves,
        answers=answers,
        notices=list_notices(session, user, since=notices_since) if user.digest_notices else (),
    )


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
