"""One side of a pair, read for its reasons: its clauses or sentences, what each means, and the concepts it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import RealArray, RowArray
from matching.profiles import Passage
from matching.text.clauses import Word

LONGEST: Final = 22  # words that are quoted


@dataclass(frozen=True, slots=True)
class Segment:
    """A clause of a need or a sentence of a capability, with its words; at least one.

    `sentence` holds the words of the sentence around a clause, where none of them is denied.
    """

    passage: Passage
    words: tuple[Word, ...]
    sentence: tuple[Word, ...] = ()

    @property
    def start(self) -> int:
        """Where its first word begins in the passage."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1].end

    @property
    def text(self) -> str:
        """The segment as it is written, from its first word to its last."""
        return self.passage.text[self.start : self.end]

    @property
    def is_heading(self) -> bool:
        """Tell whether it stands in a title."""
        return self.passage.field.startswith(("title", "name"))


@dataclass(frozen=True, slots=True)
class NamedAt:
    """A place in a segment, by its number, where a concept is named: `passage.text[start:end]`."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True)
class Side:
    """What one side of a pair gives evidence with. S segments, K concepts.

    `vectors` (S, dimension) and `likeness` (S, K), cosines with the concepts, are empty without an encoder; `rank`
    (S, K) numbers the concepts of each segment, the nearest 0. `names` tells where each concept is named and meant,
    `tags` what is tagged. `asks` (S,) tells how far each segment of a need asks for something, or of a capability
    offers something.
    """

    segments: tuple[Segment, ...]
    vectors: RealArray
    likeness: RealArray
    rank: RowArray
    names: Mapping[str, Sequence[NamedAt]]
    tags: frozenset[str]
    asks: RealArray

    @property
    def has_meaning(self) -> bool:
        """Tell whether an encoder has read it."""
        return bool(self.likeness.size)

    def like(self, segment: int, row: int, otherwise: float) -> float:
        """Return a segment's cosine with a concept; `otherwise` without a segment or an encoder."""
        return float(self.likeness[segment, row]) if segment >= 0 and self.has_meaning else otherwise

    @property
    def about(self) -> list[str]:
        """What a capability is about: the concepts of its tags, or else those that its title names."""
        named = (
            each for each, places in self.names.items() if any(self.segments[at.segment].is_heading for at in places)
        )
        return sorted(self.tags) or list(named)

    def says(self, concept: str) -> bool:
        """Tell whether the concept is named or tagged."""
        return concept in self.names or concept in self.tags


def nearest_first(likeness: RealArray) -> RowArray:
    """Return each concept's place among all by nearness to a segment, shape (S, K)."""
    if not likeness.size:
        return np.zeros((0, 0), dtype=np.intp)
    return np.asarray(np.argsort(np.argsort(-likeness, axis=1, kind="stable"), axis=1, kind="stable"))
