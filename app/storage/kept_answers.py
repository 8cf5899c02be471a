"""Answers that are kept until a record changes, so that a page costs by what it shows and not by what it counts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary

import sqlalchemy as sa
from flask import has_request_context
from sqlalchemy.orm import Session

from app.limits import KEPT_ANSWERS, KEPT_WAIT
from app.storage.unwritten import unwritten
from models.audit import CHANGES, AuditEntry
from models.engine_state import CatalogueState

T = TypeVar("T")

# Few events come between two changes (a reading is noted once a day), so that this is found from the end at once. What
# commands write or remove in bulk has no entry for each row, but raises the revision.
_NEWEST_CHANGE: Final = sa.select(
    sa.select(AuditEntry.digest)
    .where(AuditEntry.action.in_(CHANGES))
    .order_by(AuditEntry.id.desc())
    .limit(1)
    .scalar_subquery(),
    sa.select(CatalogueState.revision).limit(1).scalar_subquery(),
)


class _Answering:
    """Who answers a question, while somebody does."""

    def __init__(self) -> None:
        self.lock = RLock()


_kept: WeakKeyDictionary[sa.Engine, OrderedDict[Hashable, tuple[tuple[str, int], Any]]] = WeakKeyDictionary()
_lock = Lock()
# One lock for each question that is being answered, shared by those who ask it meanwhile.
_turns: WeakValueDictionary[tuple[int, Hashable], _Answering] = WeakValueDictionary()
# Where a request's session remembers the newest change.
_NEWEST: Final = "newest change"


def kept(session: Session, key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` gives, made anew only when a record has changed since.

    `key` names the question with everything that the answer depends on besides records: the day, the actor. The answer
    is given to others as well, so it must be plain and frozen, no row of a session. Whoever has changed something and
    not committed finds no answer of others, and others never find theirs. Commands that write in bulk ask for nothing
    that is kept.
    """
    engine = session.get_bind().engine
    newest = _newest_change(session)
    if newest is None:
        return make()
    with _lock:
        answers = _kept.setdefault(engine, OrderedDict())
        turn = _turns.setdefault((id(engine), key), _Answering())
    # After a change many ask the same at once: the first makes the answer, the others wait for it, though not for ever.
    is_mine = turn.lock.acquire(timeout=KEPT_WAIT)
    try:
        with _lock:
            found = answers.get(key)
            if found is not None and found[0] == newest:
                answers.move_to_end(key)
                answer: T = found[1]
                return answer
        answer = make()
        with _lock:
            answers[key] = (newest, answer)
            answers.move_to_end(key)
            while len(answers) > KEPT_ANSWERS:
                answers.popitem(last=False)
        return answer
    finally:
        if is_mine:
            turn.lock.release()


def _newest_change(session: Session) -> tuple[str, int] | None:
    """Return the newest change as this session knows it, asked for once in a request and after each flush.

    Whoever has changed something that is not committed yet knows of none. What others commit meanwhile is known by the
    next request: an answer is then a little newer than its change says. Commands, whose sessions live long, ask each
    time.
    """
    if any(entry["action"] in CHANGES for entry in unwritten(session)):
        return None
    if has_request_context() and _NEWEST in session.info:
        known: tuple[str, int] | None = session.info[_NEWEST]
        return known
    digest, revision = session.execute(_NEWEST_CHANGE).one()
    newest = None if digest is None else (digest, revision)
    if has_request_context():
        session.info[_NEWEST] = newest
    return newest


@sa.event.listens_for(Session, "after_flush")
def _forget_newest(session: Session, _context: object) -> None:
    session.info.pop(_NEWEST, None)
