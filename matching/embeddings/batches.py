"""Encoding many texts ahead of their use: which are missing, and doing them in steps that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import FloatArray
from matching.embeddings.encoders import Encoder, Kind, cost
from matching.embeddings.vector_store import VectorStore, key, vectors_of

# A step takes half a second or so, so that it can be stopped soon and little is done again.
AT_ONCE: Final = 32


class TooMuchToEncodeError(RuntimeError):
    """More texts lack a vector than may be encoded while somebody waits."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be encoded, as a need ("query") or as what is offered ("passage")."""

    text: str
    kind: Kind


class PatientEncoder:
    """An encoder that does everything asked of it, except within `at_most`; a long text counts as several."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._left: int | None = None
        self.name, self.version, self.dimension = encoder.name, encoder.version, encoder.dimension

    @contextmanager
    def at_most(self, texts: int) -> Iterator[None]:
        """Encode so many texts of one sentence at most; TooMuchToEncodeError is raised instead of encoding one more."""
        self._left = texts
        try:
            yield
        finally:
            self._left = None

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension); raises TooMuchToEncodeError beyond what is left."""
        if self._left is not None:
            self._left -= sum(map(cost, texts))
            if self._left < 0:
                raise TooMuchToEncodeError
        return self._encoder.encode(texts, kind)


class ListingEncoder:
    """Stands in for an encoder and its store: encodes nothing, keeps nothing, and lists what it was asked to encode."""

    def __init__(self, encoder: Encoder, kept: VectorStore) -> None:
        self._kept = kept
        self._asked: dict[str, Text] = {}
        self.name, self.version, self.dimension = encoder.name, encoder.version, encoder.dimension

    @property
    def texts(self) -> list[Text]:
        """The texts without a vector, each once, in the order they were asked for."""
        return list(self._asked.values())

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return zeros, shape (len(texts), dimension)."""
        self._asked |= {key(text, kind, self): Text(text, kind) for text in texts}
        return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def get_many(self, keys: Sequence[str]) -> Mapping[str, FloatArray]:
        """Return the vectors that are kept, shape (dimension,) each, by key."""
        return self._kept.get_many(keys)

    def put_many(self, vectors: Mapping[str, FloatArray]) -> None:
        """Keep none of the zeros."""


def encode_in_steps(texts: Sequence[Text], encoder: Encoder, store: VectorStore) -> Iterator[int]:
    """Encode texts and put them in a store, yielding after each step how many are done.

    Texts that have got a vector meanwhile are not encoded again; stop asking to stop.
    """
    done = 0
    kinds: tuple[Kind, ...] = ("query", "passage")
    for kind in kinds:
        chosen = [text.text for text in texts if text.kind == kind]
        for start in range(0, len(chosen), AT_ONCE):
            step = chosen[start : start + AT_ONCE]
            vectors_of(step, kind, encoder, store)
            done += len(step)
            yield done
