"""Learns from the vocabulary what the engine ships with: the map, the concepts' vectors and texts, the means.

`python -m matching.learning.training` reads the vocabulary, encodes what it has not encoded before (kept under
instance/), and writes matching/data/lexicon.txt.gz, knowledge.npz and knowledge.json. Same vocabulary, same seed, same
numbers.

`--judged CAPABILITIES NEEDS QRELS` measures every signal on judged pairs instead and writes their table;
`--weights` learns parameters.json from that table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from matching.embeddings.encoders import bundled
from matching.embeddings.vector_store import FileStore
from matching.engine import Engine
from matching.learning import judged_pairs, judged_sets, weights
from matching.learning.knowledge import take_in, train_knowledge
from matching.own_files import VOCABULARY
from matching.results import Strength
from matching.scoring import parameters
from matching.scoring.parameters import Parameters
from matching.vocabulary import concepts as vocabulary
from matching.vocabulary.concepts import Vocabulary

KEPT_VECTORS: Final = Path("instance") / "training_vectors.npz"
# Judged sets have no deadlines that depend on the day; any fixed day makes the table the same tomorrow.
TODAY: Final = date(2026, 1, 1)
STRENGTHS: Final = {Strength.STRONG: 0.85, Strength.GOOD: 0.4}


def measure_signals(words: Vocabulary, files: Sequence[Path], vectors: FileStore) -> None:
    """Write the table of every signal's value for each pair of a judged set, with and without the encoder."""
    judged = judged_sets.read(*files)
    tables = {}
    for name, encoder in (("with_encoder", bundled()), ("without_encoder", None)):
        engine = Engine(words, encoder, parameters.load(), vectors)
        engine.put(*judged.capabilities)
        tables[name] = judged_pairs.collect(engine, judged.needs, TODAY)
    judged_pairs.save(tables)


def learn_weights() -> None:
    """Learn the parameters from the shipped table and write them with the figures they reach."""
    ways, figures = {}, {}
    for name, pairs in judged_pairs.load().items():
        odd = pairs.odd()
        ways[name] = weights.learn(pairs.where(odd))
        figures[name] = {
            ids: weights.held(pairs.where(chosen), ways[name]) for ids, chosen in (("odd", odd), ("even", ~odd))
        }
        print(name, json.dumps(figures[name]))
    learned = Parameters(
        version=hashlib.sha256(judged_pairs.TABLE.read_bytes()).hexdigest()[:12],
        with_encoder=ways["with_encoder"],
        without_encoder=ways["without_encoder"],
        strengths=STRENGTHS,
    )
    content = parameters.to_json(learned) | {"figures": figures}
    parameters.PATH.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the vocabulary's files and write the artefacts, or learn the weights."""
    parser = argparse.ArgumentParser(prog="python -m matching.learning.training", description=__doc__)
    parser.add_argument("--vocabulary", type=Path, default=VOCABULARY)
    parser.add_argument("--vectors", type=Path, default=KEPT_VECTORS, help="where encoded texts are kept")
    parser.add_argument("--judged", type=Path, nargs=3, metavar=("CAPABILITIES", "NEEDS", "QRELS"))
    parser.add_argument("--weights", action="store_true", help="learn the weights from the table of judged pairs")
    parser.add_argument("--new", action="store_true", help="only take new concepts and offers into what was trained")
    chosen = parser.parse_args(arguments)
    vectors = FileStore(chosen.vectors)
    if chosen.judged:
        measure_signals(vocabulary.load(chosen.vocabulary), chosen.judged, vectors)
    elif chosen.weights:
        learn_weights()
    elif chosen.new:
        take_in(vocabulary.load(chosen.vocabulary), vectors)
    else:
        train_knowledge(vocabulary.load(chosen.vocabulary), vectors)
    vectors.save()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
