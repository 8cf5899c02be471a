"""The success cases of meetings."""

from __future__ import annotations

from models.clock import today
from models.matches import Stage
from models.meetings import Meeting
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("meetings.new")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    assert match.need.contact is not None
    typed: Typed = {
        "outcome": "held",
        "held_on": today().isoformat(),
        "person_ids": [str(match.need.contact.id)],
        "notes": "Bra möte",
        "next_step": "Skicka offert",
    }
    return Attempt(
        f"/matches/{match.id}/meetings/new",
        lambda: stage.one(Meeting, Meeting.match_id == match.id, Meeting.notes == "Bra möte") is not None,
        typed,
        shown="Skicka offert",
    )


@case("meetings.edit")
def _(stage: Setting) -> Attempt:
    meeting = stage.add(factories.meeting(stage.match(Stage.MEETING_HELD)))
    return Attempt(f"/meetings/{meeting.id}/edit", lambda: stage.fresh(meeting).notes == "Rättat", {"notes": "Rättat"})
