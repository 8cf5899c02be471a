"""The same input gives the same order, scores and reasons: after a restart, and with any number of threads."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from matching.encoders import bundled_available
from tests.running import ROOT

# A process of its own each time: the number of threads is settled when the numeric libraries are loaded.
_PROGRAM = """
from matching import evaluation
from matching.encoders import encoder_named
from matching.vectors import MemoryStore
from tests.matching.worlds import own_set

judged = own_set()
engine = evaluation.engine_for(judged, encoder_named({encoder!r}), MemoryStore())
for need in judged.needs[:6]:
    for candidate in engine.rank(need.profile, today=evaluation.TODAY, top=10).candidates:
        print(need.profile.id, repr(candidate))
"""


def _answers(encoder: str, threads: int, seed: int) -> list[str]:
    # The seed decides in which order sets of words are gone through.
    limits = {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    limits["PYTHONHASHSEED"] = str(seed)
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PROGRAM.format(encoder=encoder)],
        cwd=ROOT,
        env=os.environ | limits,
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.splitlines()


@pytest.mark.parametrize("encoder", ["none", "bundled"])
def test_one_thread_or_four_and_a_restart_change_nothing(encoder: str) -> None:
    if encoder == "bundled" and not bundled_available():
        pytest.skip("THE BUNDLED ENCODER IS NOT INSTALLED: this was not tested with it")
    once = _answers(encoder, 1, seed=1)
    assert len(once) == 60
    assert _answers(encoder, 4, seed=2) == once
