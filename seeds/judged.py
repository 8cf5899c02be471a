"""How good the ranking is on the catalogue that Brygga is seeded with: `python -m seeds.judged [--encoder none]`.

The judged needs stand in tests/matching/data/seeded_needs.jsonl, each with the grades of the capabilities that have one
(3 exactly this, 2 would introduce, 1 related), by the keys that they are seeded under. The reasons told are measured on
more needs, by judgements beside them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from matching import evaluation
from matching.embeddings.encoders import EncoderMissingError, encoder_named
from matching.embeddings.vector_store import FileStore, MemoryStore
from matching.learning import own_figures, strength_evaluation
from matching.learning.judged_sets import JudgedNeed, JudgedSet, need_of
from matching.profiles import CapabilityProfile, Passage
from matching.vocabulary.concepts import Vocabulary
from seeds.files import read_rows, shipped_vocabulary

JUDGED: Final = Path(__file__).resolve().parent.parent / "tests" / "matching" / "data"


def seeded_capabilities(words: Vocabulary) -> Iterator[CapabilityProfile]:
    """Yield the seeded capabilities as the engine reads them from the database, by their keys."""
    for infrastructure in read_rows("infrastructures", "infrastructures"):
        for row in infrastructure["capabilities"]:
            named = words.concepts[row["concept"]]
            yield CapabilityProfile(
                f"{infrastructure['key']}/{row['concept']}",
                tuple(
                    Passage(f"{field}_{language}", text, language)
                    for language in ("sv", "en")
                    for field, text in (
                        ("title", row.get(f"title_{language}") or named.label(language)),
                        ("text", row[language]),
                    )
                ),
                infrastructure=infrastructure["key"],
                tags=(row["concept"],),
            )


def judged_needs() -> Iterator[JudgedNeed]:
    """Yield the needs with their grades; one that no capability meets is unmet."""
    for line in (JUDGED / "seeded_needs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield JudgedNeed(need_of(row), row["lang"], (), not row["grades"], row["grades"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of ranking, of the strength words and of reasons; 2 when the encoder is missing."""
    parser = argparse.ArgumentParser(prog="python -m seeds.judged", description=__doc__)
    parser.add_argument("--encoder", default="bundled", help="bundled, none, or a SentenceTransformer folder")
    parser.add_argument("--vectors", type=Path, help="a file to keep encoded texts in, for the next time")
    options = parser.parse_args(arguments)
    try:
        encoder = encoder_named(options.encoder)
    except EncoderMissingError as error:
        print(error, file=sys.stderr)
        return 2
    words = shipped_vocabulary()
    judged = JudgedSet(tuple(seeded_capabilities(words)), tuple(judged_needs()))
    vectors = FileStore(options.vectors) if options.vectors else MemoryStore()
    engine = evaluation.engine_for(words, judged, encoder, vectors)
    found = evaluation.answers(engine, judged.needs, evaluation.TODAY)
    print(f"the seeded catalogue, {len(judged.capabilities)} capabilities")
    print(f"vocabulary {engine.vocabulary.version}, parameters {engine.parameters.version}")
    print(evaluation.report(evaluation.figures(found, encoder)))
    print(strength_evaluation.table(engine, judged.needs, evaluation.TODAY))
    print(own_figures.answers(engine, JUDGED, evaluation.TODAY))
    print(own_figures.reasons(engine, JUDGED, evaluation.TODAY))
    if isinstance(vectors, FileStore):
        vectors.save()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
