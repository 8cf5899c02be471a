"""Measures the engine on judged needs, in total, by language and by style.

`python -m matching.evaluation [--capabilities F --needs F --qrels F] [--encoder bundled|none] [--ids all|odd|even]
[--json]` measures the project's own small set when no files are named; needs no database.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from matching.embeddings.encoders import Encoder, EncoderMissingError, encoder_named
from matching.embeddings.vector_store import FileStore, MemoryStore, VectorStore
from matching.engine import Engine
from matching.learning import judged_sets, own_figures, strength_evaluation
from matching.learning.judged_sets import JudgedNeed, JudgedSet, JudgedSetError
from matching.learning.metrics import EXACT, WORTH, mean, measures
from matching.own_files import JUDGED, VOCABULARY
from matching.scoring import parameters
from matching.vocabulary import concepts as vocabulary
from matching.vocabulary.concepts import Vocabulary, VocabularyError

_WIDTH = 24
# No judged set has deadlines; any fixed day gives the same figures tomorrow.
TODAY = date(2026, 1, 1)
OWN_SET = {
    "capabilities": JUDGED / "capabilities.jsonl",
    "needs": JUDGED / "needs.jsonl",
    "qrels": JUDGED / "qrels.tsv",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A need's order of capability ids, the ids that pass for suitable, and whether any does."""

    need: JudgedNeed
    order: tuple[str, ...]
    shown: frozenset[str]

    @property
    def exact_shown(self) -> bool:
        """Tell whether a capability that is exactly what is needed passes for suitable."""
        return any(self.need.grades.get(each, 0) >= EXACT for each in self.shown)

    @property
    def has_exact(self) -> bool:
        """Tell whether there is one to show."""
        return any(grade >= EXACT for grade in self.need.grades.values())


def chosen(needs: Sequence[JudgedNeed], ids: str) -> list[JudgedNeed]:
    """Return all needs, or those whose id's number is odd or even (its place in the file when it has none)."""
    if ids == "all":
        return list(needs)
    rest = 1 if ids == "odd" else 0
    return [need for place, need in enumerate(needs, start=1) if _number(need.profile.id, place) % 2 == rest]


def _number(identity: str, place: int) -> int:
    digits = re.findall(r"\d+", identity)
    return int(digits[-1]) if digits else place


def engine_for(words: Vocabulary, judged: JudgedSet, encoder: Encoder | None, vectors: VectorStore) -> Engine:
    """Return the engine with the shipped weights, a vocabulary and the set's capabilities."""
    engine = Engine(words, encoder, parameters.load(), vectors)
    engine.put(*judged.capabilities)
    return engine


def answers(engine: Engine, needs: Sequence[JudgedNeed], today: date) -> list[Answer]:
    """Rank for every need, as the pages do."""
    found = []
    for need in needs:
        candidates = engine.order(need.profile, today=today)
        shown = frozenset(each.id for each in candidates if each.suitable)
        found.append(Answer(need, tuple(each.id for each in candidates), shown))
    return found


def figures(found: Sequence[Answer], encoder: Encoder | None) -> dict[str, Any]:
    """Return all figures in the form that `--json` prints."""
    met = [answer for answer in found if not answer.need.unmet]
    unmet = [answer for answer in found if answer.need.unmet]
    exact = [answer for answer in met if answer.has_exact]
    return {
        "encoder": encoder.name if encoder else "none",
        "needs": len(met),
        "all": _mean(met),
        "lang": _by(met, lambda answer: (answer.need.language,)),
        "style": _by(met, lambda answer: answer.need.styles),
        "unmet": {"needs": len(unmet), "nothing_suitable": sum(not answer.shown for answer in unmet)},
        "shown_grade3": round(sum(answer.exact_shown for answer in exact) / len(exact), 4) if exact else None,
    }


def _mean(found: Sequence[Answer]) -> dict[str, float]:
    return mean([measures(answer.order, answer.need.grades) for answer in found])


def _by(found: Sequence[Answer], keys: Callable[[Answer], Sequence[str]]) -> dict[str, dict[str, float]]:
    names = sorted({name for answer in found for name in keys(answer)})
    return {name: _mean([answer for answer in found if name in keys(answer)]) for name in names}


def signal_figures(engine: Engine, needs: Sequence[JudgedNeed]) -> dict[str, dict[str, float]]:
    """Return the measures of every signal alone, over met needs; equal values are ordered by id."""
    found: dict[str, list[dict[str, float]]] = {}
    for need in needs:
        if need.unmet:
            continue
        ids, values = engine.values(need.profile)
        for name, value in values.items():
            order = [ids[at] for at in np.lexsort((np.array(ids), -np.round(value, 6)))]
            found.setdefault(name, []).append(measures(order, need.grades))
    return {name: mean(each) for name, each in found.items()}


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Return figures as a text table, one line a row."""
    names = list(next(iter(rows.values()), {}))
    lines = [" " * _WIDTH + "".join(f"{name:>10}" for name in names)]
    lines += [
        f"{row:{_WIDTH}}" + "".join(f"{found[name]:10.3f}" for name in names) for row, found in rows.items() if found
    ]
    return "\n".join(lines)


def report(result: Mapping[str, Any], signals: Mapping[str, Mapping[str, float]] | None = None) -> str:
    """Return figures as a page of text."""
    rows = {f"signal: {name}": found for name, found in (signals or {}).items()}
    rows |= {"all signals": result["all"]}
    rows |= {f"language: {name}": found for name, found in result["lang"].items()}
    rows |= {f"style: {name}": found for name, found in result["style"].items()}
    unmet, exact = result["unmet"], result["shown_grade3"]
    shown = "–" if exact is None else f"{exact:.3f}"
    return "\n".join(
        (
            f"encoder: {result['encoder']}, {result['needs']} met needs",
            table(rows),
            f"unmet needs answered “nothing suitable yet”: {unmet['nothing_suitable']} of {unmet['needs']}",
            f"met needs whose grade-{EXACT} capability is shown: {shown} (grade {WORTH} and above counts as a hit)",
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate the shipped engine on three files; 2 when they cannot be read or the encoder is missing."""
    parser = argparse.ArgumentParser(prog="python -m matching.evaluation", description=__doc__)
    for name, file in OWN_SET.items():
        parser.add_argument(f"--{name}", type=Path, default=file)
    parser.add_argument("--vocabulary", type=Path, default=VOCABULARY, help="the folder of the concept scheme")
    parser.add_argument("--encoder", default="bundled", help="bundled, none, or a SentenceTransformer folder")
    parser.add_argument("--ids", choices=("all", "odd", "even"), default="all")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")
    parser.add_argument("--vectors", type=Path, help="a file to keep encoded texts in, for the next time")
    parser.add_argument("--signals", action="store_true", help="with --json: every signal alone as well")
    options = parser.parse_args(arguments)
    try:
        judged = judged_sets.read(options.capabilities, options.needs, options.qrels)
        words, encoder = vocabulary.load(options.vocabulary), encoder_named(options.encoder)
    except (JudgedSetError, VocabularyError, EncoderMissingError) as error:
        print(error, file=sys.stderr)
        return 2
    vectors = FileStore(options.vectors) if options.vectors else MemoryStore()
    engine, needs = engine_for(words, judged, encoder, vectors), chosen(judged.needs, options.ids)
    result = figures(answers(engine, needs, TODAY), encoder)
    signals = signal_figures(engine, needs) if options.signals or not options.json else None
    if options.json:
        print(json.dumps(result | ({"signals": signals} if signals else {}), ensure_ascii=False))
    else:
        print(f"vocabulary {engine.vocabulary.version}, parameters {engine.parameters.version}")
        print(report(result, signals))
        print(strength_evaluation.table(engine, needs, TODAY))
        if options.needs == OWN_SET["needs"]:
            print(own_figures.refusals(engine, JUDGED))
            print(own_figures.pasted(engine, JUDGED, TODAY))
            print(own_figures.several(engine, JUDGED, TODAY))
    if isinstance(vectors, FileStore):
        vectors.save()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
