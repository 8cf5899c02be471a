"""Reading the seed files: YAML under `seeds/data/`, each with a list of rows per subject."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from matching.vocabulary import concepts
from matching.vocabulary.concepts import Vocabulary

DATA: Final = Path(__file__).resolve().parent / "data"

SeedRow = dict[str, Any]


@cache
def shipped_vocabulary() -> Vocabulary:
    """Return the concept scheme that Brygga comes with, parsed once in a process: it takes a second."""
    return concepts.load(DATA / "vocabulary")


def read_file(name: str) -> dict[str, Any]:
    """Return what the file `seeds/data/{name}.yaml` says."""
    content: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return content


def read_rows(name: str, subject: str) -> list[SeedRow]:
    """Return the rows listed under `subject` in the file `seeds/data/{name}.yaml`, in the file's order."""
    rows: list[SeedRow] = read_file(name)[subject]
    return rows
