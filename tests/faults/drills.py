"""Backs up while colleagues save, and restores: `python -m tests.faults.drills [--rounds 20] [--database …]`.

Each drill lets signed-in clients save through the web, sends the waiting letters, and runs `flask backup FILE` in the
middle of it and `flask restore FILE` into an empty place. What was answered before the backup began must stand there,
nothing that was sent after it had ended may, and nothing may be half; then a server on it lets those who were signed
in read what they had saved.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from models.outbox import OutboxMessage
from tests.faults.books import Findings
from tests.faults.clients import Saving
from tests.faults.loaded import Loaded, look_at
from tests.faults.nursery import Nursery, Program
from tests.faults.places import Grounds, Place
from tests.faults.tables import Counts, Trial
from tests.running import free_port

# Saves that are begun before the backup begins, and after it has ended: more than there are clients.
_BEFORE, _AFTER = 8, 5


@dataclass(slots=True)
class Drilled(Counts):
    """What came of all drills: saves answered before a backup, on their way during one, and sent after it."""

    drills: int = 0
    saves_before: int = 0
    meanwhile: int = 0
    after: int = 0
    letters: int = 0


def drills(grounds: Grounds, nursery: Nursery, rounds: int, seed: int, counts: Drilled) -> None:
    """Back up and restore so many times from one database."""
    with Loaded.started(grounds, nursery, seed) as loaded:
        for number in range(rounds):
            place, before = drill(loaded, grounds, loaded.place.folder / f"{number}.brygga", counts)
            _read_there(loaded, place, before)


def drill(loaded: Loaded, grounds: Grounds, file: Path, counts: Drilled) -> tuple[Place, list[Saving]]:
    """Back up under load and restore once, and count; returns the new place and what must stand there."""
    with loaded.saving():
        loaded.wait_for(_BEFORE)
        sender = loaded.place.flask(loaded.nursery, "outbox", "send")
        begun = time.monotonic()
        backup = loaded.place.flask(loaded.nursery, "backup", str(file))
        _require(backup)
        ended = time.monotonic()
        _require(sender)
        loaded.wait_for(_AFTER)
    before = [each for each in loaded.savings if each.answered is not None and each.answered < begun]
    after = [each for each in loaded.savings if each.begun > ended]
    other = grounds.bare()
    _require(other.flask(loaded.nursery, "restore", str(file)))
    findings = look_at(other, before, after)
    counts.letters += _missing_letters(other, findings)
    counts.drills += 1
    counts.saves_before += len(before)
    counts.after += len(after)
    counts.meanwhile += len(loaded.savings) - len(before) - len(after)
    counts.findings.add(findings)
    return other, before


def _require(program: Program) -> None:
    if program.wait() != 0:
        raise RuntimeError(program.said())


def _missing_letters(place: Place, findings: Findings) -> int:
    """Note letters that the database says were written and that the folder lacks; return how many are there."""
    engine = sa.create_engine(place.url)
    with engine.connect() as connection:
        sent = connection.scalars(sa.select(OutboxMessage.message_id).where(OutboxMessage.sent_at.is_not(None))).all()
    engine.dispose()
    there = {path.stem for path in place.letters.glob("*.eml")}
    findings.half += [f"letter {name}" for name in sent if name.strip("<>") not in there]
    return len(there)


def _read_there(loaded: Loaded, place: Place, before: Sequence[Saving]) -> None:
    """Let a client that is still signed in read in the restored place the last company that it had recorded."""
    companies = [each for each in before if each.kind == "company"]
    found = [(client, each) for client in loaded.clients for each in client.journal if each in companies]
    client, saving = found[-1]
    port = free_port()
    server = place.serve(loaded.nursery, port)
    try:
        if saving.marker not in client.read(saving.led_to, port=port):
            raise RuntimeError(f"{saving.led_to} does not show {saving.marker}.")
    finally:
        server.stop()


# A new database now and then keeps the trail, which is read whole in each drill, short.
TRIAL = Trial("tests.faults.drills", str(__doc__), 20, 5, Drilled, drills)

if __name__ == "__main__":
    sys.exit(TRIAL.main())
