"""Many things in pieces of a size, for statements that must not name all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_pieces(things: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield the things in their order, at most `size` at a time."""
    rest = iter(things)
    while piece := tuple(islice(rest, size)):
        yield piece
