"""What the forms of this room ask its use cases to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.imports import ImportMode


@dataclass(frozen=True, slots=True)
class ColumnsCommand:
    """What each head of a file means ("" is left out), what is done with rows, and where people's data comes from."""

    columns: Sequence[str]
    mode: ImportMode
    source: str | None
