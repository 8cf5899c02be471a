"""The server is killed while people save, and a backup is taken while they do: few rounds here, many by command.

The commands are `python -m tests.faults.kills` and `python -m tests.faults.drills`; docs/operations.md has the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database_servers import PostgresServer
from tests.faults.drills import Drilled, drill
from tests.faults.kills import Killed, kill_round
from tests.faults.loaded import Loaded
from tests.faults.nursery import Nursery
from tests.faults.places import Grounds


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery.open() as started:
        yield started


def test_nothing_acknowledged_is_lost_doubled_or_half(
    database_kind: str, nursery: Nursery, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """One server for all: a backup and its restoring first, then kills."""
    postgres: PostgresServer | None = request.getfixturevalue("postgres") if database_kind == "postgresql" else None
    grounds = Grounds(tmp_path, postgres)
    drilled, killed = Drilled(), Killed()
    with Loaded.started(grounds, nursery, seed=1) as loaded:
        drill(loaded, grounds, tmp_path / "kept.brygga", drilled)
        saved = len(loaded.savings)
        for _round in range(2):
            kill_round(loaded, killed)
    assert drilled.findings.told() == []
    assert (drilled.drills, drilled.saves_before > 0, drilled.after > 0) == (1, True, True)
    assert killed.findings.told() == []
    assert (killed.kills, killed.first_unheard > 0) == (2, True)
    assert killed.saves_acknowledged == len(loaded.savings) - saved
