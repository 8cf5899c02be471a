"""The limits of this room."""

from __future__ import annotations

from typing import Final

# How many published changes of a unit's profile its page of changes shows.
CHANGES_SHOWN: Final = 10
