"""What the forms of this room ask its use cases to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ViewCommand:
    """What a view is called, and whether all of the office sees it."""

    name: str
    is_shared: bool
