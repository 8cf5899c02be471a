"""What the measurements share: an engine, made-up capabilities, and how a figure is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from benchmarks.sample import MadeUpVectors, Sample
from benchmarks.timing import step
from matching.embeddings.encoders import bundled
from matching.engine import Engine
from matching.profiles import NeedProfile
from matching.scoring import parameters
from seeds.files import shipped_vocabulary

TODAY: Final = date(2026, 1, 15)
LARGEST: Final = 50_000


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the result: what was measured, the ratio, its goal, and the times behind it."""

    what: str
    value: str
    goal: str
    behind: str


def in_ms(mine: float, other: float) -> str:
    """Return the two times of a ratio as text; both in seconds."""
    return f"{1000 * mine:.1f} ms / {1000 * other:.1f} ms"


class Bench:
    """Holds what the measurements share; raises EncoderMissingError without the bundled encoder."""

    def __init__(self, shrink: int) -> None:
        self._shrink = shrink
        self._drawn = 0
        self.encoder = bundled()
        self.vectors = MadeUpVectors(self.encoder)
        with step("vocabulary and engine"):
            self.vocabulary = shipped_vocabulary()
            self.engine = self.new_engine()
        self.sample = Sample(self.vocabulary, self.engine.extractor.knowledge, self.vectors)
        with step("made-up capabilities"):
            self.capabilities = [self.sample.capability(number) for number in range(self.size(LARGEST))]

    def size(self, full: int) -> int:
        """Return a full run's number, or less in a small run."""
        return max(100, full // self._shrink)

    def new_engine(self) -> Engine:
        """Return an empty engine that shares the kept vectors."""
        return Engine(self.vocabulary, self.encoder, parameters.load(), self.vectors)

    def fresh_needs(self, count: int) -> list[NeedProfile]:
        """Return needs that have not been read or encoded before."""
        self._drawn += 1
        drawn = Sample(self.vocabulary, self.engine.extractor.knowledge, self.vectors, seed=1_000 + self._drawn)
        return [drawn.need(number, encoded=False) for number in range(count)]

    def grow_to(self, size: int) -> None:
        """Put further capabilities until the engine has so many."""
        self.engine.put(*self.capabilities[len(self.engine) : size])
