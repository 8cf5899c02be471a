"""The one door to the hashing of passwords: outside every transaction, only so many at once, and after other work."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore, get_native_id
from typing import TypeVar

from sqlalchemy.orm import Session

from app.limits import HASHES_AT_ONCE
from models.errors import BusyError
from models.passwords import hash_password, password_matches

Result = TypeVar("Result")

_places = BoundedSemaphore(HASHES_AT_ONCE)
# How far a hashing thread stands back, from 0 to 19: somebody's page gets the processor before a guess does.
_NICENESS = 10


@cache
def _threads() -> ThreadPoolExecutor:
    """Return the threads that hash; made at first use, since none lives on in a process that is forked."""
    return ThreadPoolExecutor(HASHES_AT_ONCE, thread_name_prefix="hashing", initializer=_stand_back)


def _stand_back() -> None:
    # Elsewhere than on Linux a thread has no priority of its own.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, get_native_id(), _NICENESS)


def _hashed(work: Callable[[], Result]) -> Result:
    return _threads().submit(work).result()


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
    return _hashed(lambda: hash_password(password))


def is_right(session: Session, password_hash: str | None, password: str) -> bool:
    """Tell whether a password is right; the session's transaction ends first, as for `made_hash`."""
    session.rollback()
    return _hashed(lambda: password_matches(password_hash, password))


def hash_if_given(session: Session, password: str | None) -> str | None:
    """Return the hash of a password that was given, or None; raises BusyError. Within no other `hashing_place`."""
    if not password:
        return None
    with hashing_place():
        return made_hash(session, password)
