"""Reading the seed files: YAML under `seeds/data/`, each with a list of rows per subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

DATA: Final = Path(__file__).resolve().parent / "data"
VOCABULARY: Final = DATA / "vocabulary"

SeedRow = dict[str, Any]


def read_file(name: str) -> dict[str, Any]:
    """Return what the file `seeds/data/{name}.yaml` says."""
    content: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return content


def read_rows(name: str, subject: str) -> list[SeedRow]:
    """Return the rows listed under `subject` in the file `seeds/data/{name}.yaml`, in the file's order."""
    rows: list[SeedRow] = read_file(name)[subject]
    return rows
