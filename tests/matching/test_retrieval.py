"""Many needs at once get what the engine's own signals would give them one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.bulk.pair_finder import BLOCK, PairFinder, TopPairs
from matching.features.concept_distribution import sparse_weights
from matching.features.documents import CapabilityDocument, NeedDocument, Weights
from matching.features.hashing import SparseRow
from matching.profiles import CapabilityProfile, NeedProfile
from matching.scoring.fusion import half_score, share
from matching.signals.concepts import Concepts
from matching.signals.fuzzy_terms import FuzzyTerms
from matching.signals.meaning import Meaning
from matching.signals.not_for import NotFor
from matching.signals.problems import Problems
from matching.signals.signal import Signal
from matching.signals.tags import Tags
from matching.signals.wording import Wording

CONCEPTS, DIMENSION = 50, 16
RealArray = NDArray[np.float64]
WEIGHTS = {
    "meaning": 0.2,
    "likeness": 0.1,
    "wording": 0.3,
    "spelling": 0.15,
    "problems": 0.15,
    "concepts": 0.05,
    "fuzzy_terms": 0.03,
    "tags": 0.02,
    "not_for": -0.5,
}
WORDS = ["aurora", "krios", "lyofil", "nanodisc", "biacore", "kryostat", "illumina", "sysmex"]


class Drawn:
    """Draws documents as real ones are made: unit vectors, sparse rows, spreads over concepts."""

    def __init__(self, seed: int) -> None:
        self._draw = np.random.default_rng(seed)

    def _unit(self, values: RealArray) -> RealArray:
        return np.asarray(values / np.linalg.norm(values))

    def _sparse(self, width: int, count: int) -> Weights:
        places = np.sort(self._draw.choice(width, count, replace=False)).astype(np.int32)
        return places, self._unit(self._draw.random(count) + 0.1)

    def _vector(self) -> RealArray:
        return self._unit(self._draw.standard_normal(DIMENSION))

    def _some(self) -> list[str]:
        return [str(word) for word in self._draw.choice(WORDS, 3, replace=False)]

    def capability(self, number: int) -> CapabilityDocument:
        return CapabilityDocument(
            profile=CapabilityProfile(f"C{number:04}", ()),
            tokens=(),
            words=SparseRow(*self._sparse(400, 12)),
            char_ngrams=SparseRow(*self._sparse(2000, 60)),
            expansion=self._sparse(CONCEPTS, 6),
            word_length=3.0 + float(self._draw.random()),
            char_ngram_length=3.0 + float(self._draw.random()),
            vector=self._vector(),
            concept_distribution=self._sparse(CONCEPTS, 20),
            named=self._sparse(CONCEPTS, 2),
            tags=frozenset(self._some()),
            terms=tuple(self._some()),
        )

    def need(self, number: int) -> NeedDocument:
        return NeedDocument(
            profile=NeedProfile(f"N{number:04}", ()),
            tokens=(),
            words=SparseRow(*self._sparse(400, 12)),
            char_ngrams=SparseRow(*self._sparse(2000, 60)),
            word_concepts=0.3 * self._draw.random(CONCEPTS) ** 6,
            char_ngram_concepts=0.3 * self._draw.random(CONCEPTS) ** 6,
            vector=self._vector(),
            mapped=self._vector(),
            concept_distribution=self._unit(self._draw.random(CONCEPTS) ** 8) - 0.05,
            denied=sparse_weights(0.2 * self._draw.random(CONCEPTS) ** 8, CONCEPTS),
            names=sparse_weights(self._unit(self._draw.random(CONCEPTS) ** 20), CONCEPTS),
            tags=frozenset(self._some()),
            terms=tuple(self._some()),
        )


def exact(needs: list[NeedDocument], capabilities: list[CapabilityDocument], weights: Mapping[str, float]) -> RealArray:
    """Score every pair with the engine's signals, shape (needs, capabilities)."""
    signals: tuple[Signal, ...] = (
        Wording("words", CONCEPTS),
        Wording("char_ngrams", CONCEPTS),
        Problems(CONCEPTS),
        Concepts(CONCEPTS),
        FuzzyTerms(),
        Tags(),
        NotFor(CONCEPTS),
        Meaning(DIMENSION, mapped=True),
        Meaning(DIMENSION, mapped=False),
    )
    for signal in signals:
        for row, capability in enumerate(capabilities):
            signal.put(row, capability)
    return np.array(
        [
            share(
                np.sum([weights.get(signal.name, 0.0) * signal.score(need) for signal in signals], axis=0),
                half_score(need.concept_fit),
            )
            for need in needs
        ]
    )


NEEDS = [Drawn(1).need(number) for number in range(1)] + [Drawn(seed).need(seed) for seed in range(2, 60)]
CAPABILITIES = [Drawn(1000 + number).capability(number) for number in range(900)]


def top_pairs(
    needs: Sequence[NeedDocument], capabilities: Sequence[CapabilityDocument], weights: Mapping[str, float], k: int = 10
) -> TopPairs:
    return PairFinder(capabilities, weights).top(needs, k=k)


def test_a_pair_scores_as_its_signals_say() -> None:
    found = top_pairs(NEEDS, CAPABILITIES, WEIGHTS)
    scores = exact(NEEDS, CAPABILITIES, WEIGHTS)
    assert np.allclose(np.take_along_axis(scores, found.rows, axis=1), found.scores, atol=1e-5)


def test_hardly_any_of_the_best_is_lost_in_the_coarse_stage() -> None:
    found = top_pairs(NEEDS, CAPABILITIES, {**WEIGHTS, "fuzzy_terms": 0.0, "tags": 0.0})
    scores = exact(NEEDS, CAPABILITIES, {**WEIGHTS, "fuzzy_terms": 0.0, "tags": 0.0})
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    kept = [len(set(one) & set(other)) / 10 for one, other in zip(found.rows.tolist(), best.tolist(), strict=True)]
    assert np.mean(kept) >= 0.9  # drawn at random, pairs lie far closer together than real ones


def test_equals_come_in_the_order_of_their_ids_whatever_the_order_they_were_given_in() -> None:
    same = [replace(CAPABILITIES[0], profile=CapabilityProfile(each, ())) for each in "bdac"]
    orders = []
    for given in (same, same[::-1]):
        found = top_pairs(NEEDS[:3], given, WEIGHTS, k=4)
        assert np.all(found.scores == found.scores[:, :1])
        orders.append([[given[row].profile.id for row in rows] for rows in found.rows.tolist()])
    assert orders[0] == orders[1] == [list("abcd")] * 3


def test_scores_come_best_first() -> None:
    found = top_pairs(NEEDS, CAPABILITIES, WEIGHTS)
    assert np.all(np.diff(found.scores, axis=1) <= 0)


def test_few_capabilities_are_all_found_in_their_exact_order() -> None:
    few = CAPABILITIES[:12]
    found = top_pairs(NEEDS, few, WEIGHTS)
    assert np.array_equal(found.rows, np.argsort(-exact(NEEDS, few, WEIGHTS), axis=1, kind="stable")[:, :10])


def test_places_without_a_capability_are_marked() -> None:
    found = top_pairs(NEEDS[:2], CAPABILITIES[:3], WEIGHTS, k=5)
    assert (found.rows[:, 3:] == -1).all()
    assert sorted(found.rows[0, :3].tolist()) == [0, 1, 2]


def test_what_is_barred_is_never_found() -> None:
    barred = np.arange(len(CAPABILITIES)) % 2 == 0
    finder = PairFinder(CAPABILITIES, WEIGHTS)
    found = finder.top(NEEDS, barred=lambda _need: barred)
    assert (found.rows % 2 == 1).all()
    assert (finder.top(NEEDS, barred=lambda _need: np.ones(len(barred), bool)).rows == -1).all()


def test_a_need_gets_the_same_alone_and_among_many() -> None:
    finder = PairFinder(CAPABILITIES, WEIGHTS)
    many = (NEEDS * (BLOCK // len(NEEDS) + 2))[: BLOCK + 40]
    together = finder.top(many)
    alone = finder.top([NEEDS[7]])
    for place in range(7, len(many), len(NEEDS)):
        assert together.rows[place].tolist() == alone.rows[0].tolist()
        assert np.allclose(together.scores[place], alone.scores[0], atol=1e-6)


@pytest.mark.parametrize("weights", [{"wording": 1.0}, {"meaning": 1.0}, {"spelling": 0.5, "problems": 0.5}])
def test_any_set_of_weights_will_do(weights: dict[str, float]) -> None:
    found = top_pairs(NEEDS[:5], CAPABILITIES, weights)
    scores = exact(NEEDS[:5], CAPABILITIES, weights)
    assert np.allclose(np.take_along_axis(scores, found.rows, axis=1), found.scores, atol=1e-5)


def test_without_an_encoder_words_and_concepts_decide() -> None:
    def blind(document: CapabilityDocument) -> CapabilityDocument:
        return CapabilityDocument(
            **{name: getattr(document, name) for name in document.__slots__ if name != "vector"}, vector=None
        )

    weights = {"wording": 0.5, "spelling": 0.3, "problems": 0.2}
    found = top_pairs(NEEDS[:5], [blind(each) for each in CAPABILITIES], weights)
    assert np.array_equal(found.rows, top_pairs(NEEDS[:5], CAPABILITIES, weights).rows)


def test_nothing_is_found_in_nothing() -> None:
    assert top_pairs(NEEDS[:2], [], WEIGHTS).rows.tolist() == [[-1] * 10] * 2
    assert top_pairs([], CAPABILITIES[:2], WEIGHTS).rows.shape == (0, 10)
