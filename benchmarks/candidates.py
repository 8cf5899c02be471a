"""Candidates from a real PostgreSQL beside scoring every capability: what is missed, and what it costs."""

from __future__ import annotations

import numpy as np
import sqlalchemy as sa

from app.matchmaking.candidates import Candidates, Retrieval
from benchmarks.bench import TODAY, Bench, Figure, in_ms
from benchmarks.sample import Sample
from benchmarks.timing import median_seconds, seconds, step
from matching import parameters
from matching.profiles import NeedProfile
from matching.ranker import Engine
from tests.database_servers import PostgresServer

SIZE = 20_000
_NEEDS = 200


def candidates_in_database(bench: Bench) -> list[Figure]:
    """Rank 200 needs among 20 000 by candidates and by scoring all, with vectors and by words alone."""
    size = bench.size(SIZE)
    bench.grow_to(size)
    drawn = Sample(bench.vocabulary, bench.engine.reader.knowledge, bench.vectors, seed=77)
    needs = [drawn.need(number) for number in range(bench.size(_NEEDS))]
    with step("an engine without the encoder"):
        words_alone = Engine(bench.vocabulary, None, parameters.load())
        words_alone.put(*bench.capabilities[: len(bench.engine)])
    with PostgresServer.started() as server:
        database = sa.create_engine(server.create("candidates"))
        figures = [
            *_compared(bench, database, bench.engine, needs, ""),
            *_compared(bench, database, words_alone, needs, ", by words alone"),
        ]
        database.dispose()
    return figures


def _compared(bench: Bench, database: sa.Engine, engine: Engine, needs: list[NeedProfile], way: str) -> list[Figure]:
    capabilities = {each.id: each for each in bench.capabilities[: len(engine)]}
    candidates = Candidates(database, more_than=len(engine) // 2)

    def fill() -> None:
        candidates.follow(engine, capabilities)
        candidates.wait()

    with step(f"{len(engine)} capabilities into PostgreSQL{way}"):
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
    among = f"among {len(engine)}{way}"
    return [
        Figure(
            f"recall@10 of candidates, {among}",
            f"{np.mean(kept):.3f}",
            "≥ 0.95",
            f"{len(kept)} needs; {np.mean(limited):.3f} for {len(limited)} that demand a level of quality",
        ),
        Figure(f"ranking by candidates / scoring all, {among}", f"{mine / other:.2f}", "", in_ms(mine, other)),
        Figure(f"filling the table / one ranking, {among}", f"{filled / mine:.0f}", "", f"{filled:.1f} s"),
    ]
