"""What is asked about when a use is recorded."""

from __future__ import annotations

HOURS_A_DAY = 24
UNLIKELY_SEK = 5_000_000  # the dearest use there has been is worth far less
