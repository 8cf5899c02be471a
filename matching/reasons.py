"""From what was read of a pair to its reasons: the concepts that meaning found, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.explanation import Explainer, Meaning
from matching.reader import Reader
from matching.readings import CapabilityReading, NeedReading
from matching.results import Contribution, Reason
from matching.signals.not_for import NotFor

RealArray = NDArray[np.float64]

# Concepts that weigh less than this in a text are no part of an explanation.
_WORTH_TELLING: Final = 0.02
# What takes away less than this of a score is not worth a sentence.
_WORTH_OBJECTING: Final = 0.02


class ReasonFinder:
    """Finds the reasons of a pair that has been scored."""

    def __init__(self, explainer: Explainer, reader: Reader) -> None:
        self._explainer = explainer
        self._reader = reader

    def find(
        self, need: NeedReading, capability: CapabilityReading, parts: Sequence[Contribution], today: date
    ) -> tuple[Reason, ...]:
        """Return the reasons for a pair, best first, and after them the one against it, if there is one."""
        meaning = self._meaning(need, capability)
        reasons = self._explainer.explain(need.profile, capability.profile, today=today, meaning=meaning)
        lost = -sum(part.amount for part in parts if part.signal == NotFor.name)
        if lost < _WORTH_OBJECTING:
            return reasons
        places, shares = capability.claimed
        concept = self._reader.knowledge.concepts[places[np.argmax(shares * need.against[places])]]
        return (*reasons, self._explainer.object(need.profile, capability.profile, concept, lost, meaning))

    def _meaning(self, need: NeedReading, capability: CapabilityReading) -> Meaning:
        """Return the concepts that meaning found on both sides."""
        places, roots = capability.thoughts
        knowledge = self._reader.knowledge
        offered = {
            knowledge.concepts[place]: round(float(root**2), 6) for place, root in zip(places, roots, strict=True)
        }
        likely = np.maximum(need.thoughts, 0.0) ** 2
        asked = {
            knowledge.concepts[place]: round(float(likely[place]), 6)
            for place in np.flatnonzero(likely >= _WORTH_TELLING)
        }
        offered = {concept: weight for concept, weight in offered.items() if weight >= _WORTH_TELLING}
        if not self._reader.has_encoder:
            return Meaning(asked, offered)
        return Meaning(
            asked,
            offered,
            partial(self._likeness, knowledge.prototypes),
            partial(self._likeness, knowledge.not_for_points),
        )

    def _likeness(self, points: RealArray, clauses: Sequence[str], concept: str) -> list[float]:
        """Return how like clauses of a need are to a concept's point, cosines."""
        point = points[self._reader.knowledge.row_of[concept]]
        return [float(value) for value in self._reader.mapped(clauses) @ point]
