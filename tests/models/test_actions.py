"""Which actions are offered, and what comes next, by role, stage and what else is known: the whole table."""

from __future__ import annotations

from typing import Any

import pytest

from models.accounts import Role
from models.actions import (
    Actions,
    MatchAction,
    NeedAction,
    actions_for,
    actions_for_meeting,
    actions_for_need,
    actions_for_pair,
)
from models.matches import Stage
from models.meetings import MeetingStatus
from models.needs import NeedStatus

NOTHING: Actions[Any] = Actions()
OFFICE = (Role.ADMINISTRATOR, Role.CONSULTANT)
ALWAYS = "decide_next_step correct assign close"
# Stage, need open, introduced: what comes next, and the rest in the order of the menu.
OFFERED = {
    (Stage.SUGGESTED, True, False): ("introduce", f"plan_meeting log_meeting record_use {ALWAYS}"),
    (Stage.SUGGESTED, False, False): (None, f"plan_meeting log_meeting record_use {ALWAYS}"),
    (Stage.SHORTLISTED, True, False): ("introduce", f"plan_meeting log_meeting record_use {ALWAYS}"),
    (Stage.SHORTLISTED, False, False): (None, f"plan_meeting log_meeting record_use {ALWAYS}"),
    (Stage.INTRODUCED, True, True): ("log_meeting", f"plan_meeting record_use agree {ALWAYS}"),
    (Stage.INTRODUCED, False, True): ("log_meeting", f"plan_meeting record_use agree {ALWAYS}"),
    (Stage.MEETING_HELD, True, False): ("record_use", f"introduce plan_meeting log_meeting agree {ALWAYS}"),
    (Stage.MEETING_HELD, False, False): ("record_use", f"plan_meeting log_meeting agree {ALWAYS}"),
    (Stage.MEETING_HELD, True, True): ("record_use", f"plan_meeting log_meeting agree {ALWAYS}"),
    (Stage.AGREED, True, False): ("record_use", f"introduce plan_meeting log_meeting {ALWAYS}"),
    (Stage.AGREED, True, True): ("record_use", f"plan_meeting log_meeting {ALWAYS}"),
    (Stage.USED, True, False): ("record_use", f"introduce plan_meeting log_meeting {ALWAYS}"),
    (Stage.USED, False, True): ("record_use", f"plan_meeting log_meeting {ALWAYS}"),
    (Stage.CLOSED, True, False): ("correct", "assign"),
    (Stage.CLOSED, False, False): ("correct", "assign"),
}


@pytest.mark.parametrize("role", OFFICE)
@pytest.mark.parametrize(("facts", "offered"), OFFERED.items())
def test_what_a_match_offers(role: Role, facts: tuple[Stage, bool, bool], offered: tuple[str | None, str]) -> None:
    stage, is_open, introduced = facts
    found = actions_for(role, stage, NeedStatus.OPEN if is_open else NeedStatus.MET, introduced=introduced)
    assert (found.next, " ".join(found.others)) == offered


@pytest.mark.parametrize("role", OFFICE)
@pytest.mark.parametrize(
    ("status", "comes_next", "others"),
    [
        (NeedStatus.DRAFT, NeedAction.PUBLISH, "edit withdraw"),
        (NeedStatus.OPEN, NeedAction.EDIT, "add_pair mark_met withdraw"),
        (NeedStatus.MET, NeedAction.REOPEN, "edit"),
        (NeedStatus.WITHDRAWN, NeedAction.REOPEN, "edit"),
    ],
)
def test_what_a_need_offers(role: Role, status: NeedStatus, comes_next: NeedAction, others: str) -> None:
    found = actions_for_need(role, status)
    assert (found.next, " ".join(found.others)) == (comes_next, others)


def test_a_pair_of_an_open_need_is_introduced_short_listed_or_dismissed() -> None:
    for status in NeedStatus:
        found = actions_for_pair(Role.CONSULTANT, status)
        if status is NeedStatus.OPEN:
            assert found == Actions(MatchAction.INTRODUCE, (MatchAction.SHORTLIST, MatchAction.DISMISS))
        else:
            assert found == NOTHING


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICE])
def test_nobody_outside_the_office_is_offered_anything(role: Role) -> None:
    for status in NeedStatus:
        assert actions_for_need(role, status) == NOTHING
        assert actions_for_pair(role, status) == NOTHING
        for stage in Stage:
            assert actions_for(role, stage, status, introduced=False) == NOTHING
    assert None not in NOTHING


@pytest.mark.parametrize(
    ("status", "awaits_outcome", "comes_next", "others"),
    [
        (MeetingStatus.PLANNED, False, "invite", "edit miss cancel"),
        (MeetingStatus.PLANNED, True, "held", "edit miss cancel invite"),
        (MeetingStatus.CANCELLED, False, "call_off", "edit plan_again"),
        (MeetingStatus.HELD, False, None, "edit"),
        (MeetingStatus.NOT_HELD, False, None, "edit"),
    ],
)
def test_what_a_meeting_offers(
    status: MeetingStatus, awaits_outcome: bool, comes_next: str | None, others: str
) -> None:
    is_cancelled = status is MeetingStatus.CANCELLED
    is_planned = status is MeetingStatus.PLANNED
    found = actions_for_meeting(status, awaits_outcome=awaits_outcome, to_invite=is_planned, to_call_off=is_cancelled)
    assert (found.next, " ".join(found.others)) == (comes_next, others)
