"""Edits and very many pairs: one edit beside a rebuild, two stages beside the bare matrix product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.bench import Bench, Measurement, in_ms
from benchmarks.timing import median_seconds, peak_memory, seconds, step, timed
from matching.bulk.pair_finder import PairFinder
from matching.profiles import CapabilityProfile, NeedProfile

_READ_AT_ONCE = 256
_PORTION = 2_000
_SAMPLED = 100


def one_edit(bench: Bench) -> list[Measurement]:
    """Edit one capability in an index of 10 000, over building it anew from kept vectors."""
    size = bench.size(10_000)
    with step(f"a full rebuild of {size} from kept vectors"):
        rebuild = seconds(lambda: bench.new_engine().put(*bench.capabilities[:size]))
    bench.grow_to(size)
    edits = [_edited(bench, capability) for capability in bench.capabilities[: size : size // 40]]
    edit = median_seconds(bench.engine.put, edits)
    bench.engine.put(*bench.capabilities[:size])
    return [
        Measurement(
            "edit one of 10 000 / build all from kept vectors",
            f"1/{rebuild / edit:.0f}",
            "≤ 1/50",
            in_ms(edit, rebuild),
        )
    ]


def _edited(bench: Bench, capability: CapabilityProfile) -> CapabilityProfile:
    """Return a capability with another's text, which is encoded already, under its own id."""
    return replace(bench.sample.capability(0), id=capability.id)


def many_pairs(bench: Bench) -> list[Measurement]:
    """Find the top 10 for 10 000 needs × 10 000 capabilities, over the matrix product of their vectors alone.

    Both sides have been read before; needs are read and found for by portions, as a nightly job would.
    """
    size = bench.size(10_000)
    bench.grow_to(size)
    with step(f"{size} capabilities read"):
        offers = []
        for start in range(0, size, _READ_AT_ONCE):
            offers += bench.engine.extractor.capabilities(bench.capabilities[start : min(size, start + _READ_AT_ONCE)])
    offered = np.array([offer.vector for offer in offers], dtype=np.float32)
    finder, taken = timed(lambda: PairFinder(offers, bench.engine.fusion.weights))
    product, kept = 0.0, []
    with step(f"{size} needs read, and their top 10 found"):
        for start in range(0, size, _PORTION):
            numbers = range(start, min(size, start + _PORTION))
            needs = [bench.engine.extractor.need(bench.sample.need(number)) for number in numbers]
            asked = np.array([need.vector for need in needs], dtype=np.float32)
            product += median_seconds(partial(_product, offered=offered), [asked] * 3)
            found, more = timed(partial(finder.top, needs))
            taken += more
            sampled = range(0, len(needs), max(1, size // _SAMPLED))
            kept += [_kept(bench, needs[place].profile, found.rows[place].tolist(), size) for place in sampled]
    return [
        Measurement(
            "top 10 of 10 000 × 10 000 / product alone", f"{taken / product:.1f}", "≤ 10", in_ms(taken, product)
        ),
        Measurement("recall@10 against scoring every pair", f"{np.mean(kept):.3f}", "≥ 0.98", f"{len(kept)} needs"),
        Measurement("peak memory of the whole process", f"{peak_memory():.2f} GB", "≤ 2 GB", ""),
    ]


def _product(asked: NDArray[np.float32], offered: NDArray[np.float32]) -> None:
    for start in range(0, len(asked), 512):
        np.matmul(asked[start : start + 512], offered.T)


def _kept(bench: Bench, need: NeedProfile, rows: Sequence[int], size: int) -> float:
    """Return the share of a need's exact ten best that were found."""
    ids, values = bench.engine.values(need)
    exact = sum(weight * values[name] for name, weight in bench.engine.fusion.weights.items())
    score = dict(zip(ids, np.round(exact, 6).tolist(), strict=True))
    best = sorted((each.id for each in bench.capabilities[:size]), key=lambda each: (-score[each], each))[:10]
    return len({bench.capabilities[row].id for row in rows} & set(best)) / 10
