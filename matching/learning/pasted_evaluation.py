"""Measures whether a need pasted as a whole mail finds the same first capability as its text alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matching.engine import Engine
from matching.profiles import NeedProfile, Passage


@dataclass(frozen=True, slots=True)
class Twins:
    """A need as it is meant, and as it was pasted with everything around it."""

    id: str
    clean: NeedProfile
    pasted: NeedProfile


@dataclass(frozen=True, slots=True)
class TwinFigures:
    """How many pairs of twins there are, and the ids of those that find different capabilities first."""

    twins: int
    apart: tuple[str, ...]

    @property
    def same(self) -> float:
        """Return the share of twins that find the same capability first."""
        return 1.0 - len(self.apart) / max(1, self.twins)


def read(path: Path) -> list[Twins]:
    """Read a file of JSON lines with id, title, text, pasted_title and pasted_text."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        Twins(row["id"], _need(row["title"], row["text"]), _need(row["pasted_title"], row["pasted_text"]))
        for row in rows
    ]


def measure(engine: Engine, twins: Sequence[Twins], today: date) -> TwinFigures:
    """Return how often both twins find the same capability of an engine first."""
    apart = [each.id for each in twins if _first(engine, each.clean, today) != _first(engine, each.pasted, today)]
    return TwinFigures(len(twins), tuple(apart))


def _need(title: str, text: str) -> NeedProfile:
    return NeedProfile("", (Passage("title", title), Passage("text", text)))


def _first(engine: Engine, need: NeedProfile, today: date) -> str:
    return engine.order(need, today=today, top=1)[0].id
