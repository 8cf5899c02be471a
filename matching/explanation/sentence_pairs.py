"""Where the texts of a pair meet: how near each clause of a need is to each sentence of a capability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import BoolArray, RealArray
from matching.explanation.sides import NamedAt, Side
from matching.features.documents import language_of

# Of two sentences that say the same the one in the reader's own language is quoted.
_OWN_LANGUAGE: Final = 0.08
# A sentence says more than a title.
_OF_A_TITLE: Final = 0.05
# How much what a segment means by itself counts beside how near two are, and how much rather a clause that asks is
# quoted.
_OF_CONCEPT, _OF_ASKING = 0.5, 1.0
_OTHER_LANGUAGE: Final = 1.0
# What passes for meeting: nothing up to the first nearness, wholly from the second on.
_MEETS: Final = (0.20, 0.38)


@dataclass(frozen=True)
class SentencePairs:
    """How S clauses of a need and T sentences of a capability meet; its arrays are empty without an encoder.

    `nearness` (S, T) holds cosines, `worth` (S, T) how much each pair of them tells, and `own` (T,) which sentences are
    in the need's language.
    """

    asked: Side
    offered: Side
    nearness: RealArray
    worth: RealArray
    own: BoolArray

    def best(self) -> tuple[float, int, int] | None:
        """Return how surely the texts meet, 0 to 1, and the two segments; None where they do not."""
        if not self.worth.size:
            return None
        mine, theirs = (int(at) for at in np.unravel_index(int(self.worth.argmax()), self.worth.shape))
        sure = (float(self.nearness[mine, theirs]) - _MEETS[0]) / (_MEETS[1] - _MEETS[0])
        return (min(1.0, sure), mine, theirs) if sure > 0 else None

    def about(self, asked: RealArray, offered: RealArray, clause: int | None) -> tuple[int, int]:
        """Return the clause and the sentence that best meet about a concept; with a `clause` only the sentence is free.

        `asked` (S,) and `offered` (T,) tell how far each segment means it, as cosines. What stands in the reader's own
        language is preferred where there is any.
        """
        told = self.worth + _OF_CONCEPT * ((asked + _OF_ASKING) * self.asked.asks)[:, None]
        told += _OF_CONCEPT * offered - _OTHER_LANGUAGE * (self.own.any() & ~self.own)
        if clause is not None:
            return clause, int(told[clause].argmax())
        mine, theirs = np.unravel_index(int(np.round(told, 6).argmax()), told.shape)
        return int(mine), int(theirs)

    def answer(self, mine: int, among: Sequence[int]) -> int:
        """Return the sentence that tells most of a clause; the first without an encoder."""
        if not self.worth.size or mine < 0:
            return among[0]
        return max(among, key=lambda at: (float(self.worth[mine, at]), -at))

    def mention(self, mine: int, names: Sequence[NamedAt]) -> NamedAt:
        """Return the mention in the sentence that tells most of a clause."""
        segment = self.answer(mine, [each.segment for each in names])
        return next(each for each in names if each.segment == segment)


def meeting(asked: Side, offered: Side) -> SentencePairs:
    """Hold every clause of a need against every sentence of a capability."""
    if not asked.has_meaning or not offered.has_meaning:
        return SentencePairs(asked, offered, np.zeros((0, 0)), np.zeros((0, 0)), np.zeros(0, dtype=np.bool_))
    nearness = asked.vectors @ offered.vectors.T
    language = language_of([segment.passage for segment in asked.segments])
    own = np.array([each.passage.language == language for each in offered.segments])
    told = _OWN_LANGUAGE * own - _OF_A_TITLE * np.array([each.is_heading for each in offered.segments])
    # Rounded: which two are the nearest must not hang on digits that differ from processor to processor.
    worth = np.round((nearness + told) * asked.asks[:, None] * offered.asks[None, :], 6)
    return SentencePairs(asked, offered, nearness, worth, own)
