"""What may become of a row of a file."""

from __future__ import annotations

from typing import Final

CREATE: Final = "create"
UPDATE: Final = "update"
SAME: Final = "same"  # it says what is on record
KNOWN: Final = "known"  # on record, and only new ones are added
UNKNOWN: Final = "unknown"  # not on record, and only those that are there are changed
ASK: Final = "ask"  # it may be a record under another name
SKIP: Final = "skip"  # somebody has decided to leave it out
ERROR: Final = "error"
