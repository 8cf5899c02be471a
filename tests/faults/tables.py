"""The command line of the rounds and the drills: how many, on which database, and a row for each of what was found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import Any, Generic, TypeVar

from tests.faults.books import Findings
from tests.faults.nursery import Nursery
from tests.faults.places import Grounds


@dataclass(slots=True)
class Counts:
    """What was counted: a subclass has a number for each column before the findings', whose heading is its name."""

    findings: Findings = field(default_factory=Findings)

    def columns(self) -> dict[str, int]:
        """Return each column's heading and number."""
        numbers: list[Field[Any]] = [each for each in fields(self) if each.name != "findings"]
        counted = {each.name.replace("_", " "): int(getattr(self, each.name)) for each in numbers}
        return counted | {each.name: len(getattr(self.findings, each.name)) for each in fields(self.findings)}


C = TypeVar("C", bound=Counts)


@dataclass(frozen=True, slots=True)
class Trial(Generic[C]):
    """What is done again and again: `run(grounds, nursery, rounds, seed, counts)` on one database, `at_most` rounds."""

    module: str
    told: str
    rounds: int
    at_most: int
    counts: type[C]
    run: Callable[[Grounds, Nursery, int, int, C], None]

    def main(self, arguments: Sequence[str] | None = None) -> int:
        """Do it as often as the command line says, and print; the exit code tells whether anything was wrong."""
        parser = argparse.ArgumentParser(prog=f"python -m {self.module}", description=self.told)
        parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
        parser.add_argument("--rounds", type=int, default=self.rounds)
        parser.add_argument("--seed", type=int, default=1)
        chosen = parser.parse_args(arguments)
        heads = ["database", *self.counts().columns()]
        print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|", flush=True)
        wrong: list[str] = []
        for kind in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
            counts = self._on(kind, chosen.rounds, chosen.seed)
            print(f"| {' | '.join([kind, *map(str, counts.columns().values())])} |", flush=True)
            wrong += counts.findings.told()
        for each in wrong:
            print(each, file=sys.stderr)
        return int(bool(wrong))

    def _on(self, kind: str, rounds: int, seed: int) -> C:
        counts = self.counts()
        with Nursery.open() as nursery, Grounds.of(kind) as grounds:
            for first in range(0, rounds, self.at_most):
                self.run(grounds, nursery, min(self.at_most, rounds - first), seed + first, counts)
        return counts
