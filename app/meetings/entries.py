"""What a meeting is called, when and where it is, in the words that calendars and letters have for it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext as _

from app.addresses import host_of
from app.meetings.calendar_entries import CalendarEntry, hours_of
from app.web.i18n import named
from config import Settings
from models.clock import day_of
from models.matches import Match
from models.meetings import Meeting, MeetingStatus


def pair_words(match: Match) -> str:
    """Return a match in a few words; calendars get about, so a company that has asked for secrecy is not named."""
    company = _("A company") if match.need.company.secrecy_note else match.need.company.name
    return f"{company} – {named(match.capability.infrastructure)}"


def when_words(meeting: Meeting) -> str:
    """Return when a meeting is: "2026-12-01, 13:00–14:00", with the day that it ends on where that is another."""
    hours = hours_of(meeting.held_on, meeting.starts_at, meeting.minutes_long)
    if hours is None:
        return meeting.held_on.isoformat()
    begins, ends = hours
    if day_of(ends) == day_of(begins):
        return f"{begins:%Y-%m-%d, %H:%M}–{ends:%H:%M}"
    return f"{begins:%Y-%m-%d, %H:%M} – {ends:%Y-%m-%d, %H:%M}"


@dataclass(frozen=True, slots=True)
class EntryRoom:
    """What entries and letters need to know of the installation."""

    base_url: str
    sender: str

    @property
    def domain(self) -> str:
        """Return the domain of the numbers that entries and letters carry."""
        return host_of(self.base_url) or "localhost"


def entry_room() -> EntryRoom:
    """Return the installation's own."""
    settings: Settings = current_app.extensions["brygga"]
    return EntryRoom(settings.base_url, settings.mail_from)


def meeting_entry(
    meeting: Meeting, room: EntryRoom, *, in_own_calendar: bool, with_place: bool = True
) -> CalendarEntry:
    """Return a meeting as calendars have it, without notes, reasons and names of people.

    In one's own calendar it has the address of the match's page. There, where the company asked for secrecy, it has no
    place either: nobody has looked through what is written there before it leaves. `with_place` is for who may read it.
    """
    is_secret = bool(meeting.match.need.company.secrecy_note)
    return CalendarEntry(
        uid=f"meeting-{meeting.id}@{room.domain}",
        summary=pair_words(meeting.match),
        day=meeting.held_on,
        changed_at=meeting.updated_at,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        minutes_long=meeting.minutes_long,
        place=meeting.place if with_place and not (in_own_calendar and is_secret) else None,
        url=room.base_url + url_for("matches.show", match_id=meeting.match_id) if in_own_calendar else None,
        is_private=is_secret,
        is_cancelled=meeting.status is MeetingStatus.CANCELLED,
    )
