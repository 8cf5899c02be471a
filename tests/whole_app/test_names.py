"""A name is one thing's: no two classes share one, so that whoever reads it need not ask which."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ("app", "models", "matching", "seeds", "benchmarks")
# A record, and what the engine, which knows no records, is told of it.
TWO_SIDES: Final = {"Concept"}


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.parse(file.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    places[node.name.lstrip("_")].append(str(file.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in TWO_SIDES} == {}
