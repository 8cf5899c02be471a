"""Measures how well two needs in one text are told from one, on texts labelled with how many they hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matching.engine import Engine
from matching.profiles import NeedProfile, Passage
from matching.several import needs as several_needs

_JOINED = "cue"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text, and where its second need begins; None where it holds one. `joined` tells that words say so."""

    id: str
    need: NeedProfile
    second_from: int | None
    joined: bool


@dataclass(frozen=True, slots=True)
class SeveralFigures:
    """The ids of texts with two needs that were missed, and of texts with one that were taken for two."""

    doubles: int
    joined: int
    singles: int
    missed: tuple[str, ...]
    missed_joined: tuple[str, ...]
    false_alarms: tuple[str, ...]
    cut_elsewhere: tuple[str, ...]

    @property
    def recall_joined(self) -> float:
        """Return the share found of those whose words say that another need follows."""
        return 1.0 - len(self.missed_joined) / max(1, self.joined)

    @property
    def recall_unjoined(self) -> float:
        """Return the share found of the rest."""
        return 1.0 - (len(self.missed) - len(self.missed_joined)) / max(1, self.doubles - self.joined)

    @property
    def false(self) -> float:
        """Return the share of texts with one need that were taken for two."""
        return len(self.false_alarms) / max(1, self.singles)


def read(path: Path) -> list[LabelledText]:
    """Read a file of JSON lines with id, kind, title, text and, for two needs, second_from."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        LabelledText(
            row["id"],
            NeedProfile(row["id"], (Passage("title", row["title"]), Passage("text", row["text"]))),
            row.get("second_from"),
            row["kind"] == _JOINED,
        )
        for row in rows
    ]


def measure(engine: Engine, texts: Sequence[LabelledText], today: date) -> SeveralFigures:
    """Return how an engine tells the texts."""
    found = {each.id: several_needs.find(engine, each.need, today=today) for each in texts}
    doubles = [each for each in texts if each.second_from is not None]
    singles = [each for each in texts if each.second_from is None]
    missed = [each for each in doubles if found[each.id] is None]
    return SeveralFigures(
        doubles=len(doubles),
        joined=sum(each.joined for each in doubles),
        singles=len(singles),
        missed=tuple(each.id for each in missed),
        missed_joined=tuple(each.id for each in missed if each.joined),
        false_alarms=tuple(each.id for each in singles if found[each.id] is not None),
        cut_elsewhere=tuple(
            each.id for each in doubles if (two := found[each.id]) and len(two.first.asked) != each.second_from
        ),
    )
