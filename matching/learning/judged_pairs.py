"""Judged pairs with the values of every signal: the table that weights are learned from and measured on.

The shipped table (matching/data/judged_pairs.tsv.gz) holds ids, grades and numbers and no texts, so that anybody can
learn the weights again.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from matching.arrays import BoolArray, IntArray, RealArray, RowArray
from matching.engine import Engine
from matching.features.artefacts import DATA
from matching.learning.judged_sets import JudgedNeed
from matching.learning.metrics import ndcg
from matching.scoring.parameters import Fusion

TABLE: Final = DATA / "judged_pairs.tsv.gz"
_FACTS: Final = ("need", "capability", "grade", "unmet", "fails", "standard")
_DEPTH: Final = 5
_DECIMALS: Final = 9  # below these, sums differ from processor to processor


@dataclass(frozen=True)
class JudgedPairs:
    """Signal values of n judged pairs, rows of a need together.

    `values` has shape (n, signals), every other array shape (n,). `half_score` is the weighted sum at which the need's
    score is one half. `fails` tells that a hard limit is failed, and `blind` that nobody took the pair up of their own
    accord: only such pairs say how often a score is worth an introduction.
    """

    needs: NDArray[np.str_]
    capabilities: NDArray[np.str_]
    grades: IntArray
    unmet: BoolArray
    fails: BoolArray
    blind: BoolArray
    half_score: RealArray
    signals: tuple[str, ...]
    values: RealArray

    def where(self, chosen: BoolArray) -> JudgedPairs:
        """Return some of the pairs; `chosen` has shape (n,)."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in _ARRAYS})

    def odd(self) -> BoolArray:
        """Tell of each pair whether its need's number is odd, shape (n,)."""
        return np.array([int("".join(filter(str.isdigit, need)) or 0) % 2 == 1 for need in self.needs.tolist()])

    def by_need(self) -> list[RowArray]:
        """Return the row numbers of each need, shape (pairs of the need,) each."""
        return [np.flatnonzero(self.needs == need) for need in dict.fromkeys(self.needs.tolist())]

    def sums(self, fusion: Fusion) -> RealArray:
        """Return the weighted sum of each pair's signals, shape (n,)."""
        return np.asarray(self.values @ np.array([fusion.weights[name] for name in self.signals]))


_ARRAYS: Final = tuple(each.name for each in fields(JudgedPairs) if each.name != "signals")


def joined(parts: Sequence[JudgedPairs]) -> JudgedPairs:
    """Return the pairs of several tables of the same signals as one."""
    arrays: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
    return replace(parts[0], **arrays)


def ndcg_of_needs(pairs: JudgedPairs, fusion: Fusion) -> RealArray:
    """Return each need's nDCG@5 over its judged pairs, shape (needs,); what nobody judged is left out.

    Pairs that fail a hard limit come last, as on the pages; of equal ones the lower id comes first.
    """
    sums = np.round(pairs.sums(fusion), _DECIMALS)
    found = []
    for rows in pairs.by_need():
        order = rows[np.lexsort((pairs.capabilities[rows], -sums[rows], pairs.fails[rows]))]
        grades = dict(zip(pairs.capabilities[rows].tolist(), pairs.grades[rows].tolist(), strict=True))
        found.append(ndcg(pairs.capabilities[order].tolist(), grades, _DEPTH))
    return np.array(found, dtype=np.float64)


def collect(engine: Engine, needs: Sequence[JudgedNeed], today: date) -> JudgedPairs:
    """Return the signal values of every pair of a need and a capability of the engine."""
    found: list[tuple[object, ...]] = []
    values: list[RealArray] = []
    signals: tuple[str, ...] = ()
    for need in needs:
        ids, by_signal = engine.values(need.profile)
        signals = tuple(by_signal)
        failing = engine.failing(need.profile, today=today)
        half_score = engine.half_score(need.profile)
        values.append(np.stack(list(by_signal.values()), axis=1))
        found += [
            (need.profile.id, each, need.grades.get(each, 0), need.unmet, each in failing, half_score) for each in ids
        ]
    return _pairs(list(zip(*found, strict=True)), signals, np.concatenate(values))


def save(tables: Mapping[str, JudgedPairs], path: Path = TABLE) -> None:
    """Write tables by name ("with_encoder", "without_encoder") as one tab-separated file; values to four decimals."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for name, pairs in tables.items():
        writer.writerow(("#", name, *pairs.signals))
        for at in range(len(pairs.needs)):
            facts = (pairs.needs[at], pairs.capabilities[at], pairs.grades[at], int(pairs.unmet[at]))
            numbers = (f"{value:.4f}".rstrip("0").rstrip(".") for value in pairs.values[at].tolist())
            writer.writerow((*facts, int(pairs.fails[at]), f"{pairs.half_score[at]:.6f}", *numbers))
    path.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), mtime=0))


@cache
def load(path: Path = TABLE) -> Mapping[str, JudgedPairs]:
    """Read what `save` wrote, once per process: the tables "with_encoder" and "without_encoder"."""
    tables: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {}
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8")), delimiter="\t"):
        if row[0] == "#":
            rows = []
            tables[row[1]] = (tuple(row[2:]), rows)
        else:
            rows.append(row)
    return {name: _read(signals, found) for name, (signals, found) in tables.items()}


def _read(signals: tuple[str, ...], rows: Sequence[Sequence[str]]) -> JudgedPairs:
    columns = list(zip(*rows, strict=True))
    needs, capabilities, grades, unmet, fails, half_score = columns[: len(_FACTS)]
    facts = [needs, capabilities, list(map(int, grades)), [each == "1" for each in unmet]]
    values = np.array(columns[len(_FACTS) :]).astype(np.float64).T
    return _pairs([*facts, [each == "1" for each in fails], list(map(float, half_score))], signals, values)


def _pairs(columns: Sequence[Sequence[object]], signals: tuple[str, ...], values: RealArray) -> JudgedPairs:
    """Make a table in which every pair of a need and a capability is judged, whether somebody found it or not."""
    needs, capabilities, grades, unmet, fails, half_score = columns
    return JudgedPairs(
        needs=np.array(needs, dtype=np.str_),
        capabilities=np.array(capabilities, dtype=np.str_),
        grades=np.array(grades, dtype=np.int64),
        unmet=np.array(unmet, dtype=np.bool_),
        fails=np.array(fails, dtype=np.bool_),
        blind=np.ones(len(needs), dtype=np.bool_),
        half_score=np.array(half_score, dtype=np.float64),
        signals=signals,
        values=values,
    )
