"""Measures the engine and prints ratios: `python -m benchmarks [--small] [--only PART] [--picture FILE]`.

All of it takes about a quarter of an hour.

A ratio is measured in one run on one machine, so that it says the same on a fast one and on a slow one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.bench import Bench, Measurement
from benchmarks.bulk import many_pairs, one_edit
from benchmarks.candidates import candidates_in_database
from benchmarks.single import growth, one_need
from matching.embeddings.encoders import EncoderMissingError

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "growth.svg"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, draw the picture."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a twentieth of the sizes, to see that it runs")
    parser.add_argument("--only", choices=("need", "edit", "pairs", "candidates", "growth"), help="one part of it")
    parser.add_argument("--picture", type=Path, default=PICTURE, help="where the picture of growth is written")
    chosen = parser.parse_args(arguments)
    try:
        bench = Bench(20 if chosen.small else 1)
    except EncoderMissingError as error:
        print(f"The benchmarks compare with the time of encoding, and {error}", file=sys.stderr)
        return 1
    parts: dict[str, Callable[[Bench], list[Measurement]]] = {
        "need": one_need,
        "edit": one_edit,
        "pairs": many_pairs,
        "candidates": candidates_in_database,
        "growth": partial(growth, picture=chosen.picture),
    }
    figures = [figure for name, part in parts.items() if chosen.only in (None, name) for figure in part(bench)]
    print("| what | measured | goal | times |\n|---|---|---|---|")
    for figure in figures:
        print(f"| {figure.what} | {figure.value} | {figure.goal} | {figure.behind} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
