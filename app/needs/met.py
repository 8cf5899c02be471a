"""How an open need stands: matched, waiting or unmet; every open need is exactly one of the three, everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import sqlalchemy as sa

from models.matches import STAGES_IN_ORDER, Match, Stage
from models.needs import Need, NeedState

_INTRODUCED: Final = STAGES_IN_ORDER[STAGES_IN_ORDER.index(Stage.INTRODUCED) :]
_EARLY: Final = STAGES_IN_ORDER[: STAGES_IN_ORDER.index(Stage.INTRODUCED)]


def state_of(stages: Iterable[Stage]) -> NeedState:
    """Return how an open need stands by the stages of its matches."""
    known = set(stages)
    if known & set(_INTRODUCED):
        return NeedState.MATCHED
    return NeedState.WAITING if known & set(_EARLY) else NeedState.UNMET


def has_state(state: NeedState) -> sa.ColumnElement[bool]:
    """Return the condition that an open need stands so, as `state_of` tells it."""
    introduced = sa.exists().where(Match.need_id == Need.id, Match.stage.in_(_INTRODUCED)).correlate(Need)
    early = sa.exists().where(Match.need_id == Need.id, Match.stage.in_(_EARLY)).correlate(Need)
    return {
        NeedState.MATCHED: introduced,
        NeedState.WAITING: sa.and_(~introduced, early),
        NeedState.UNMET: sa.and_(~introduced, ~early),
    }[state]
