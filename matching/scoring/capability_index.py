"""Capabilities in rows, with every signal's state: one edit writes one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from matching.arrays import BoolArray, RealArray, RowArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.hard_limits.capability_filter import CapabilityFilter
from matching.hard_limits.exclusions import ExclusionReader
from matching.profiles import CapabilityProfile, NeedProfile
from matching.scoring.age import ConfirmedDays
from matching.signals.concepts import Concepts
from matching.signals.fuzzy_terms import FuzzyTerms
from matching.signals.meaning import Meaning
from matching.signals.not_for import NotFor
from matching.signals.problems import Problems
from matching.signals.signal import Signal
from matching.signals.tags import Tags
from matching.signals.wording import Wording
from matching.storage.row_numbers import RowNumbers

# Sums in double precision differ in the 15th digit with the kernel of the linear-algebra library and its threads.
_DECIMALS = 9


def all_signals(concepts: int, dimension: int) -> tuple[Signal, ...]:
    """Return every signal, empty; those of meaning only when vectors have a dimension."""
    of_meaning = (Meaning(dimension, mapped=True), Meaning(dimension, mapped=False)) if dimension else ()
    return (
        Wording("words", concepts),
        Wording("char_ngrams", concepts),
        Problems(concepts),
        Concepts(concepts),
        FuzzyTerms(),
        Tags(),
        NotFor(concepts),
        *of_meaning,
    )


class CapabilityIndex:
    """The capabilities that are ranked."""

    def __init__(self, concepts: int, dimension: int, exclusions: ExclusionReader) -> None:
        self._rows = RowNumbers()
        self._documents: dict[int, CapabilityDocument] = {}
        self._signals = all_signals(concepts, dimension)
        self._facts = CapabilityFilter(exclusions)
        self._confirmed = ConfirmedDays()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, capability_id: object) -> bool:
        return capability_id in self._rows

    def put(self, documents: Sequence[CapabilityDocument]) -> None:
        """Add capabilities, each in place of the one that had its id."""
        for document in documents:
            row = self._rows.put(document.profile.id)
            self._documents[row] = document
            self._facts.put(row, document.profile)
            self._confirmed.put(row, document.profile)
            for signal in self._signals:
                signal.put(row, document)

    def remove(self, capability_id: str) -> None:
        """Take a capability out; nothing happens when it is not there."""
        row = self._rows.remove(capability_id)
        if row is None:
            return
        del self._documents[row]
        self._facts.remove(row)
        for signal in self._signals:
            signal.remove(row)

    def get_ready(self) -> None:
        """Make what the first values would make."""
        for signal in self._signals:
            if isinstance(signal, Wording):
                signal.get_ready()

    def rows(self, ids: Sequence[str] | None = None) -> RowArray:
        """Return the rows of ids, or all that are in use, shape (rows,); raises KeyError for an unknown id."""
        if ids is None:
            return np.flatnonzero(self._rows.in_use())
        found = [self._rows.find(each) for each in ids]
        if None in found:
            raise KeyError(ids[found.index(None)])
        return np.array(found, dtype=np.intp)

    def document(self, row: int) -> CapabilityDocument:
        """Return what the capability in a row says."""
        return self._documents[row]

    def profile(self, row: int) -> CapabilityProfile:
        """Return the capability in a row."""
        return self._documents[row].profile

    def values(self, need: NeedDocument, rows: RowArray) -> Mapping[str, RealArray]:
        """Return each signal's values, shape (rows,), to so many digits as are the same on every processor."""
        everything = np.array_equal(rows, np.arange(self._rows.height))
        chosen = None if everything else rows
        return {signal.name: np.round(signal.score(need, chosen), _DECIMALS) for signal in self._signals}

    def failing(self, need: NeedProfile, rows: RowArray, today: date) -> BoolArray:
        """Return which of the rows fail a hard limit of the need, shape (rows,)."""
        return np.asarray(self._facts.failing(need, today=today)[rows])

    def old(self, rows: RowArray, today: date) -> BoolArray:
        """Return which of the rows hold facts that nobody has confirmed lately, shape (rows,)."""
        return self._confirmed.old(rows, today)
