"""What the forms of this room ask the use cases to do; the names are exactly the columns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileCommand:
    """What is said of a file: what it is about, and whether introduced units may read it."""

    about: str | None
    for_infrastructure: bool
