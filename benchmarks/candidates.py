"""Candidates from a real PostgreSQL beside scoring every capability: what is missed, and what it costs."""

from __future__ import annotations

import numpy as np
import sqlalchemy as sa

from app.matchmaking.candidates import Candidates, Retrieval
from benchmarks.bench import TODAY, Bench, Measurement, in_ms
from benchmarks.sample import Sample
from benchmarks.timing import median_seconds, seconds, step
from matching.profiles import NeedProfile
from tests.database_servers import PostgresServer

SIZE = 50_000
_NEEDS = 200


def candidates_in_database(bench: Bench) -> list[Measurement]:
    """Rank 200 needs among 50 000, where candidates begin, by candidates and by scoring all."""
    size = bench.size(SIZE)
    bench.grow_to(size)
    drawn = Sample(bench.vocabulary, bench.engine.extractor.knowledge, bench.vectors, seed=77)
    needs = [drawn.need(number) for number in range(bench.size(_NEEDS))]
    with PostgresServer.started() as server:
        database = sa.create_engine(server.create("candidates"))
        figures = _compared(bench, database, needs)
        database.dispose()
    return figures


def _compared(bench: Bench, database: sa.Engine, needs: list[NeedProfile]) -> list[Measurement]:
    engine = bench.engine
    capabilities = {each.id: each for each in bench.capabilities[: len(engine)]}
    candidates = Candidates(database, more_than=len(engine) // 2)

    def fill() -> None:
        candidates.follow(engine, capabilities)
        candidates.wait()

    with step(f"{len(engine)} capabilities into PostgreSQL"):
        filled = seconds(fill)
    if candidates.retrieval is not Retrieval.IN_DATABASE:
        raise RuntimeError(f"candidates are not found in the database: {candidates.retrieval}")

    def by_candidates(need: NeedProfile) -> list[str]:
        among = candidates.find(engine, need, today=TODAY, top=10)
        return [place.id for place in engine.order(need, today=TODAY, top=10, among=among)]

    def by_all(need: NeedProfile) -> list[str]:
        return [place.id for place in engine.order(need, today=TODAY, top=10)]

    exact = [by_all(need) for need in needs]
    kept = [len(set(by_candidates(need)) & set(best)) / len(best) for need, best in zip(needs, exact, strict=True)]
    limited = [share for need, share in zip(needs, kept, strict=True) if need.quality]
    mine, other = median_seconds(by_candidates, needs), median_seconds(by_all, needs)
    among = f"among {len(engine)}"
    return [
        Measurement(
            f"recall@10 of candidates, {among}",
            f"{np.mean(kept):.3f}",
            "≥ 0.95",
            f"{len(kept)} needs; {np.mean(limited):.3f} for {len(limited)} that demand a level of quality",
        ),
        Measurement(f"ranking by candidates / scoring all, {among}", f"{mine / other:.2f}", "", in_ms(mine, other)),
        Measurement(f"filling the table / one ranking, {among}", f"{filled / mine:.0f}", "", f"{filled:.1f} s"),
    ]
