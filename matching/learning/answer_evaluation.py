"""Measures whether the units that a need's writer had in mind come first, on needs with `answers` in a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from matching.engine import Engine
from matching.profiles import NeedProfile, Passage
from matching.results import RankedPlace
from matching.scoring.by_infrastructure import by_infrastructure

FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class AnsweredNeed:
    """A need and the ids of the capabilities that its writer had in mind; none where nothing meets it."""

    profile: NeedProfile
    answers: frozenset[str]


@dataclass
class AnswerFigures:
    """Of needs with an answer: whose unit comes first, is among the first, and is shown there; of others: shown."""

    answered: int = 0
    first: int = 0
    among: int = 0
    shown: int = 0
    unmet: int = 0
    unmet_shown: int = 0


def read(path: Path) -> list[AnsweredNeed]:
    """Read the needs of JSON lines that have `answers`, with id, title and text."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        AnsweredNeed(
            NeedProfile(row["id"], (Passage("title", row["title"]), Passage("text", row["text"]))),
            frozenset(row["answers"]),
        )
        for row in rows
        if "answers" in row
    ]


def measure(engine: Engine, needs: Sequence[AnsweredNeed], today: date) -> AnswerFigures:
    """Return the figures for an engine that holds the capabilities that were in mind."""
    found = AnswerFigures()
    for need in needs:
        best = _best_of_infrastructures(engine, need.profile, today)
        if not need.answers:
            found.unmet += 1
            found.unmet_shown += any(each.suitable for each in best)
            continue
        infrastructures = {engine.document(each).profile.infrastructure for each in need.answers}
        right = [each for each in best if engine.document(each.id).profile.infrastructure in infrastructures]
        found.answered += 1
        found.first += best[0] in right
        found.among += bool(right)
        found.shown += any(each.suitable for each in right)
    return found


def _best_of_infrastructures(engine: Engine, need: NeedProfile, today: date) -> list[RankedPlace]:
    order = engine.order(need, today=today)
    infrastructures = by_infrastructure(order, lambda each: engine.document(each).profile.infrastructure)
    return [each.best for each in islice(infrastructures, FIRST)]


def table(found: AnswerFigures) -> str:
    """Return the figures as a line of text."""
    first, among, shown = (each / max(1, found.answered) for each in (found.first, found.among, found.shown))
    return (
        f"the unit that the writer had in mind: first {first:.3f}, among the first {FIRST} {among:.3f}, shown there "
        f"{shown:.3f} of {found.answered} needs; something is shown for {found.unmet_shown} of {found.unmet} unmet ones"
    )
