"""Measuring time and memory, and saying what takes long."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import TypeVar

Thing = TypeVar("Thing")


def median_seconds(work: Callable[[Thing], object], things: Sequence[Thing]) -> float:
    """Do the work once for each thing and return the median time of one, after one that is not counted."""
    work(things[0])
    return median(seconds(lambda each=each: work(each)) for each in things)  # type: ignore[misc]  # a default that binds the loop's value


def timed(work: Callable[[], Thing]) -> tuple[Thing, float]:
    """Do the work once and return its result and its time."""
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


def seconds(work: Callable[[], object]) -> float:
    """Do the work once and return its time."""
    return timed(work)[1]


def peak_memory() -> float:
    """Return the most memory that this process has held so far, in GB."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1e9 if sys.platform == "darwin" else 1e6)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say on standard error what is being done, and how long it took."""
    print(f"… {name}", end=" ", file=sys.stderr, flush=True)
    started = time.perf_counter()
    yield
    print(f"{time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)
