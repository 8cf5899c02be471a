"""What may be done with a need, pair, match and meeting, and what comes next: pages offer this and nothing else."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from models.accounts import Role
from models.matches import Stage
from models.meetings import MeetingStatus
from models.needs import NeedStatus


class NeedAction(enum.StrEnum):
    """What the office does with a need."""

    PUBLISH = "publish"
    EDIT = "edit"
    ADD_PAIR = "add_pair"
    MARK_MET = "mark_met"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


class MatchAction(enum.StrEnum):
    """What the office does with a pair, and with the match that it becomes."""

    INTRODUCE = "introduce"
    SHORTLIST = "shortlist"
    DISMISS = "dismiss"
    LOG_MEETING = "log_meeting"
    PLAN_MEETING = "plan_meeting"
    RECORD_USE = "record_use"
    AGREE = "agree"
    DECIDE_NEXT_STEP = "decide_next_step"
    CORRECT = "correct"
    ASSIGN = "assign"
    CLOSE = "close"


class MeetingAction(enum.StrEnum):
    """What the office does with a meeting; to take one back is always possible."""

    HELD = "held"
    INVITE = "invite"
    CALL_OFF = "call_off"
    EDIT = "edit"
    MISS = "miss"
    CANCEL = "cancel"
    PLAN_AGAIN = "plan_again"


Action = TypeVar("Action", NeedAction, MatchAction, MeetingAction)


@dataclass(frozen=True, slots=True)
class Actions(Generic[Action]):
    """What is offered: what comes `next` is the page's one button, `others` follow in their order."""

    next: Action | None = None
    others: tuple[Action, ...] = ()

    def __contains__(self, action: object) -> bool:
        return action in self.others or (action is not None and action == self.next)


_OF_NEED: Final = {
    NeedStatus.DRAFT: Actions(NeedAction.PUBLISH, (NeedAction.EDIT, NeedAction.WITHDRAW)),
    NeedStatus.OPEN: Actions(NeedAction.EDIT, (NeedAction.ADD_PAIR, NeedAction.MARK_MET, NeedAction.WITHDRAW)),
    NeedStatus.MET: Actions(NeedAction.REOPEN, (NeedAction.EDIT,)),
    NeedStatus.WITHDRAWN: Actions(NeedAction.REOPEN, (NeedAction.EDIT,)),
}
_NEXT: Final = {
    Stage.SUGGESTED: MatchAction.INTRODUCE,
    Stage.SHORTLISTED: MatchAction.INTRODUCE,
    Stage.INTRODUCED: MatchAction.LOG_MEETING,
    Stage.MEETING_HELD: MatchAction.RECORD_USE,
    Stage.AGREED: MatchAction.RECORD_USE,
    Stage.USED: MatchAction.RECORD_USE,
    Stage.CLOSED: MatchAction.CORRECT,
}


def allows(status: NeedStatus, action: NeedAction) -> bool:
    """Tell whether an action can be taken on a need of this status, by those who may take any."""
    return action in _OF_NEED[status]


def actions_for_need(role: Role, status: NeedStatus) -> Actions[NeedAction]:
    """Return what somebody may do with a need; nothing outside the office."""
    return _OF_NEED[status] if role.is_office else Actions()


def actions_for_pair(role: Role, need: NeedStatus) -> Actions[MatchAction]:
    """Return what somebody may do with a need and a capability that are no match yet: only an open need is matched."""
    if not role.is_office or need is not NeedStatus.OPEN:
        return Actions()
    return Actions(MatchAction.INTRODUCE, (MatchAction.SHORTLIST, MatchAction.DISMISS))


def actions_for(role: Role, stage: Stage, need: NeedStatus, *, introduced: bool) -> Actions[MatchAction]:
    """Return what somebody may do with a match at a stage; nothing outside the office.

    `introduced` tells that the unit reads the need as it is today. Nobody is introduced to a need that is not open:
    for an early match of such a need nothing comes next.
    """
    if not role.is_office:
        return Actions()
    if stage is Stage.CLOSED:
        return Actions(MatchAction.CORRECT, (MatchAction.ASSIGN,))
    offered = [MatchAction.INTRODUCE] if need is NeedStatus.OPEN and not introduced else []
    offered += [MatchAction.PLAN_MEETING, MatchAction.LOG_MEETING, MatchAction.RECORD_USE]
    if stage in (Stage.INTRODUCED, Stage.MEETING_HELD):
        offered.append(MatchAction.AGREE)
    offered += [MatchAction.DECIDE_NEXT_STEP, MatchAction.CORRECT, MatchAction.ASSIGN, MatchAction.CLOSE]
    comes_next = _NEXT[stage] if _NEXT[stage] in offered else None
    return Actions(comes_next, tuple(action for action in offered if action is not comes_next))


def actions_for_meeting(
    status: MeetingStatus, *, awaits_outcome: bool, to_invite: bool, to_call_off: bool
) -> Actions[MeetingAction]:
    """Return what the office may do with a meeting.

    `to_invite` tells that somebody lacks the invitation as it is now, `to_call_off` that somebody holds one that is
    no longer true.
    """
    if status is MeetingStatus.PLANNED:
        others = (MeetingAction.EDIT, MeetingAction.MISS, MeetingAction.CANCEL)
        inviting = (MeetingAction.INVITE,) if to_invite else ()
        if awaits_outcome:
            return Actions(MeetingAction.HELD, (*others, *inviting))
        return Actions(MeetingAction.INVITE if to_invite else None, others)
    again = (MeetingAction.PLAN_AGAIN,) if status is MeetingStatus.CANCELLED else ()
    return Actions(MeetingAction.CALL_OFF if to_call_off else None, (MeetingAction.EDIT, *again))
