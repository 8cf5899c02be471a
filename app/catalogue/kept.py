"""What was made already of the catalogue and need not be made again; what was asked for longest ago goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Answers by what they were asked with, no more than `most` in all; each counts as `size_of` says."""

    def __init__(self, most: int, size_of: Callable[[T], int] = lambda _answer: 1) -> None:
        self._most, self._size_of, self._size = most, size_of, 0
        self._answers: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> T | None:
        """Return the answer to a key; None where none is kept."""
        with self._lock:
            if key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return self._answers[key]

    def put(self, key: Hashable, answer: T) -> None:
        """Keep an answer, and let go of the oldest ones where that is too much."""
        with self._lock:
            before = self._answers.pop(key, None)
            self._size -= 0 if before is None else self._size_of(before)
            self._answers[key] = answer
            self._size += self._size_of(answer)
            while self._size > self._most:
                self._size -= self._size_of(self._answers.popitem(last=False)[1])
