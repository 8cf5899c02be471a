"""What the matchmaker answers, and how long answers are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from matching.results import Candidate, RankedPlace, Strength

REMEMBERED: Final = 500  # answers of a kind


@dataclass(frozen=True, slots=True)
class InfrastructureRanking:
    """The best capability of each unit, best first, with limits and reasons, and what else the unit has.

    `others` gives the further capabilities of a unit by the id of its best one, best first. `suitable` is False when
    the answer is "nothing suitable yet"; `has_more` tells that there are further units.
    """

    candidates: tuple[Candidate, ...]
    others: Mapping[str, tuple[RankedPlace, ...]]
    suitable: bool
    has_more: bool


@dataclass(frozen=True, slots=True)
class Best:
    """A place in a need's ranking without limits and reasons; `suitable` is False where it is not worth showing."""

    capability_id: str
    score: float
    strength: Strength
    suitable: bool


def remember(answers: dict[Any, Any], new: Mapping[Any, Any]) -> None:
    """Keep answers, and forget the older ones when there are too many."""
    if len(answers) + len(new) > REMEMBERED:
        answers.clear()
    answers.update(new)
