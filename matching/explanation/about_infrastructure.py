"""Reasons about the infrastructure and not the need: it has passed its gate, and its facts were confirmed lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from matching.profiles import CapabilityProfile
from matching.results import Reason
from matching.scoring.age import FRESH_DAYS

_READY, _FRESH = 0.05, 0.04  # after every reason of content


def about_infrastructure(capability: CapabilityProfile, today: date) -> Iterator[Reason]:
    """Yield what speaks for an infrastructure whatever is asked of it."""
    if capability.ready:
        yield Reason("readiness", _READY)
    if capability.confirmed_on is not None and 0 <= (today - capability.confirmed_on).days <= FRESH_DAYS:
        yield Reason("freshness", _FRESH * (1 - (today - capability.confirmed_on).days / (2 * FRESH_DAYS)))
