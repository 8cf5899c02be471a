"""What can lie in the bin, kind by kind: the one list of it. A kind is a table whose rows have `taken_back_at`.

A row that was thrown away stays in its table, where every reader leaves it out; what every figure asks for, uses and
sizes, is taken out of its table and kept in `ThrownRows`. Whoever adds a table with that column adds a line here; a
test holds them to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.achievements.queries import visible_achievements
from app.aid.queries import visible_grants
from app.bin import words
from app.files.places import with_record_names
from app.files.queries import changeable_files
from app.hours.queries import visible_entries
from app.meetings.queries import visible_meetings
from app.notes.queries import visible_notes
from app.notes.task_queries import with_places
from app.saved_views.queries import visible_views
from app.storage.thrown_rows import visible_thrown
from app.tags.queries import visible_tags
from models.accounts import User
from models.achievements import Achievement
from models.aid import AidGrant
from models.files import RecordFile
from models.infrastructures import Capability
from models.matches import Match
from models.meetings import Meeting
from models.needs import Need
from models.notes import Note, NoteKind
from models.saved_views import SavedView
from models.tags import Tag, Tagging
from models.thrown import ThrownKind, ThrownRows
from models.time_entries import TimeEntry


@dataclass(frozen=True, slots=True)
class BinKind:
    """One kind of thing: whose rows an actor may put back, what they are called, where they stood, and what does it.

    `put_back` is the endpoint, `argument` what it calls the row's number, and `beside` more that tells rows apart.
    """

    name: Any
    table: type[Any]
    visible: Callable[[User], sa.Select[Any]]
    loads: Callable[[], tuple[ORMOption, ...]]
    title: Callable[[Any], str]
    place: Callable[[Any], words.Where]
    put_back: str
    argument: str
    narrowed: Callable[[], sa.ColumnElement[bool]] = sa.true
    beside: Callable[[Any], str] = lambda _row: ""


def _of_match() -> tuple[ORMOption, ...]:
    match = joinedload(Meeting.match)
    return (
        match.joinedload(Match.need).joinedload(Need.company),
        match.joinedload(Match.capability).joinedload(Capability.infrastructure),
    )


def _who_threw() -> tuple[ORMOption, ...]:
    return (joinedload(ThrownRows.by).load_only(User.name, raiseload=True),)


def _notes(name: Any, condition: Callable[[], sa.ColumnElement[bool]]) -> BinKind:
    return BinKind(
        name, Note, visible_notes, with_places, words.of_note, words.where_note, "notes.put_back", "note_id", condition
    )


# By the name that a filter's address has.
KINDS: Final[dict[str, BinKind]] = {
    "note": _notes(_l("Note"), lambda: Note.kind != NoteKind.TASK),
    "task": _notes(_l("Task"), lambda: Note.kind == NoteKind.TASK),
    "file": BinKind(
        _l("File"),
        RecordFile,
        changeable_files,
        with_record_names,
        lambda file: file.name,
        words.where_file,
        "files.put_back",
        "file_id",
    ),
    "meeting": BinKind(
        _l("Meeting"),
        Meeting,
        visible_meetings,
        _of_match,
        words.of_meeting,
        words.where_meeting,
        "meetings.put_back",
        "meeting_id",
    ),
    "use": BinKind(
        _l("Use"),
        ThrownRows,
        visible_thrown,
        _who_threw,
        words.of_use,
        words.where_use,
        "uses.put_back",
        "thrown_id",
        lambda: ThrownRows.kind == ThrownKind.USE,
    ),
    "size": BinKind(
        _l("Size declaration"),
        ThrownRows,
        visible_thrown,
        _who_threw,
        words.of_declaration,
        words.where_declaration,
        "companies.put_declaration_back",
        "thrown_id",
        lambda: ThrownRows.kind == ThrownKind.DECLARATION,
    ),
    "hours": BinKind(
        _l("Hours"),
        TimeEntry,
        visible_entries,
        lambda: (joinedload(TimeEntry.need),),
        words.of_time,
        words.where_time,
        "hours.put_back",
        "entry_id",
        beside=words.beside_time,
    ),
    "result": BinKind(
        _l("Result"),
        Achievement,
        visible_achievements,
        lambda: (
            joinedload(Achievement.programme),
            joinedload(Achievement.indicator),
            joinedload(Achievement.company),
            joinedload(Achievement.network),
        ),
        words.of_achievement,
        words.where_achievement,
        "achievements.put_back",
        "achievement_id",
    ),
    "support": BinKind(
        _l("Support"),
        AidGrant,
        visible_grants,
        lambda: (joinedload(AidGrant.company),),
        lambda grant: grant.what,
        words.where_grant,
        "aid.put_back",
        "grant_id",
    ),
    "tag": BinKind(
        _l("Tag"),
        Tag,
        visible_tags,
        tuple,
        lambda tag: tag.name,
        words.where_tag,
        "tags.put_back",
        "tag_id",
        # One that was taken off the last record it stood on is nothing that anybody threw away.
        lambda: sa.exists().where(Tagging.tag_id == Tag.id),
    ),
    "view": BinKind(
        _l("Saved view"),
        SavedView,
        visible_views,
        lambda: (joinedload(SavedView.owner),),
        lambda view: view.name,
        words.where_view,
        "saved_views.put_back",
        "saved_view_id",
    ),
}
