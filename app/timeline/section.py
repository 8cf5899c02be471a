"""The timeline as a page shows it: the composer on top, the entries, and the filter that stands in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.form import Form

from app import labels
from app.storage.database import db_session
from app.storage.listing import read_state
from app.timeline.earlier import EDITED_AT
from app.timeline.entries import EntryKind, FieldsChange, Timeline
from app.timeline.forms import KIND_NAMES, TASK_NAME, NoteForm
from app.timeline.places import Place, PlaceKind
from app.timeline.queries import list_timeline
from app.web.forms.typed import fields_of
from app.web.sign_in import current_actor
from models.notes import NoteKind
from models.waiting import WaitingFor

FILTER_NAMES = {
    EntryKind.NOTE: _l("Notes"),
    EntryKind.CALL: _l("Calls"),
    EntryKind.EMAIL: _l("E-mails"),
    EntryKind.TASK: _l("Tasks"),
    EntryKind.MEETING: _l("Meetings"),
    EntryKind.STEP: _l("Steps"),
    EntryKind.USE: _l("Uses"),
    EntryKind.LETTER: _l("Letters"),
    EntryKind.ANSWER: _l("Answers"),
    EntryKind.FILE: _l("Files"),
    EntryKind.CHANGE: _l("Changes"),
}
# Nothing of these happens to a person.
_NOT_OF_PEOPLE = (EntryKind.USE, EntryKind.LETTER, EntryKind.ANSWER, EntryKind.FILE)


@dataclass(frozen=True, slots=True)
class Field:
    """A field whose changes are told; `shown` says that its values are words, and not numbers of other records."""

    label: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What the template shows."""

    place: Place
    timeline: Timeline
    form: NoteForm
    write_url: str
    chosen: EntryKind | None
    filters: Sequence[tuple[EntryKind, Any]]
    fields: Mapping[str, Field]
    labels: Any = labels
    note_names: Any = None

    @staticmethod
    def wait_told(change: FieldsChange) -> str | None:
        """Return in words that a wait for somebody's answer began or ended; None where that was not changed."""
        old, new = change.values.get("waiting_for", (None, None))
        if new:
            return str(labels.WAITING_NAMES[WaitingFor(new)])
        return str(labels.WAITED_NAMES[WaitingFor(old)]) if old else None

    def told(self, change: FieldsChange) -> list[tuple[str, Any, Any, str | None]]:
        """Return what was changed besides a wait as (label, old, new, where the old is put back).

        Old and new are None where only the fact is told, and then nothing can be put back.
        """
        lines = []
        for name, value in change.values.items():
            if name == "waiting_for":
                continue
            field = self.fields[name]
            is_told = field.shown and isinstance(value, list)
            old, new = value if is_told else (None, None)
            lines.append((field.label, old, new, self._put_back_url(change, name) if is_told else None))
        return lines

    def _put_back_url(self, change: FieldsChange, name: str) -> str | None:
        endpoint = EDITED_AT.get(self.place.kind)
        return endpoint and url_for(endpoint, **self.place.argument, earlier=change.id, field=name)


def timeline_section(place: Place, *forms: type[Form]) -> Section:
    """Return a place's timeline as the address asks for it; `forms` are those in which its fields are changed.

    The view has seen to it that the reader may see the place; raises NotFoundError for whoever is not of the office.
    """
    chosen = request.args.get("kind", "")
    kind = EntryKind(chosen) if chosen in set(EntryKind) else None
    state = read_state(request.args, query="", filters={}, sorts=(), default_sort="")
    fields = _fields(forms)
    return Section(
        place=place,
        timeline=list_timeline(db_session(), current_actor(), place, kind=kind, page=state.page, fields=fields.keys()),
        form=NoteForm(formdata=None),
        write_url=url_for("notes.new", **place.argument),
        chosen=kind,
        filters=[
            (each, name)
            for each, name in FILTER_NAMES.items()
            if not (place.kind is PlaceKind.PERSON and each in _NOT_OF_PEOPLE)
        ],
        fields=fields,
        note_names={**KIND_NAMES, NoteKind.TASK: TASK_NAME},
    )


def _fields(forms: Sequence[type[Form]]) -> dict[str, Field]:
    """Return the fields that forms show, by their columns' names; what only the program writes is nobody's change."""
    return {
        name: Field(str(label), kind in (StringField, TextAreaField) or issubclass(kind, DateField))
        for form in forms
        for name, (kind, label) in fields_of(form).items()
        if name not in ("version", "once")
    }
