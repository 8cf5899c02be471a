"""How many rows a seeding added and changed, kind by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SeedReport:
    """The rows added, by kind ("concepts", "infrastructures", "readiness_items" …); a complete kind counts 0.

    `changed` counts likewise the rows that were brought up to date or, terms, taken away.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    def count(self, kind: str, rows: int = 1) -> None:
        """Note that rows of a kind were added."""
        self.added[kind] += rows

    def note_change(self, kind: str, rows: int) -> None:
        """Note that rows of a kind were brought up to date."""
        self.changed[kind] += rows

    @property
    def total(self) -> int:
        """Return the number of rows added and changed in all."""
        return self.added.total() + self.changed.total()

    def __str__(self) -> str:
        said = [("Added", self.added), ("Brought up to date", self.changed)]
        sentences = [f"{done} {_listed(counts)}." for done, counts in said if counts.total()]
        return " ".join(sentences) or "Nothing was missing."


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{rows} {kind.replace('_', ' ')}" for kind, rows in counts.items() if rows)
