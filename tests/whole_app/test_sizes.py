"""A file of the product holds one idea: one that grows past 200 lines has a second, which wants a file of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ("app", "models", "matching", "seeds", "benchmarks")
KINDS: Final = {".py", ".html", ".css", ".js"}
MOST_LINES: Final = 200


def test_no_file_of_the_product_is_longer_than_200_lines() -> None:
    files = [*ROOT.glob("*.py"), *(file for folder in SOURCES for file in (ROOT / folder).rglob("*"))]
    files = [file for file in files if file.suffix in KINDS]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
