"""One need at a time: the cost of one ranking, beside others, and as the catalogue grows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks.bench import LARGEST, TODAY, Bench, Measurement, in_ms
from benchmarks.growth_chart import growth_chart
from benchmarks.rivals import Bm25, TfIdf
from benchmarks.timing import median_seconds, step
from matching.engine import Engine
from matching.features.documents import full_text
from matching.profiles import NeedProfile

GROWTH: Final = (1_000, 2_000, 5_000, 10_000, 20_000, LARGEST)


def one_need(bench: Bench) -> list[Measurement]:
    """Rank one need against 2 000 capabilities, its encoding included, over encoding it alone."""
    bench.grow_to(bench.size(2_000))
    alone = median_seconds(
        lambda need: bench.encoder.encode([full_text(need.passages)], "query"), bench.fresh_needs(30)
    )
    ranking = median_seconds(lambda need: bench.engine.order(need, today=TODAY, top=10), bench.fresh_needs(30))
    explained = median_seconds(lambda need: bench.engine.rank(need, today=TODAY, top=10), bench.fresh_needs(10))
    known = bench.fresh_needs(30)
    warm = _of_read_needs(bench.engine, known)
    figures = [
        Measurement("rank one need against 2 000 / encode it", f"{ranking / alone:.2f}", "≤ 2", in_ms(ranking, alone)),
        Measurement(
            "the same with the reasons of the first ten", f"{explained / alone:.2f}", "", in_ms(explained, alone)
        ),
    ]
    for rival in (Bm25(bench.capabilities[: len(bench.engine)]), TfIdf(bench.capabilities[: len(bench.engine)])):
        theirs = median_seconds(rival.top, known)
        figures.append(
            Measurement(
                f"rank a need that is read, against 2 000 / {rival.name}",
                f"{warm / theirs:.2f}",
                "",
                in_ms(warm, theirs),
            )
        )
    return figures


def _of_read_needs(engine: Engine, needs: list[NeedProfile]) -> float:
    """Return the median seconds of ranking a need that has been read and encoded before."""
    for need in needs:
        engine.extractor.need(need)
    return median_seconds(lambda need: engine.order(need, today=TODAY, top=10), needs)


def growth(bench: Bench, picture: Path) -> list[Measurement]:
    """Measure one ranking of a need that is read, from 1 000 to 50 000 capabilities, and draw it."""
    sizes = [bench.size(full) for full in GROWTH]
    needs = bench.fresh_needs(15)
    lines: dict[str, list[float]] = {"this engine": [], Bm25.name: [], TfIdf.name: []}
    for size in sizes:
        with step(f"one ranking among {size}"):
            engine = bench.new_engine() if size < len(bench.engine) else bench.engine
            engine.put(*bench.capabilities[len(engine) : size])
            lines["this engine"].append(1000 * _of_read_needs(engine, needs))
            for rival in (Bm25(bench.capabilities[:size]), TfIdf(bench.capabilities[:size])):
                lines[rival.name].append(1000 * median_seconds(rival.top, needs))
    note = f"Milliseconds for one need, median of {len(needs)}: " + "; ".join(
        f"{name}: " + ", ".join(f"{value:.1f} at {size}" for size, value in zip(sizes, line, strict=True))
        for name, line in lines.items()
    )
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(growth_chart("Ranking one need, by the size of the catalogue", note, sizes, lines), "utf-8")
    ours = lines["this engine"]
    return [
        Measurement(
            "one ranking among 50 000 / among 1 000",
            f"{ours[-1] / ours[0]:.1f}",
            "< 50",
            f"{ours[-1]:.1f} ms / {ours[0]:.1f} ms",
        )
    ]
