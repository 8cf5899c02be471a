"""Measures whether the units that a need's writer had in mind come first, on needs that tell `answers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matching.engine import Engine
from matching.learning.everyday_needs import FIRST, EverydayNeed, best_of_first


@dataclass
class AnswerFigures:
    """Of needs with an answer: whose unit comes first, is among the first, and is shown there; of others: shown."""

    answered: int = 0
    first: int = 0
    among: int = 0
    shown: int = 0
    unmet: int = 0
    unmet_shown: int = 0


def measure(engine: Engine, needs: Sequence[EverydayNeed], today: date) -> AnswerFigures:
    """Return the figures for an engine that holds the capabilities that were in mind."""
    found = AnswerFigures()
    for need in needs:
        if need.answers is None:
            continue
        best = best_of_first(engine, need.profile, today)
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


def table(found: AnswerFigures) -> str:
    """Return the figures as a line of text."""
    first, among, shown = (each / max(1, found.answered) for each in (found.first, found.among, found.shown))
    return (
        f"the unit that the writer had in mind: first {first:.3f}, among the first {FIRST} {among:.3f}, shown there "
        f"{shown:.3f} of {found.answered} needs; something is shown for {found.unmet_shown} of {found.unmet} unmet ones"
    )
