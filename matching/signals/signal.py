"""What every signal can do."""

from __future__ import annotations

from typing import Protocol

from matching.arrays import RealArray, RowArray
from matching.features.documents import CapabilityDocument, NeedDocument

SomeRows = RowArray | None


class Signal(Protocol):
    """A reason to match, or one against; `all_signals()` in `scoring/capability_index.py` lists them.

    Capabilities stand in rows; one may be put, replaced or removed without touching others.

    The value of a pair depends on the pair and on stored knowledge only, never on what else is in the list, so that it
    is the same in both directions and on every page.
    """

    @property
    def name(self) -> str:
        """The signal's name, as in the parameters and in a candidate's contributions."""
        ...

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row, in place of what was there."""
        ...

    def remove(self, row: int) -> None:
        """Empty a row; its score is zero from then on."""
        ...

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return a value in [0, 1] for each of the rows, or for every row when None, shape (rows,)."""
        ...
