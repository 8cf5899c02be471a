"""What the forms of this room ask its use cases to do."""

from __future__ import annotations

from dataclasses import dataclass

from models.dimensions import Dimension


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """An area or a region as it is to be called."""

    dimension: Dimension
    name_sv: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ChosenGroups:
    """The area and the region of a company; the names are exactly the columns."""

    area_id: int | None
    region_id: int | None
