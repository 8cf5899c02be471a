"""How often visitors may ask something new, and what is kept of what they were answered, so that staff never wait."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Final
from weakref import WeakKeyDictionary

from app.limits import ASKING_ADDRESSES, VISITOR_QUESTIONS, VISITOR_RANKINGS, VISITOR_WINDOW
from app.matchmaking import Matchmaker

_ALL: Final = "all"
_ONE_HOLDER: Final = 64  # bits of an address of version 6 that one holder is given


class AskLaterError(Exception):
    """A visitor's question is not looked at now: too many were asked, or others are before it; later it will be."""

    def __init__(self, status: HTTPStatus, seconds: float) -> None:
        super().__init__(status)
        self.status, self.seconds = status, seconds


class Allowance:
    """How often something may be done within some seconds, each doer counted apart."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: OrderedDict[Hashable, deque[float]] = OrderedDict()
        self._lock = Lock()

    def claim(self, who: Hashable, at: float) -> None:
        """Count once more; raises AskLaterError where that is too often, and then it does not count."""
        with self._lock:
            times = self._times.setdefault(who, deque())
            self._times.move_to_end(who)
            while times and times[0] <= at - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                raise AskLaterError(HTTPStatus.TOO_MANY_REQUESTS, times[0] + self._seconds - at)
            times.append(at)
            while len(self._times) > ASKING_ADDRESSES:
                self._times.popitem(last=False)


class Asking:
    """What visitors ask of one engine: their turn, one at a time, and how often."""

    def __init__(self) -> None:
        self.turn = BoundedSemaphore()
        self._of_one = Allowance(VISITOR_QUESTIONS, VISITOR_WINDOW.total_seconds())
        self._of_all = Allowance(VISITOR_RANKINGS, VISITOR_WINDOW.total_seconds())

    def claim_question(self, address: str | None) -> None:
        """Count a new question from an address; raises AskLaterError."""
        self._of_one.claim(holder_of(address), monotonic())

    def claim_ranking(self) -> None:
        """Count a question that the engine must rank; raises AskLaterError."""
        self._of_all.claim(_ALL, monotonic())


_of_engines: WeakKeyDictionary[Matchmaker, Asking] = WeakKeyDictionary()
_lock: Final = Lock()


def asking_of(maker: Matchmaker) -> Asking:
    """Return what is counted of the questions to an engine; each process counts its own."""
    with _lock:
        return _of_engines.setdefault(maker, Asking())


def holder_of(address: str | None) -> str:
    """Return who asks from an address, as far as it tells: version 6 gives each holder very many."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    return str(found) if found.version == 4 else str(ip_network((found, _ONE_HOLDER), strict=False))  # noqa: PLR2004
