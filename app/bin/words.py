"""What a thing in the bin is called, and the page that it stood on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.files.places import kind_of_place, name_of_place, page_of
from app.labels import ACTIVITY_NAMES
from app.notes.places import name_of_match, written_on
from app.programmes.achievement_names import KIND_NAMES
from app.saved_views.names import LIST_NAMES
from app.web.i18n import iso_date, named
from app.web.rich_text import first_line
from models.achievements import Achievement
from models.aid import AidGrant
from models.files import RecordFile
from models.meetings import Meeting
from models.notes import Note
from models.saved_views import SavedView
from models.tags import Tag
from models.thrown import ThrownRows
from models.time_entries import TimeEntry


@dataclass(frozen=True, slots=True)
class Where:
    """The record that something stood on, and its page; "" and None for what stood on none."""

    name: str = ""
    url: str | None = None


def of_note(note: Note) -> str:
    """Return the first line of a note."""
    return first_line(note.text)


def where_note(note: Note) -> Where:
    """Return the record that a note was written on."""
    place = written_on(note)
    return Where(place.name, place.page_url)


def where_file(file: RecordFile) -> Where:
    """Return the record that a file was put on."""
    kind = kind_of_place(file)
    return Where(name_of_place(file), page_of(kind, getattr(file, kind.column)))


def of_meeting(meeting: Meeting) -> str:
    """Return the meeting's day."""
    said: str = _("The meeting on %(day)s", day=iso_date(meeting.held_on))
    return said


def where_meeting(meeting: Meeting) -> Where:
    """Return the two who met."""
    return Where(name_of_match(meeting.match), url_for("matches.show", match_id=meeting.match_id))


def of_use(thrown: ThrownRows) -> str:
    """Return when the use began."""
    (row,) = thrown.rows["use"].values()
    said: str = _("The use from %(day)s", day=row["started_on"])
    return said


def where_use(thrown: ThrownRows) -> Where:
    """Return the match that the use was of."""
    return Where(_("The match"), url_for("matches.show", match_id=thrown.of_id))


def of_declaration(thrown: ThrownRows) -> str:
    """Return the accounting year that was declared."""
    (row,) = thrown.rows["smf_declaration"].values()
    said: str = _("The accounting year that ended on %(day)s", day=row["period_end"])
    return said


def where_declaration(thrown: ThrownRows) -> Where:
    """Return the company whose size it was."""
    return Where(_("The company"), url_for("companies.show", company_id=thrown.of_id))


def of_time(entry: TimeEntry) -> str:
    """Return what the time was for."""
    return entry.text or str(ACTIVITY_NAMES[entry.activity])


def beside_time(entry: TimeEntry) -> str:
    """Return how much time it was, and on which day."""
    said: str = _("%(minutes)s min on %(day)s", minutes=entry.minutes, day=iso_date(entry.worked_on))
    return said


def where_time(entry: TimeEntry) -> Where:
    """Return the need that the time was about."""
    if entry.need is None:
        return Where(_("Hours"), url_for("hours.index"))
    return Where(entry.need.title, url_for("needs.show", need_id=entry.need.id))


def of_achievement(found: Achievement) -> str:
    """Return what a result is called, as in its list."""
    other = found.network.title if found.network else named(found.indicator) if found.indicator else None
    return found.title or found.whom or other or str(KIND_NAMES[found.kind])


def where_achievement(found: Achievement) -> Where:
    """Return the programme that the result counted for."""
    return Where(named(found.programme), url_for("achievements.index"))


def where_grant(grant: AidGrant) -> Where:
    """Return the company that was to be supported."""
    return Where(grant.company.name, url_for("aid.of_company", company_id=grant.company_id))


def where_tag(_tag: Tag) -> Where:
    """Return the list of tags."""
    return Where(_("Tags"), url_for("tags.index"))


def where_view(view: SavedView) -> Where:
    """Return the list that a view is of."""
    return Where(str(LIST_NAMES[view.list_kind]), url_for(f"{view.list_kind.value}.index"))
