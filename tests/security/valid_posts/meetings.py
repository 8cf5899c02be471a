"""The success cases of meetings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from models.clock import now, today
from models.matches import Stage
from models.meetings import Meeting, MeetingStatus
from models.outbox import CalendarMethod, OutboxMessage
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


@case("meetings.plan")
def _(stage: Setting) -> Attempt:
    match = stage.match(Stage.INTRODUCED)
    typed: Typed = {"held_on": (today() + timedelta(days=3)).isoformat(), "starts_at": "13:00", "place": "Rum 4"}
    return Attempt(
        f"/matches/{match.id}/meetings/plan",
        lambda: stage.one(Meeting, Meeting.match_id == match.id, Meeting.place == "Rum 4") is not None,
        typed,
        shown="13:00–14:00",
    )


def _planned(stage: Setting, **values: Any) -> Meeting:
    """Save a meeting of today that the company's contact comes to."""
    match = stage.match(Stage.INTRODUCED)
    assert match.need.contact is not None
    planned = {"status": MeetingStatus.PLANNED, "held_on": today(), "people": [match.need.contact], **values}
    return stage.add(factories.meeting(match, **planned))


def _becomes(stage: Setting, meeting: Meeting, status: MeetingStatus) -> Callable[[], bool]:
    return lambda: stage.fresh(meeting).status is status


@case("meetings.held")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage)
    typed: Typed = {"result": "De vill gå vidare", "next_step": "Skicka avtal", "minutes_used": "45"}

    def is_held() -> bool:
        kept = stage.fresh(meeting)
        stage.session.refresh(kept, ["match"])
        return (kept.status, kept.result, kept.minutes_used, kept.match.next_step) == (
            MeetingStatus.HELD,
            "De vill gå vidare",
            45,
            "Skicka avtal",
        )

    return Attempt(f"/meetings/{meeting.id}/held", is_held, typed, shown="Skicka avtal")


@case("meetings.miss")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage)
    path = f"/meetings/{meeting.id}"
    return Attempt(path, _becomes(stage, meeting, MeetingStatus.NOT_HELD), action=f"{path}/not-held")


@case("meetings.cancel")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage)
    path = f"/meetings/{meeting.id}"
    return Attempt(path, _becomes(stage, meeting, MeetingStatus.CANCELLED), action=f"{path}/cancel")


@case("meetings.plan_again")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage, status=MeetingStatus.CANCELLED)
    path = f"/meetings/{meeting.id}"
    return Attempt(path, _becomes(stage, meeting, MeetingStatus.PLANNED), action=f"{path}/plan-again")


@case("meetings.take_back")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage)
    path = f"/meetings/{meeting.id}"
    return Attempt(path, lambda: stage.fresh(meeting).taken_back_at is not None, action=f"{path}/take-back")


@case("meetings.put_back")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage)
    meeting.taken_back_at = now()
    stage.session.commit()
    return Attempt(
        "/bin", lambda: stage.fresh(meeting).taken_back_at is None, action=f"/meetings/{meeting.id}/put-back"
    )


def _told(stage: Setting, meeting: Meeting, method: CalendarMethod) -> Callable[[], bool]:
    sent = (OutboxMessage.meeting_id == meeting.id, OutboxMessage.calendar_method == method)
    return lambda: stage.one(OutboxMessage, *sent) is not None


@case("meetings.invite")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage)
    saved = _told(stage, meeting, CalendarMethod.REQUEST)
    return Attempt(f"/meetings/{meeting.id}/invite", saved, {"subject": "Kom på möte"}, shown="Inbjuden")


@case("meetings.call_off")
def _(stage: Setting) -> Attempt:
    meeting = _planned(stage, status=MeetingStatus.CANCELLED)
    stage.add(
        OutboxMessage(
            match_id=meeting.match_id,
            meeting_id=meeting.id,
            to_address=meeting.people[0].email,
            subject="Kom på möte",
            body="Hej",
            message_id=f"<{meeting.id}-meeting@test.example>",
            calendar="",
            calendar_method=CalendarMethod.REQUEST,
            calendar_sequence=0,
            sent_at=now(),
        )
    )
    saved = _told(stage, meeting, CalendarMethod.CANCEL)
    return Attempt(f"/meetings/{meeting.id}/call-off", saved, {"subject": "Mötet är inställt"})
