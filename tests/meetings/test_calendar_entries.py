"""Entries for calendars pass another program's parser, come back as they went, and know when the clocks are turned."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from app.mail.calendar_parts import for_another
from app.meetings.calendar_entries import CalendarEntry, CalendarPerson, said_in, write_calendar, write_invitation
from models.clock import TIME_ZONE
from models.outbox import CalendarMethod

CHANGED = datetime(2026, 11, 30, 7, 15, tzinfo=UTC)
PLACE = "Rum 4; våning 2, Alfred Nobels allé 8\\10"


def entry(**values: Any) -> CalendarEntry:
    known = {"uid": "meeting-7@brygga.example", "summary": "Åö AB – Enhet, ä; \\ å", "day": date(2026, 12, 1)}
    return CalendarEntry(**{**known, "changed_at": CHANGED, "sequence": 3, "place": PLACE, **values})


def read(text: str) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(text)
    assert not calendar.errors
    (event,) = calendar.events
    assert not event.errors
    return calendar, event


def test_an_entry_comes_back_as_it_went() -> None:
    sent = entry(starts_at=time(13), minutes_long=45, text="Rad ett\nRad två", url="https://brygga.example/matches/1")
    text = write_calendar([sent])
    calendar, event = read(text)
    assert calendar.get("method") is None
    assert (event["uid"], event["sequence"], event["summary"]) == (sent.uid, 3, sent.summary)
    assert (event["location"], event["description"], event["url"]) == (PLACE, "Rad ett\nRad två", sent.url)
    assert datetime(2026, 12, 1, 13, tzinfo=TIME_ZONE) == event.DTSTART
    assert datetime(2026, 12, 1, 13, 45, tzinfo=TIME_ZONE) == event.DTEND
    assert event.DTSTAMP == CHANGED
    assert (event["transp"], event["status"]) == ("OPAQUE", "CONFIRMED")
    # What is read is written as it was, to the byte.
    assert calendar.to_ical().decode() == text


def test_an_entry_about_a_day_leaves_the_day_free() -> None:
    _calendar, event = read(write_calendar([entry()]))
    assert (date(2026, 12, 1), date(2026, 12, 2)) == (event.DTSTART, event.DTEND)
    assert event["transp"] == "TRANSPARENT"


def test_lines_are_short_and_end_as_the_standard_says() -> None:
    text = write_calendar([entry(summary="ö" * 200, text="å\n" * 100)])
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize("year", [2024, 2026, 2027, 2030, 2037])
def test_the_zone_that_goes_along_turns_the_clocks_as_stockholm_does(year: int) -> None:
    zone = read(write_calendar([entry(starts_at=time(13))]))[0].timezones[0]
    assert zone["tzid"] == "Europe/Stockholm"
    # The zone as it stands in the text alone, without what this machine knows of Stockholm.
    alone = zone.to_tz(lookup_tzid=False)
    for day in range(366):
        for hour in (0, 12):
            moment = datetime(year, 1, 1, hour, 30, tzinfo=UTC) + timedelta(days=day)
            shown = moment.astimezone(TIME_ZONE).replace(tzinfo=None)
            assert shown.replace(tzinfo=alone).utcoffset() == moment.astimezone(TIME_ZONE).utcoffset(), moment


@pytest.mark.parametrize(
    ("day", "at", "minutes", "begins", "ends"),
    [
        (date(2027, 3, 27), time(13), 60, (12, 0), (13, 0)),
        (date(2027, 3, 28), time(13), 60, (11, 0), (12, 0)),
        # From half past one in winter to half past three in summer is one hour.
        (date(2027, 3, 28), time(1, 30), 60, (0, 30), (1, 30)),
        (date(2027, 10, 31), time(1, 30), 180, (23, 30), (2, 30)),
        (date(2027, 10, 31), time(13), 60, (12, 0), (13, 0)),
    ],
)
def test_meetings_around_the_turning_of_the_clocks(
    day: date, at: time, minutes: int, begins: tuple[int, int], ends: tuple[int, int]
) -> None:
    _calendar, event = read(write_calendar([entry(day=day, starts_at=at, minutes_long=minutes)]))
    start, end = event.DTSTART, event.DTEND
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    assert (start.astimezone(UTC).hour, start.astimezone(UTC).minute) == begins
    assert (end.astimezone(UTC).hour, end.astimezone(UTC).minute) == ends
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(minutes=minutes)


def invitation(method: CalendarMethod, **values: Any) -> str:
    return write_invitation(
        entry(starts_at=time(13), **values),
        method,
        organizer=CalendarPerson("maria@brygga.example", 'Maria "Mia" Ek, konsult'),
        sender="brygga@brygga.example",
        attendee=CalendarPerson("frida@company.example", "Frida Åö"),
    )


def test_an_invitation_asks_for_an_answer_to_whoever_planned_it() -> None:
    calendar, event = read(invitation(CalendarMethod.REQUEST))
    assert calendar["method"] == "REQUEST"
    organizer, attendee = event["organizer"], event["attendee"]
    assert str(organizer) == "mailto:maria@brygga.example"
    assert organizer.params["SENT-BY"] == "mailto:brygga@brygga.example"
    assert str(attendee) == "mailto:frida@company.example"
    assert (attendee.params["CN"], attendee.params["RSVP"]) == ("Frida Åö", "TRUE")
    assert attendee.params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["status"] == "CONFIRMED"


def test_a_cancellation_strikes_the_same_entry_out() -> None:
    calendar, event = read(invitation(CalendarMethod.CANCEL, is_cancelled=True, sequence=4))
    assert (calendar["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 4)
    assert (event["uid"], event["transp"]) == ("meeting-7@brygga.example", "TRANSPARENT")


def test_what_an_entry_says_is_read_from_it() -> None:
    begins = datetime(2026, 12, 1, 13, tzinfo=TIME_ZONE)
    assert said_in(invitation(CalendarMethod.REQUEST)) == (begins, begins + timedelta(hours=1), PLACE)


def test_an_entry_is_written_for_another_address() -> None:
    _calendar, event = read(for_another(invitation(CalendarMethod.REQUEST), "other@company.example"))
    assert str(event["attendee"]) == "mailto:other@company.example"
    assert event["attendee"].params["RSVP"] == "TRUE"
    assert (event["sequence"], event["location"]) == (3, PLACE)
