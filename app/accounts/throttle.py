"""Slows down guessing: attempts are counted per account in the database, whichever worker answers."""

from __future__ import annotations

import hashlib
import math
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.limits import (
    ANSWERS,
    ANSWERS_WINDOW,
    CALENDAR_READS,
    CALENDAR_READS_WINDOW,
    GUESSES_LONG,
    GUESSES_LONG_WINDOW,
    GUESSES_SHORT,
    GUESSES_SHORT_WINDOW,
    RESETS,
    RESETS_WINDOW,
)
from models.accounts import SignInAttempt
from models.clock import now

# Lanes, counted apart: all browsers an account does not know, its settings page, letters that were asked for, programs
# that read its calendar, and answers by a link in a letter. A known browser's lane is the browser's own.
STRANGERS, SETTINGS, LETTERS, CALENDAR, ANSWERING = "", "settings", "letters", "calendar", "answers"
Limits = tuple[tuple[int, timedelta], ...]
_GUESSES: Limits = ((GUESSES_SHORT, GUESSES_SHORT_WINDOW), (GUESSES_LONG, GUESSES_LONG_WINDOW))
_OF_LANES: dict[str, Limits] = {
    LETTERS: ((RESETS, RESETS_WINDOW),),
    CALENDAR: ((CALENDAR_READS, CALENDAR_READS_WINDOW),),
    ANSWERING: ((ANSWERS, ANSWERS_WINDOW),),
}


def account_key(email: str) -> str:
    """Return what stands for an address in the table, so that the table reveals no addresses."""
    return hashlib.sha256(email.strip().casefold().encode(errors="replace")).hexdigest()


def claim_guess(
    session: Session, email: str, *, lane: str = STRANGERS, limits: Limits | None = None
) -> timedelta | None:
    """Count a guess at an account before the password is looked at; return how long to wait after too many.

    The guess is committed first, so that guesses made at the same moment all see each other. A refused guess is not
    counted: the account opens again by itself. Known and unknown accounts are treated alike. `limits` are those of a
    room of its own: how often, within how long.
    """
    account = account_key(email)
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now() - GUESSES_LONG_WINDOW))
    guess = SignInAttempt(account=account, lane=lane)
    session.add(guess)
    session.commit()
    waits = [_wait(session, guess, limit, window) for limit, window in limits or _OF_LANES.get(lane, _GUESSES)]
    wait = max(waits)
    if wait <= timedelta():
        return None
    session.delete(guess)
    session.commit()
    return wait


def _wait(session: Session, guess: SignInAttempt, limit: int, window: timedelta) -> timedelta:
    """Return how long until fewer than `limit` other guesses lie within the window; zero when it is so now."""
    standing_in_the_way = session.scalar(
        sa.select(SignInAttempt.at)
        .where(SignInAttempt.account == guess.account, SignInAttempt.lane == guess.lane, SignInAttempt.id != guess.id)
        .order_by(SignInAttempt.at.desc(), SignInAttempt.id.desc())
        .offset(limit - 1)
        .limit(1)
    )
    if standing_in_the_way is None:
        return timedelta()
    return max(standing_in_the_way + window - now(), timedelta())


def forget_guesses(session: Session, email: str, *, lane: str = STRANGERS) -> None:
    """Start counting a lane anew after the right password."""
    session.execute(
        sa.delete(SignInAttempt).where(SignInAttempt.account == account_key(email), SignInAttempt.lane == lane)
    )


def unlock(session: Session, email: str) -> int:
    """Forget every guess at an account, in all lanes; return how many there were."""
    done = session.execute(
        sa.delete(SignInAttempt).where(SignInAttempt.account == account_key(email)).returning(SignInAttempt.id)
    )
    return len(done.all())


def in_words(wait: timedelta) -> str:
    """Return how long to wait, never too little: "3 minutes", "5 hours"."""
    minutes = max(math.ceil(wait.total_seconds() / 60), 1)
    if minutes <= 90:  # noqa: PLR2004 - above, hours say enough
        return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    return str(ngettext("%(num)d hour", "%(num)d hours", math.ceil(minutes / 60)))
