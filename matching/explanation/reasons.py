"""From what was read of a pair to its reasons: what joins it, what else speaks for it, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from matching.explanation.about_infrastructure import about_infrastructure
from matching.explanation.objections import Objections
from matching.explanation.pair_reasons import PairReasons
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.features.extractor import Extractor
from matching.results import Contribution, Reason
from matching.scoring.parameters import Fusion
from matching.signals.not_for import NotFor
from matching.vocabulary.concepts import Vocabulary

# What takes away less than this of a score is not worth a sentence.
_WORTH_OBJECTING: Final = 0.02


class ReasonFinder:
    """Finds the reasons of a pair that has been scored."""

    def __init__(self, vocabulary: Vocabulary, extractor: Extractor) -> None:
        self._extractor = extractor
        self._objections = Objections(vocabulary, extractor.names)
        self.pairs = PairReasons(vocabulary, extractor)

    def find(
        self,
        need: NeedDocument,
        capability: CapabilityDocument,
        parts: Sequence[Contribution],
        fusion: Fusion,
        *,
        leading: float,
        today: date,
    ) -> tuple[Reason, ...]:
        """Return the reasons for a pair, best first, and after them the one against it, if there is one.

        `leading` is the best score that the need has with any capability, in [0, 1).
        """
        behind = max(0.0, leading - sum(part.amount for part in parts))
        joins = self.pairs.find(need, capability, fusion.weights, behind=behind)
        reasons = (*joins, *about_infrastructure(capability.profile, today))
        lost = -sum(part.amount for part in parts if part.signal == NotFor.name)
        return reasons if lost < _WORTH_OBJECTING else (*reasons, self._against(need, capability, lost))

    def _against(self, need: NeedDocument, capability: CapabilityDocument, lost: float) -> Reason:
        places, shares = capability.claimed
        concept = self._extractor.knowledge.concepts[places[np.argmax(np.round(shares * need.against[places], 9))]]
        unlike = self._unlikeness if self._extractor.has_encoder else None
        return self._objections.find(need.profile, capability.profile, concept, lost, unlike)

    def _unlikeness(self, clauses: Sequence[str], concept: str) -> list[float]:
        """Return how like clauses of a need are to what a concept is not for, cosines."""
        point = self._extractor.knowledge.not_for_vectors[self._extractor.knowledge.row_of[concept]]
        # Rounded: which clause is the likest must not hang on digits that differ from processor to processor.
        return [round(float(value), 6) for value in self._extractor.mapped(clauses) @ point]
