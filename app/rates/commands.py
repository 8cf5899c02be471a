"""What the form of this room asks its use cases to do; the names are exactly the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RateCommand:
    """Kronor for one euro in the month that begins on a day, and where the rate is from."""

    month: date
    rate: Decimal
    source: str
