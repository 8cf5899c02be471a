"""Slows down guessing: attempts are counted per account in the database, whichever worker answers."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import GUESSES_LONG, GUESSES_LONG_WINDOW, GUESSES_SHORT, GUESSES_SHORT_WINDOW
from models.accounts import SignInAttempt
from models.clock import now


def account_key(email: str) -> str:
    """Return what stands for an address in the table, so that the table reveals no addresses."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def claim_guess(session: Session, email: str) -> bool:
    """Count a guess at an account before the password is looked at; False when there have been too many.

    The guess is committed first, so that guesses made at the same moment all see each other. A refused guess is not
    counted: the account opens again by itself. Known and unknown accounts are treated alike.
    """
    account = account_key(email)
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now() - GUESSES_LONG_WINDOW))
    guess = SignInAttempt(account=account)
    session.add(guess)
    session.commit()
    for limit, window in ((GUESSES_SHORT, GUESSES_SHORT_WINDOW), (GUESSES_LONG, GUESSES_LONG_WINDOW)):
        guesses = session.scalar(
            sa.select(sa.func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.account == account, SignInAttempt.at > now() - window)
        )
        if (guesses or 0) > limit:
            session.delete(guess)
            session.commit()
            return False
    return True


def forget_guesses(session: Session, email: str) -> None:
    """Start counting anew after the right password."""
    session.execute(sa.delete(SignInAttempt).where(SignInAttempt.account == account_key(email)))
