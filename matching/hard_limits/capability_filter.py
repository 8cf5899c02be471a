"""What hard limits ask of capabilities, laid out by row, so that thousands are held against a need at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from matching.arrays import BoolArray
from matching.hard_limits.checks import days_left, level_key, quality_outcome
from matching.hard_limits.exclusions import Exclusion, ExclusionReader, outcome_of
from matching.hard_limits.subjects import Subjects
from matching.profiles import CapabilityProfile, NeedProfile
from matching.results import Outcome

_UNKNOWN_DAYS = -1
_SMALLEST = 64


class CapabilityFilter:
    """The facts of capabilities by row number. `failing` agrees with the outcomes of `constraints.check`.

    Rows are given by the caller and may be used again after `remove`; a free row fails nothing.
    """

    def __init__(self, exclusions: ExclusionReader) -> None:
        self._exclusions = exclusions
        self._elsewhere = np.zeros(_SMALLEST, dtype=np.bool_)
        self._lead_time = np.full(_SMALLEST, _UNKNOWN_DAYS, dtype=np.int32)
        self._level_set = np.full(_SMALLEST, _UNKNOWN_DAYS, dtype=np.int32)
        self._level_sets: dict[frozenset[str], int] = {}
        self._subjects: dict[int, Subjects] = {}
        self._rows_about: dict[str, set[int]] = {}
        self._height = 0

    @classmethod
    def of(cls, capabilities: Iterable[CapabilityProfile], exclusions: ExclusionReader) -> CapabilityFilter:
        """Lay out capabilities in their order."""
        facts = cls(exclusions)
        for row, capability in enumerate(capabilities):
            facts.put(row, capability)
        return facts

    @property
    def height(self) -> int:
        """How many rows there are, free ones included."""
        return self._height

    def put(self, row: int, capability: CapabilityProfile) -> None:
        """Write the facts of one capability, in place of what was in the row."""
        self.remove(row)
        self._make_room(row)
        self._elsewhere[row] = capability.in_flemingsberg is False
        lead_time = capability.lead_time_days
        self._lead_time[row] = _UNKNOWN_DAYS if lead_time is None else min(lead_time, np.iinfo(np.int32).max)
        if capability.quality is not None:
            levels = frozenset(level_key(level) for level in capability.quality)
            self._level_set[row] = self._level_sets.setdefault(levels, len(self._level_sets))
        subjects = self._exclusions.subjects(capability)
        self._subjects[row] = subjects
        for concept in subjects.heading:
            self._rows_about.setdefault(concept, set()).add(row)

    def remove(self, row: int) -> None:
        """Forget what is in a row; nothing happens when it is free."""
        gone = self._subjects.pop(row, None)
        if gone is None:
            return
        for concept in gone.heading:
            self._rows_about[concept].discard(row)
        self._elsewhere[row] = False
        self._lead_time[row] = _UNKNOWN_DAYS
        self._level_set[row] = _UNKNOWN_DAYS

    def failing(self, need: NeedProfile, *, today: date) -> BoolArray:
        """Return which rows fail at least one limit of the need, shape (height,)."""
        fails = np.zeros(self._height, dtype=np.bool_)
        if need.in_flemingsberg:
            fails |= self._elsewhere[: self._height]
        if need.quality:
            fails |= self._lacking(frozenset(level_key(level) for level in need.quality))
        left = None if need.deadline is None else days_left(need.deadline, today)
        if left is not None:
            fails |= self._lead_time[: self._height] > left
        for exclusion in self._exclusions.of_need(need):
            fails[self._excluded(exclusion)] = True
        return fails

    def _lacking(self, required: frozenset[str]) -> BoolArray:
        """Return which rows are known not to hold all levels: few sets of levels exist, so each is judged once."""
        bad = [
            number
            for levels, number in self._level_sets.items()
            if any(quality_outcome(level, levels) is Outcome.FAIL for level in required)
        ]
        return np.isin(self._level_set[: self._height], bad)

    def _excluded(self, exclusion: Exclusion) -> list[int]:
        about = set[int]().union(*(self._rows_about.get(concept, ()) for concept in exclusion.concepts))
        return [row for row in about if outcome_of(exclusion, self._subjects[row]) is Outcome.FAIL]

    def _make_room(self, row: int) -> None:
        self._height = max(self._height, row + 1)
        room = len(self._elsewhere)
        if row < room:
            return
        more = max(row + 1 - room, room)
        self._elsewhere = np.concatenate([self._elsewhere, np.zeros(more, dtype=np.bool_)])
        self._lead_time = np.concatenate([self._lead_time, np.full(more, _UNKNOWN_DAYS, dtype=np.int32)])
        self._level_set = np.concatenate([self._level_set, np.full(more, _UNKNOWN_DAYS, dtype=np.int32)])
