"""A small vocabulary, an encoder without a model, and profiles, for tests of the engine."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from matching.arrays import FloatArray
from matching.embeddings.encoders import Kind
from matching.engine import Engine
from matching.learning.judged_sets import JudgedSet, read
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.scoring import parameters
from matching.vocabulary import concepts as vocabulary
from matching.vocabulary.concepts import Concept, Vocabulary
from seeds.files import shipped_vocabulary

DATA = Path(__file__).parent / "data"


class LetterEncoder:
    """Stands in for a model: texts that share trigrams lie near each other. Counts what it is asked to encode."""

    name = "letters"
    version = "1"
    dimension = 64

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return unit vectors, shape (len(texts), 64)."""
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            padded = f"  {text.casefold()} "
            for start in range(len(padded) - 2):
                place = zlib.crc32(padded[start : start + 3].encode("utf-8", "replace")) % self.dimension
                vectors[row, place] += 1.0
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def a_concept(concept_id: str, sv: str, en: str, *, broader: str | None = None, **said: Sequence[str]) -> Concept:
    """Return a concept; `said` may have synonyms_sv, problems_en and so on."""
    row = {
        "id": concept_id,
        "broader": broader,
        **{
            language: {
                "label": label,
                **{name: list(said.get(f"{name}_{language}", ())) for name in ("synonyms", "problems", "not_for")},
            }
            for language, label in (("sv", sv), ("en", en))
        },
    }
    return vocabulary.from_rows([{**row, "category": "test"}])[0]


@cache
def small_vocabulary() -> Vocabulary:
    return Vocabulary.of(
        [
            a_concept("microscopy", "mikroskopi", "microscopy", problems_sv=["se cellerna i stor förstoring"]),
            a_concept(
                "electron-microscopy",
                "elektronmikroskopi",
                "electron microscopy",
                broader="microscopy",
                synonyms_en=["TEM"],
                problems_sv=["vi vill se virus och andra små saker", "partiklar på några nanometer"],
                problems_en=["see the inside of a virus"],
            ),
            a_concept(
                "surface-plasmon-resonance",
                "ytplasmonresonans",
                "surface plasmon resonance",
                synonyms_en=["SPR", "Biacore"],
                problems_sv=["hur hårt binder vår antikropp", "mäta hur snabbt något släpper"],
                problems_en=["how tightly does our antibody bind"],
            ),
            a_concept("clean-room", "renrum", "clean room", problems_sv=["tillverka utan damm och bakterier"]),
        ]
    )


def a_need(need_id: str = "n1", text: str = "Hur hårt binder vår antikropp?", **more: object) -> NeedProfile:
    return NeedProfile(need_id, (Passage("text", text),), **more)  # type: ignore[arg-type]  # a test names only what matters


def a_capability(
    capability_id: str = "c1", text: str = "Surface plasmon resonance on Biacore.", **more: object
) -> CapabilityProfile:
    return CapabilityProfile(capability_id, (Passage("text", text),), **more)  # type: ignore[arg-type]  # a test names only what matters


def three_capabilities() -> tuple[CapabilityProfile, ...]:
    return (
        a_capability("spr", "Surface plasmon resonance on Biacore, kinetics of antibodies.", tags=("SPR",)),
        a_capability("tem", "Transmission electron microscopy (TEM) of viruses and particles."),
        a_capability("gmp", "Renrum för tillverkning av celler.", quality=frozenset({"GMP"})),
    )


def an_engine(encoder: LetterEncoder | None = None, words: Vocabulary | None = None) -> Engine:
    engine = Engine(words or small_vocabulary(), encoder, parameters.load())
    engine.put(*three_capabilities())
    return engine


@cache
def own_set() -> JudgedSet:
    """Return the judged set that `make eval` measures."""
    return read(DATA / "capabilities.jsonl", DATA / "needs.jsonl", DATA / "qrels.tsv")


@cache
def shipped_engine() -> Engine:
    """Return the engine with the shipped vocabulary and no encoder, holding the own set's capabilities."""
    engine = Engine(shipped_vocabulary(), None, parameters.load())
    engine.put(*own_set().capabilities)
    return engine
