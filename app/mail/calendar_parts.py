"""The entry for calendars that a letter carries."""

from __future__ import annotations

from icalendar import Calendar, Event, vCalAddress


def for_another(calendar: str, address: str) -> str:
    """Return an entry as it is written for another address: a letter that could not go is sent there instead."""
    read = Calendar.from_ical(calendar)
    for event in read.walk("VEVENT"):
        assert isinstance(event, Event)  # noqa: S101 - what a VEVENT is read as
        called = vCalAddress(f"mailto:{address}")
        called.params = event["attendee"].params
        event["attendee"] = called
    return str(read.to_ical().decode())
