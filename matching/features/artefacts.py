"""What training leaves behind in matching/data/: vectors of concepts, the map, language means, idf of words.

`knowledge.npz` holds the numbers, some by older names than their fields have; `knowledge.json` beside it what they were
made from and what they reached.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.arrays import RealArray
from matching.features.hashing import WIDTH

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Artefacts:
    """Stored numbers. K concepts, vectors of 384.

    `digests` tells for each concept (same order as `concepts`) which wording its row was made from. `prototypes` and
    `not_for_vectors` (K, 384) are unit vectors in the mapped space, the latter zeros for a concept that is said to be
    not for nothing; `offer_vectors` (K, 384) is where capabilities that offer a concept lie; `map` (384, 384) takes
    centred needs to the prototypes. `means` has a vector for "need.sv", "need.en", "capability.sv", "capability.en".
    `word_idf` and `char_ngram_idf` have shape (WIDTH,), `word_texts` and `char_ngram_texts` are sparse (K, WIDTH):
    every concept's names, phrases and need statements; `not_for_words` likewise what it is not for.
    """

    model: str
    concepts: tuple[str, ...]
    digests: tuple[str, ...]
    prototypes: RealArray
    not_for_vectors: RealArray
    offer_vectors: RealArray
    map: RealArray
    means: Mapping[str, RealArray]
    word_idf: RealArray
    char_ngram_idf: RealArray
    word_texts: sparse.csr_matrix
    char_ngram_texts: sparse.csr_matrix
    not_for_words: sparse.csr_matrix


def _pack(matrix: sparse.csr_matrix, name: str) -> dict[str, NDArray[Any]]:
    # Places differ little from one to the next within a row, and small differences compress well.
    steps = np.diff(matrix.indices, prepend=0).astype(np.int32)
    return {f"{name}.steps": steps, f"{name}.values": matrix.data.astype(np.float16), f"{name}.ends": matrix.indptr}


def _unpack(stored: Mapping[str, NDArray[Any]], name: str) -> sparse.csr_matrix:
    ends = stored[f"{name}.ends"]
    places = np.cumsum(stored[f"{name}.steps"], dtype=np.int32)
    values = stored[f"{name}.values"].astype(np.float64)
    return sparse.csr_matrix((values, places, ends), shape=(len(ends) - 1, WIDTH))


def save(artefacts: Artefacts, facts: Mapping[str, object], folder: Path = DATA) -> None:
    """Write the numbers and, beside them, the facts about them (seed, versions, figures)."""
    numbers: dict[str, NDArray[Any]] = {
        "concepts": np.array(artefacts.concepts),
        "digests": np.array(artefacts.digests),
        "prototypes": artefacts.prototypes.astype(np.float16),
        "not_for_points": artefacts.not_for_vectors.astype(np.float16),
        "offer_points": artefacts.offer_vectors.astype(np.float16),
        "map": artefacts.map.astype(np.float16),
        "word_rarity": artefacts.word_idf.astype(np.float16),
        "letter_rarity": artefacts.char_ngram_idf.astype(np.float16),
        **{f"mean.{name}": mean.astype(np.float32) for name, mean in artefacts.means.items()},
        **_pack(artefacts.word_texts, "word_texts"),
        **_pack(artefacts.char_ngram_texts, "letter_texts"),
        **_pack(artefacts.not_for_words, "not_for_words"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "knowledge.npz", allow_pickle=False, **numbers)
    described = json.dumps({"model": artefacts.model, **facts}, ensure_ascii=False, indent=1)
    (folder / "knowledge.json").write_text(f"{described}\n", "utf-8")


@cache
def load(folder: Path = DATA) -> Artefacts:
    """Read what `save` wrote; once per process."""
    described = json.loads((folder / "knowledge.json").read_text("utf-8"))
    with np.load(folder / "knowledge.npz", allow_pickle=False) as stored:
        kept = {name: stored[name] for name in stored.files}
    return Artefacts(
        model=str(described["model"]),
        concepts=tuple(kept["concepts"].tolist()),
        digests=tuple(kept["digests"].tolist()),
        prototypes=kept["prototypes"].astype(np.float64),
        not_for_vectors=kept["not_for_points"].astype(np.float64),
        offer_vectors=kept.get("offer_points", kept["prototypes"]).astype(np.float64),
        map=kept["map"].astype(np.float64),
        means={name[5:]: kept[name].astype(np.float64) for name in kept if name.startswith("mean.")},
        word_idf=kept["word_rarity"].astype(np.float64),
        char_ngram_idf=kept["letter_rarity"].astype(np.float64),
        word_texts=_unpack(kept, "word_texts"),
        char_ngram_texts=_unpack(kept, "letter_texts"),
        not_for_words=_unpack(kept, "not_for_words"),
    )
