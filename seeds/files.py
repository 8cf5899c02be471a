"""Reading the seed files: YAML under `seeds/data/`, each with one list of rows per subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

DATA: Final = Path(__file__).resolve().parent / "data"

Row = dict[str, Any]


def read_rows(name: str, subject: str) -> list[Row]:
    """Return the rows listed under `subject` in the file `seeds/data/{name}.yaml`, in the file's order."""
    content = yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    rows: list[Row] = content[subject]
    return rows
