"""How surely each side of a pair says a concept, by itself: a need that it asks for it, a capability that it offers it.

Cosines here are of a clause or a sentence with a concept's point. A side that names another concept of the same kind
does not mean this one: who says mouse does not mean rabbit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.explanation.kinship import Kinship
from matching.explanation.problem_words import ProblemWords
from matching.explanation.sentence_pairs import SentencePairs
from matching.explanation.sides import NamedAt, Side
from matching.features.documents import NeedDocument
from matching.features.extractor import Extractor
from matching.text.clauses import Clause

# A segment means nothing of a concept up to the first cosine, and all of it from the second on.
_ASKED, _OFFERED, _TAGGED = (0.26, 0.46), (0.30, 0.48), (0.20, 0.48)
# Of more than a thousand concepts a segment can only mean the few that it is nearest to.
_ASKED_AMONG, _OFFERED_AMONG, _TAGGED_AMONG = 12, 6, 60
# How far the whole need stands behind a clause, by the concept's place among all.
_SUPPORT: Final = ((8, 1.0), (20, 0.8), (40, 0.6))
_WORDS_IN_SUPPORT: Final = 0.5
_TAG_ASKED, _TAG_OFFERED, _TAG_QUOTED = 0.85, 0.9, 0.95
_NARROWER: Final = 0.75
_PROBLEM_WORDS, _PROBLEM_LIKE = 0.6, 0.18
_ALIKE: Final = 0.60
_SURE_UNREAD, _LEAST_SURE, _MORE_MENTIONS = 0.9, 0.55, 0.05
_TRUE_FROM, _TRUE_WITHIN = 0.03, 0.22
_MENTIONS: Final = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """How surely a side says a concept, 0 to 1, and where.

    `place` where it is named; else the number of the segment that means it, or none (-1) for a mere tag.
    """

    sure: float
    segment: int
    place: NamedAt | None = None

    @property
    def is_tag(self) -> bool:
        """Tell whether no words of the text say it."""
        return self.segment < 0


class EvidenceFinder:
    """Finds evidence with the knowledge of an extractor."""

    def __init__(self, extractor: Extractor, kinship: Kinship, problems: ProblemWords) -> None:
        self._knowledge = extractor.knowledge
        self._kinship = kinship
        self._problems = problems

    def asked(self, concept: str, side: Side, need: NeedDocument, offered: Side, met: SentencePairs) -> Evidence | None:
        """Return how surely a need asks for a concept, or None."""
        row = self._knowledge.row_of[concept]
        if names := side.names.get(concept):
            place = max(
                names[:_MENTIONS], key=lambda each: (round(self._asked_by_name(side, each, row), 2), -each.start)
            )
            return Evidence(self._asked_by_name(side, place, row), place.segment, place)
        if narrower := [each for each in self._kinship.narrower(concept) if each in side.names]:
            return self._asked_narrower(concept, narrower, side, offered)
        if concept in side.tags:
            return self._asked_by_tag(side, row)
        if self._names_sibling(concept, side):
            return None
        meant = self._asked_by_meaning(concept, side, need, row)
        told = self._asked_by_meeting(need, row, met) if concept in offered.tags else None
        return max((each for each in (meant, told) if each), key=lambda each: each.sure, default=None)

    def offered(self, concept: str, side: Side) -> Evidence | None:
        """Return how surely a capability offers a concept, or None."""
        row = self._knowledge.row_of[concept]
        if names := side.names.get(concept):
            return self._offered_by_name(concept, names, side, row)
        if concept in side.tags:
            meant = _meant(side, row, _TAGGED, _TAGGED_AMONG)
            return Evidence(_TAG_QUOTED, meant[1]) if meant else Evidence(_TAG_OFFERED, _heading(side))
        for below in self._kinship.narrower(concept):
            if names := side.names.get(below):
                place = _telling(names, side)
                return Evidence(_NARROWER, place.segment, place)
        meant = _meant(side, row, _OFFERED, _OFFERED_AMONG)
        if meant is None or self._names_sibling(concept, side) or self._names_neighbour(concept, side):
            return None
        return Evidence(*meant)

    def support(self, need: NeedDocument, row: int) -> float:
        """Return how far the need as a whole means a concept, by its place among all."""
        if need.mapped is None:
            values = need.word_concepts
        else:
            values = self._knowledge.prototypes @ need.mapped + _WORDS_IN_SUPPORT * need.word_concepts
        place = int((values > values[row]).sum())
        return next((share for most, share in _SUPPORT if place < most), 0.0)

    def _asked_by_name(self, side: Side, place: NamedAt, row: int) -> float:
        return _truth(side, place.segment, row) * float(side.asks[place.segment])

    def _asked_narrower(self, concept: str, narrower: list[str], side: Side, offered: Side) -> Evidence | None:
        # "Rabbit" asks for an animal model, but not for one of mice.
        others = set(self._kinship.narrower(concept)) - set(narrower)
        if any(offered.says(each) for each in others) and not any(each in offered.names for each in narrower):
            return None
        place = side.names[narrower[0]][0]
        return Evidence(_NARROWER * float(side.asks[place.segment]), place.segment, place)

    def _asked_by_tag(self, side: Side, row: int) -> Evidence:
        meant = _meant(side, row, _ASKED, _ASKED_AMONG) or _meant(side, row, _TAGGED, _TAGGED_AMONG)
        return Evidence(_TAG_ASKED, meant[1] if meant else -1)

    def _asked_by_meaning(self, concept: str, side: Side, need: NeedDocument, row: int) -> Evidence | None:
        support = self.support(need, row)
        if not support:
            return None
        best = _meant(side, row, _ASKED, _ASKED_AMONG)
        put = self._problems.find(concept, [Clause(segment.passage, segment.words) for segment in side.segments])
        if put is not None and (best is None or _PROBLEM_WORDS * put.weight > best[0]):
            at = next(at for at, segment in enumerate(side.segments) if segment.words == put.clause.words)
            if side.like(at, row, 1.0) > _PROBLEM_LIKE:
                best = (_PROBLEM_WORDS * put.weight, at)
        if best is None:
            return None
        sure, at = best
        return Evidence(sure * support * float(side.asks[at]), at)

    def _asked_by_meeting(self, need: NeedDocument, row: int, met: SentencePairs) -> Evidence | None:
        """Return how surely a need asks for what a capability is about, by a clause that a sentence of it answers."""
        support, best = self.support(need, row), met.best()
        return Evidence(best[0] * support, best[1]) if best and support else None

    def _offered_by_name(self, concept: str, names: Sequence[NamedAt], side: Side, row: int) -> Evidence:
        place = _telling(names, side)
        if concept in side.tags or any(side.segments[each.segment].is_heading for each in names):
            return Evidence(1.0, place.segment, place)
        sure = max(_truth(side, each.segment, row) * float(side.asks[each.segment]) for each in names[:_MENTIONS])
        return Evidence(min(1.0, sure + _MORE_MENTIONS * (len(names) - 1)), place.segment, place)

    def _names_sibling(self, concept: str, side: Side) -> bool:
        return any(side.says(each) for each in self._kinship.siblings(concept))

    def _names_neighbour(self, concept: str, side: Side) -> bool:
        # What a capability names itself says it better than a neighbour that it does not name.
        return any(self._kinship.nearness(concept, each) >= _ALIKE for each in (*side.names, *side.tags))


def _truth(side: Side, segment: int, row: int) -> float:
    """Return how far a segment that names a concept also means it."""
    if not side.has_meaning:
        return _SURE_UNREAD
    meant = min(1.0, max(0.0, (float(side.likeness[segment, row]) - _TRUE_FROM) / _TRUE_WITHIN))
    return _LEAST_SURE + (1.0 - _LEAST_SURE) * meant


def _heading(side: Side) -> int:
    """Return the number of the first heading, in which a segment says what it offers; -1 where there is none."""
    return next((at for at, segment in enumerate(side.segments) if segment.is_heading), -1)


def _telling(names: Sequence[NamedAt], side: Side) -> NamedAt:
    """Return the first mention in running text: rather a description than the heading."""
    return max(
        names[:_MENTIONS],
        key=lambda each: (float(side.asks[each.segment]), not side.segments[each.segment].is_heading, -each.start),
    )


def _meant(side: Side, row: int, bounds: tuple[float, float], among: int) -> tuple[float, int] | None:
    """Return how surely the segment that is nearest means a concept, and its number; None when none does."""
    if not side.has_meaning:
        return None
    near = np.where(side.rank[:, row] < among, side.likeness[:, row] * side.asks, -1.0)
    at = int(near.argmax())
    sure = (float(side.likeness[at, row]) - bounds[0]) / (bounds[1] - bounds[0])
    return (min(1.0, sure), at) if near[at] > 0 and sure > 0 else None
