"""What the form of this room asks its use case to do; the names are exactly the fields."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from models.matches import CloseReason


class BlindVerdict(enum.StrEnum):
    """What somebody says of a pair whose score they do not see."""

    INTRODUCE = "introduce"
    RELATED = "related"
    NOT_THIS = "not_this"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class BlindCommand:
    """A verdict on a pair; the reason belongs to NOT_THIS alone."""

    need_id: int
    capability_id: int
    verdict: BlindVerdict
    reason: CloseReason | None
