"""Where a match may be moved on the board, and what each move asks for: the board offers this and nothing else."""

from __future__ import annotations

import enum
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from models.accounts import Role
from models.actions import MatchAction, actions_for
from models.matches import STAGES_IN_ORDER, Stage
from models.needs import NeedStatus


class MoveKind(enum.StrEnum):
    """What a move asks for: nothing, the record that the stage rests on, or a reason."""

    AT_ONCE = "at_once"
    RECORD = "record"
    CLOSE = "close"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Move:
    """A stage that a match may go to, and what that asks for."""

    to: Stage
    kind: MoveKind


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a match has to rest on: the stages that a record of it stands for, and whether its introduction stands."""

    stages: AbstractSet[Stage] = frozenset()
    is_introduced: bool = False


# What a step forward needs; a step that nothing has to be recorded for is taken at once.
_FORWARD = {
    Stage.INTRODUCED: (MatchAction.INTRODUCE, MoveKind.RECORD),
    Stage.MEETING_HELD: (MatchAction.LOG_MEETING, MoveKind.RECORD),
    Stage.AGREED: (MatchAction.AGREE, MoveKind.AT_ONCE),
    Stage.USED: (MatchAction.RECORD_USE, MoveKind.RECORD),
}


def moves_for(role: Role, stage: Stage, need: NeedStatus, grounds: Grounds) -> tuple[Move, ...]:
    """Return where somebody may move a match, in the order of the ladder, to be closed last.

    Forward a match goes by what has happened, never by being put there; back it is corrected, with the reason.
    """
    actions = actions_for(role, stage, need, introduced=grounds.is_introduced)
    if MatchAction.CORRECT not in actions:
        return ()
    found = []
    for to in STAGES_IN_ORDER:
        action, kind = _FORWARD.get(to, (None, MoveKind.CORRECT))
        is_ahead = stage is not Stage.CLOSED and stage.lies_below(to)
        if to is Stage.SHORTLISTED and is_ahead:
            found += [Move(to, MoveKind.AT_ONCE)] if need is NeedStatus.OPEN else []
        elif is_ahead:
            found += [Move(to, kind)] if action in actions else []
        elif to is not stage and can_be_said(to, grounds.stages):
            found.append(Move(to, MoveKind.CORRECT))
    return (*found, Move(Stage.CLOSED, MoveKind.CLOSE)) if MatchAction.CLOSE in actions else tuple(found)


def can_be_said(stage: Stage, rests_on: AbstractSet[Stage]) -> bool:
    """Tell whether a match can be set to a stage by hand.

    Introduced, meeting held and used follow from an introduction, a meeting and a use: without one of these nobody
    can say that the match has come there.
    """
    return stage in rests_on or stage not in (Stage.INTRODUCED, Stage.MEETING_HELD, Stage.USED)
