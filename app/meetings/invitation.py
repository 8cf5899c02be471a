"""A planned meeting as an entry for the reader's own calendar (RFC 5545), for the whole day: no hour is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from models.meetings import Meeting

_LINE_BYTES = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def write_invitation(meeting: Meeting, *, summary: str, url: str, domain: str) -> str:
    """Return the entry; it has a link and no confidential text, for calendars get about."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Brygga//SV",
        "BEGIN:VEVENT",
        f"UID:meeting-{meeting.id}@{domain}",
        f"SEQUENCE:{meeting.version}",
        f"DTSTAMP:{meeting.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{meeting.held_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{meeting.held_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{summary.translate(_ESCAPED)}",
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _folded(line: str) -> Iterator[str]:
    """Break a line at 75 bytes, never inside a letter; what follows begins with a space."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LINE_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
