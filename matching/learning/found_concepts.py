"""Shows the concepts that texts of infrastructures are read as being about, so that a reader can judge them.

`python -m matching.learning.found_concepts TEXTS [--judged TSV] [--encoder bundled|none] [--vectors NPZ] [--first N]`
needs no need: it reads JSON lines with an `id`, a `name` and a `text`, and prints the five concepts found first for
each. A file of judgements (text, concept, "right" or "wrong", with tabs between) gives the share that is right and
the concepts that are wrong most often; a pair that nobody has judged is marked with a question mark.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from matching.embeddings.encoders import encoder_named
from matching.embeddings.vector_store import FileStore, MemoryStore
from matching.features.extractor import Extractor
from matching.learning import judged_sets
from matching.own_files import VOCABULARY
from matching.profiles import CapabilityProfile
from matching.text.word_analysis import Analyser
from matching.vocabulary import concepts as vocabulary
from matching.vocabulary.mentions import ConceptNames

FIRST: Final = 5
_RIGHT: Final = "right"
_OFTENEST: Final = 20

Judgements = Mapping[tuple[str, str], bool]


def found_for(extractor: Extractor, profiles: Sequence[CapabilityProfile], first: int = FIRST) -> list[list[str]]:
    """Return for each text the ids of the concepts that it is likeliest about, the likeliest first."""
    concepts = extractor.knowledge.concepts
    found = []
    for document in extractor.capabilities(profiles):
        places, likely = document.concept_distribution
        order = sorted(zip(-likely, places, strict=True))[:first]
        found.append([concepts[place] for _, place in order])
    return found


def read_judgements(path: Path) -> Judgements:
    """Read a file of lines: text id, concept id, "right" or "wrong", with tabs between."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line.strip())
    return {(text, concept): said == _RIGHT for text, concept, said in rows}


def summary(found: Mapping[str, Sequence[str]], judgements: Judgements) -> str:
    """Return the share of judged pairs that is right, and which concepts are wrong most often, as lines of text."""
    pairs = [(text, concept) for text, concepts in found.items() for concept in concepts]
    judged = [pair for pair in pairs if pair in judgements]
    right = sum(judgements[pair] for pair in judged)
    texts = len({text for text, _ in judged})
    wrong = Counter(concept for text, concept in judged if not judgements[text, concept])
    return "\n".join(
        (
            f"right: {right / max(1, len(judged)):.3f} of {len(judged)} judged pairs of {texts} texts",
            f"not judged: {len(pairs) - len(judged)}",
            "wrong most often: " + ", ".join(f"{concept} {times}" for concept, times in wrong.most_common(_OFTENEST)),
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is found for each text of a file."""
    parser = argparse.ArgumentParser(prog="python -m matching.learning.found_concepts", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--vocabulary", type=Path, default=VOCABULARY)
    parser.add_argument("--encoder", default="bundled", help="bundled, none, or a SentenceTransformer folder")
    parser.add_argument("--vectors", type=Path, help="a file to keep encoded texts in, for the next time")
    parser.add_argument("--first", type=int, default=FIRST)
    options = parser.parse_args(arguments)
    words = vocabulary.load(options.vocabulary)
    vectors = FileStore(options.vectors) if options.vectors else MemoryStore()
    names = ConceptNames(words, Analyser(words.trade_words()))
    extractor = Extractor(words, names, encoder_named(options.encoder), vectors)
    profiles = judged_sets.capabilities_of(options.texts)
    found = dict(zip((each.id for each in profiles), found_for(extractor, profiles, options.first), strict=True))
    judgements = read_judgements(options.judged) if options.judged else {}
    marks = {None: "?", True: "+", False: "-"}
    for profile in profiles:
        concepts = (f"{marks[judgements.get((profile.id, each))]}{each}" for each in found[profile.id])
        print(profile.id, profile.passages[0].text[:60], *concepts, sep="\t")
    print(summary(found, judgements))
    if isinstance(vectors, FileStore):
        vectors.save()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
