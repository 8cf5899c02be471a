"""Made-up capabilities and needs of any number, drawn from the vocabulary with a fixed seed.

Texts recombine labels, synonyms, problem phrases and need statements. Their vectors are not encoded (50 000 texts would
take ten minutes): each is the encoded point of its concepts, moved by noise, and is handed to the engine as if it had
been encoded before. Everything else is done by the engine itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np
from numpy.typing import NDArray

from matching.arrays import FloatArray
from matching.embeddings.encoders import Encoder, Kind
from matching.embeddings.vector_store import key
from matching.features.concept_matrix import Knowledge
from matching.features.documents import full_text
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.vocabulary.concepts import Concept, Vocabulary

RealArray = NDArray[np.float64]

# Noise of this length turns a unit vector by about 50 degrees, as far as a text lies from its concept's point.
_NOISE = 1.2
_LEVELS = ("GMP", "GLP", "GCP", "ISO13485", "ISO15189", "ISO17025", "BSL2", "BSL3")
_FORMS = ("full_service", "assisted_use", "self_service", "collaboration", "consultation", "training", "lab_space")
_OFFERS = {
    "en": ("We offer {0} for academic and industrial users.", "The unit runs {0}, with support from staff.",
           "Instruments and methods: {0}.", "Samples from companies are welcome for {0}."),
    "sv": ("Vi erbjuder {0} för akademi och företag.", "Enheten driver {0} med stöd av personal.",
           "Instrument och metoder: {0}.", "Prover från företag tas emot för {0}."),
}  # fmt: skip


@dataclass
class MadeUpVectors:
    """Keeps made-up vectors as if they had been encoded before; what it does not have is encoded and kept."""

    encoder: Encoder
    kept: dict[str, FloatArray] = field(default_factory=dict)

    def get_many(self, keys: Sequence[str]) -> Mapping[str, FloatArray]:
        """Return the vectors that are kept, by key."""
        return {each: self.kept[each] for each in keys if each in self.kept}

    def put_many(self, vectors: Mapping[str, FloatArray]) -> None:
        """Keep vectors by key."""
        self.kept.update(vectors)

    def keep(self, text: str, kind: Kind, centred: RealArray, mean: RealArray) -> None:
        """Keep a vector so that the engine, taking the mean away, finds the centred one."""
        self.kept[key(text, kind, self.encoder)] = (mean + centred).astype(np.float32)


class Sample:
    """Draws profiles and their vectors; the same seed gives the same sample."""

    def __init__(self, vocabulary: Vocabulary, knowledge: Knowledge, vectors: MadeUpVectors, seed: int = 1) -> None:
        self._concepts = list(vocabulary.concepts.values())
        self._knowledge = knowledge
        self._vectors = vectors
        self._random = Random(seed)
        self._noise = np.random.default_rng(seed)
        # The map is nearly orthogonal; its inverse leads from a concept's point to needs that are mapped there.
        self._inverse: RealArray = np.linalg.pinv(knowledge.map).astype(np.float64)

    def capability(self, number: int) -> CapabilityProfile:
        """Draw one capability of one to three concepts, in Swedish or English."""
        draw = self._random
        language = draw.choice(("sv", "en", "en"))
        concepts = draw.sample(self._concepts, draw.choice((1, 2, 2, 3)))
        names = [draw.choice(concept.wordings[language].names) for concept in concepts]
        sentences = [draw.choice(_OFFERS[language]).format(name) for name in names]
        sentences += [draw.choice(concept.wordings[language].problems or names) + "." for concept in concepts]
        draw.shuffle(sentences)
        passages = (
            Passage("title", f"{names[0][:1].upper()}{names[0][1:]} {number % 1000}", language),
            Passage("text", " ".join(sentences), language),
        )
        self._keep(full_text(passages), "passage", concepts, f"capability.{language}", np.eye(len(self._inverse)))
        return CapabilityProfile(
            f"C{number:06}",
            passages,
            tags=tuple(names[:2]),
            quality=frozenset(draw.sample(_LEVELS, draw.choice((0, 0, 1, 2)))),
            in_flemingsberg=draw.choice((True, False, None)),
            service_form=draw.choice(_FORMS),
            open_to_companies=draw.choice((True, True, False, None)),
            lead_time_days=draw.choice((None, 14, 30, 90)),
        )

    def need(self, number: int, *, encoded: bool = True) -> NeedProfile:
        """Draw one need of one or two concepts, by phrases and statements that need not name them.

        When not `encoded`, its vector is left for the engine to encode.
        """
        draw = self._random
        language = draw.choice(("sv", "sv", "en"))
        concepts = draw.sample(self._concepts, draw.choice((1, 1, 2)))
        texts = [self._statement(concept, language) for concept in concepts]
        passages = (
            Passage("title", draw.choice(concepts[0].wordings[language].problems or ("?",)), language),
            Passage("text", f"{' '.join(texts)} ({number % 1000})", language),
        )
        if encoded:
            self._keep(full_text(passages), "query", concepts, f"need.{language}", self._inverse)
        return NeedProfile(
            f"N{number:06}",
            passages,
            tags=(draw.choice(concepts[-1].names),) if draw.choice((True, False)) else (),
            quality=frozenset(draw.sample(_LEVELS, draw.choice((0, 0, 0, 1)))),
            in_flemingsberg=draw.choice((True, None, None)),
        )

    def _statement(self, concept: Concept, language: str) -> str:
        said = [text for each, text in concept.needs if each == language]
        return self._random.choice(said or list(concept.wordings[language].problems) or [concept.label(language)])

    def _keep(self, text: str, kind: Kind, concepts: Sequence[Concept], mean: str, back: RealArray) -> None:
        rows = [self._knowledge.row_of[each.id] for each in concepts]
        points = self._knowledge.prototypes[rows].mean(axis=0)
        noise = self._noise.standard_normal(len(points))
        moved = points / np.linalg.norm(points) + _NOISE * noise / np.linalg.norm(noise)
        centred = back @ moved
        self._vectors.keep(text, kind, centred / np.linalg.norm(centred), self._knowledge.means[mean])
