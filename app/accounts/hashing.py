"""The one door to the hashing of passwords: outside every transaction, and only so many at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from sqlalchemy.orm import Session

from app.limits import HASHES_AT_ONCE
from models.errors import BusyError
from models.passwords import hash_password, password_matches

_places = BoundedSemaphore(HASHES_AT_ONCE)


@contextmanager
def hashing_place() -> Iterator[None]:
    """Hold one of this process's places; raises BusyError when all are taken, so that pages keep their threads.

    Nobody waits for a place: who waits holds a thread that somebody else's page needs.
    """
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        yield
    finally:
        _places.release()


def made_hash(session: Session, password: str) -> str:
    """Return a password's hash; what the session has done so far is undone, and it holds no lock meanwhile.

    To be called within a `hashing_place`, before anything is changed.
    """
    session.rollback()
    return hash_password(password)


def is_right(session: Session, password_hash: str | None, password: str) -> bool:
    """Tell whether a password is right; the session's transaction ends first, as for `made_hash`."""
    session.rollback()
    return password_matches(password_hash, password)


def hash_if_given(session: Session, password: str | None) -> str | None:
    """Return the hash of a password that was given, or None; raises BusyError. Within no other `hashing_place`."""
    if not password:
        return None
    with hashing_place():
        return made_hash(session, password)
