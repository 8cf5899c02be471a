"""The everyday needs that reasons and answers are measured on, and the units that come first for one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from matching.engine import Engine
from matching.learning.judged_sets import need_of
from matching.profiles import NeedProfile
from matching.results import RankedPlace
from matching.scoring.by_infrastructure import by_infrastructure

FIRST: Final = 3


@dataclass(frozen=True, slots=True)
class EverydayNeed:
    """A need, and whether its judgements were for "tuning" what is told, or kept "unseen".

    `answers` holds the ids of the capabilities that its writer had in mind, none where nothing meets it; None where
    the writer said nothing of that.
    """

    profile: NeedProfile
    use: str
    answers: frozenset[str] | None


def read_needs(path: Path) -> list[EverydayNeed]:
    """Read JSON lines with id, use, title, text and perhaps answers."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        EverydayNeed(need_of(row), row["use"], frozenset(row["answers"]) if "answers" in row else None) for row in rows
    ]


def best_of_first(engine: Engine, need: NeedProfile, today: date) -> list[RankedPlace]:
    """Return the best capability of each of a need's first units."""
    order = engine.order(need, today=today)
    infrastructures = by_infrastructure(order, lambda each: engine.document(each).profile.infrastructure)
    return [each.best for each in islice(infrastructures, FIRST)]
