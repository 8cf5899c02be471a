"""Facts that may not be known: unknown is a value of its own, and never a no."""

from __future__ import annotations

import enum


class YesNoUnknown(enum.StrEnum):
    """A fact that may not be known; unknown is its own value and never a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def known(self) -> bool | None:
        """Return the fact as the engine takes it: True, False or None."""
        return {YesNoUnknown.YES: True, YesNoUnknown.NO: False}.get(self)


class Openness(enum.StrEnum):
    """Whether companies are let in, as far as public sources say."""

    YES = "yes"
    LIMITED = "limited"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def known(self) -> bool | None:
        """Return the fact as the engine takes it; limited is open."""
        return {Openness.YES: True, Openness.LIMITED: True, Openness.NO: False}.get(self)
