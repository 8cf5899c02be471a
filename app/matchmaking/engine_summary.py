"""What the engine works with, as pages and commands tell it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineSummary:
    """What the engine works with. `encoder` is None when words and concepts alone rank, and `problem` says why."""

    encoder: str | None
    problem: str | None
    vocabulary: str
    concepts: int
    capabilities: int
    vectors: int
    parameters: str
    revision: int
