"""How many rows a seeding added, kind by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SeedReport:
    """The rows added, by kind ("concepts", "infrastructures", "readiness_items" …); a complete kind counts 0."""

    added: Counter[str] = field(default_factory=Counter)

    def count(self, kind: str, rows: int = 1) -> None:
        """Note that rows of a kind were added."""
        self.added[kind] += rows

    @property
    def total(self) -> int:
        """Return the number of rows added in all."""
        return self.added.total()

    def __str__(self) -> str:
        parts = [f"{rows} {kind.replace('_', ' ')}" for kind, rows in self.added.items() if rows]
        return f"Added {', '.join(parts)}." if parts else "Nothing was missing."
