"""Meetings and next steps as entries for calendars (RFC 5545), written so that Outlook and Google read them too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from models.clock import TIME_ZONE, local, moment_of
from models.meetings import Meeting
from models.outbox import CalendarMethod

# How long a meeting is taken to be where nobody has said.
USUAL_MINUTES: Final = 60
_PRODUCT: Final = "-//Brygga//SV"
_SUMMER, _WINTER = timedelta(hours=2), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CalendarPerson:
    """Whoever calls to a meeting or is called to it."""

    address: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry; without `starts_at` it is about the day, and leaves the day free.

    `sequence` tells which of two entries with one `uid` is newer. `is_private` asks calendars that are shared to show
    the time only.
    """

    uid: str
    summary: str
    day: date
    changed_at: datetime
    sequence: int = 0
    starts_at: time | None = None
    minutes_long: int | None = None
    place: str | None = None
    text: str | None = None
    url: str | None = None
    is_private: bool = False
    is_cancelled: bool = False

    @property
    def hours(self) -> tuple[datetime, datetime] | None:
        """Return when it begins and ends; None for an entry about a day."""
        return hours_of(self.day, self.starts_at, self.minutes_long)


def hours_of(day: date, starts_at: time | None, minutes_long: int | None) -> tuple[datetime, datetime] | None:
    """Return when something begins and ends, as clocks in Stockholm show it; None where no time is known.

    An hour is an hour also where the clocks are turned meanwhile.
    """
    if starts_at is None:
        return None
    begins = moment_of(day, starts_at)
    return local(begins), local(begins + timedelta(minutes=minutes_long or USUAL_MINUTES))


def said_of(meeting: Meeting) -> tuple[object, ...]:
    """Return what those who come must know of a meeting; see `said_in`."""
    hours = hours_of(meeting.held_on, meeting.starts_at, meeting.minutes_long)
    return (*(hours or (meeting.held_on, meeting.held_on + timedelta(days=1))), meeting.place or "")


def said_in(calendar: str) -> tuple[object, ...]:
    """Return what an entry that was written tells of a meeting: when it begins and ends, and where it is."""
    event = Calendar.from_ical(calendar).events[0]
    return event.DTSTART, event.DTEND, str(event.get("location", ""))


def write_calendar(entries: Iterable[CalendarEntry], *, name: str | None = None) -> str:
    """Return a calendar to be read: one that somebody takes along, or follows under `name`."""
    calendar = _calendar()
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return str(calendar.to_ical().decode())


def write_invitation(
    entry: CalendarEntry, method: CalendarMethod, *, organizer: CalendarPerson, sender: str, attendee: CalendarPerson
) -> str:
    """Return what a letter asks of its reader's calendar (RFC 5546).

    Only its reader is named as called to the meeting, so that nobody's address gets about. The letter comes from
    `sender` on behalf of the organizer, to whom calendars answer.
    """
    calendar = _calendar()
    calendar.add("method", method.value)
    event = _event(entry)
    caller = vCalAddress(f"mailto:{organizer.address}")
    caller.params |= {"CN": organizer.name or organizer.address, "SENT-BY": f"mailto:{sender}"}
    event.add("organizer", caller)
    called = vCalAddress(f"mailto:{attendee.address}")
    called.params |= {"CN": attendee.name or attendee.address, "ROLE": "REQ-PARTICIPANT"}
    if method is CalendarMethod.REQUEST:
        called.params |= {"PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    event.add("attendee", called)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_stockholm())
    return calendar


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    begins, ends = entry.hours or (entry.day, entry.day + timedelta(days=1))
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", entry.summary)
    for name, text in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if text:
            event.add(name, text)
    event.add("transp", "OPAQUE" if entry.hours and not entry.is_cancelled else "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.is_private:
        event.add("class", "PRIVATE")
    return event


def _stockholm() -> Timezone:
    """Return when the clocks are turned, as a rule without end: Outlook knows no lists of days."""
    zone = Timezone()
    zone.add("tzid", TIME_ZONE.key)
    for part, name, month, before, after in (
        (TimezoneDaylight(), "CEST", 3, _WINTER, _SUMMER),
        (TimezoneStandard(), "CET", 10, _SUMMER, _WINTER),
    ):
        # At one in the morning, UTC, on the last Sunday of the month, since 1996.
        last_sunday = max(day for day in range(25, 32) if date(1996, month, day).isoweekday() == 7)  # noqa: PLR2004
        part.add("dtstart", datetime(1996, month, last_sunday, 1) + before)  # noqa: DTZ001 - the zone's own clock
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone
