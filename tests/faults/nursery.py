"""Programs started from one process that has imported Brygga already, so that a start takes no seconds.

Each is a process of its own, the head of its own group, and runs what its command would: `python -m app.serve`, or
`flask …`. Only the imports are spared.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.running import ROOT

# What the one process runs: it forks for each line that it is sent, and tells how a child ended when it is asked.
_PROGRAM = """
import json, os, signal, sys, traceback
import app.serve, flask.cli, app.cli, app.backup.cli

def be(order):
    os.setsid()
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = order["command"]
    try:
        app.serve.main() if sys.argv[0] == "app.serve" else flask.cli.main()
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0

running = set()
for line in sys.stdin:
    order = json.loads(line)
    if "wait" in order:
        answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        running.discard(order["wait"])
    else:
        answer = os.fork()
        running.add(answer)
        if not answer:
            code = be(order)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(answer, flush=True)
for number in running:
    # Whoever asked is gone, and nobody else would end them.
    os.killpg(number, signal.SIGKILL)
"""


@dataclass(frozen=True, slots=True)
class Program:
    """A started program: the number of its process and of its group, and where it writes what it says."""

    nursery: Nursery
    number: int
    log: Path

    def wait(self) -> int:
        """Return its exit code when it has ended; below zero for the signal that ended it."""
        return self.nursery.ask({"wait": self.number})

    def kill(self) -> None:
        """End it and all that it has started, in the middle of whatever they do."""
        os.killpg(self.number, signal.SIGKILL)
        self.wait()

    def stop(self) -> None:
        """Ask it to end, and wait."""
        os.kill(self.number, signal.SIGTERM)
        self.wait()

    def said(self) -> str:
        """Return what it has written."""
        return self.log.read_text(encoding="utf-8")


class Nursery:
    """The process that others are started from; ask it from one thread only."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._to: IO[str] = process.stdin
        self._from: IO[str] = process.stdout

    @classmethod
    @contextmanager
    def open(cls) -> Iterator[Nursery]:
        """Start it, and end it when nothing more is to be started."""
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-c", _PROGRAM]
        with subprocess.Popen(  # noqa: S603 - our own
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            yield cls(process)

    def start(self, *command: str, environment: Mapping[str, str], log: Path) -> Program:
        """Start `app.serve …` or `flask …` with the environment's values and nothing else."""
        number = self.ask({"command": command, "environment": dict(environment), "log": str(log)})
        return Program(self, number, log)

    def ask(self, order: Mapping[str, object]) -> int:
        """Send one line and return the number that is answered."""
        self._to.write(json.dumps(order) + "\n")
        self._to.flush()
        return int(self._from.readline())
