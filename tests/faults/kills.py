"""Kills the server while colleagues save: `python -m tests.faults.kills [--rounds 100] [--database …] [--seed 1]`.

Each round starts the server as `make run` does, lets signed-in clients save through the web, and ends all of its
processes (SIGKILL) at a random moment. When it runs again, each client sends once more what it got no answer to, with
the same one-time key. Everything that was answered must stand, once and whole.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from random import Random

import sqlalchemy as sa

from tests.faults.books import markers_in
from tests.faults.loaded import Loaded
from tests.faults.nursery import Nursery
from tests.faults.places import Grounds
from tests.faults.tables import Counts, Trial
from tests.faults.threads import at_once

# So many saves are begun, and then so many seconds pass, before the kill.
_BEGUN = (1, 16)
_MORE = 0.15


@dataclass(slots=True)
class Killed(Counts):
    """What came of all rounds: saves answered in the end, those first sent in vain, and those of them that stood."""

    kills: int = 0
    saves_acknowledged: int = 0
    first_unheard: int = 0
    of_these_saved: int = 0


def kill_rounds(grounds: Grounds, nursery: Nursery, rounds: int, seed: int, counts: Killed) -> None:
    """Kill a server so many times on one database."""
    draw = Random(seed)
    with Loaded.started(grounds, nursery, seed) as loaded:
        for _round in range(rounds):
            kill_round(loaded, counts, begun=draw.randint(*_BEGUN), seconds=draw.uniform(0, _MORE))


def kill_round(loaded: Loaded, counts: Killed, *, begun: int = 6, seconds: float = 0.005) -> None:
    """Kill a server once, so many seconds after so many saves were begun; add up what was found."""
    before = _answered(loaded)
    with loaded.saving():
        loaded.wait_for(begun)
        time.sleep(seconds)
        loaded.kill()
    unheard = {(each.kind, each.marker) for client in loaded.clients for each in client.open_ones()}
    loaded.serve()
    counts.first_unheard += len(unheard)
    counts.of_these_saved += len(unheard & _standing(loaded))
    at_once([client.send_again for client in loaded.clients])
    counts.findings.add(loaded.check())
    counts.kills += 1
    counts.saves_acknowledged += _answered(loaded) - before


def _answered(loaded: Loaded) -> int:
    return sum(each.answered is not None for each in loaded.savings)


def _standing(loaded: Loaded) -> set[tuple[str, str]]:
    engine = sa.create_engine(loaded.place.url)
    with engine.connect() as connection:
        found = set(markers_in(connection))
    engine.dispose()
    return found


# A new database now and then keeps the trail, which is read whole in each round, short.
TRIAL = Trial("tests.faults.kills", str(__doc__), 100, 10, Killed, kill_rounds)

if __name__ == "__main__":
    sys.exit(TRIAL.main())
