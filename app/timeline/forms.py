"""The form for a note, short enough to be filled in while the telephone is still in the hand; and the filter."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.timeline.commands import NoteCommand
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field
from models.clock import today
from models.notes import NoteKind

KIND_NAMES = {NoteKind.NOTE: _l("A note"), NoteKind.CALL: _l("Telephone call"), NoteKind.EMAIL: _l("E-mail")}


class NoteForm(VersionedForm):
    """What was said or learnt, when, and how; written on the record whose page it stands on."""

    text = long_text_field(
        _l("What was said or learnt"),
        needed=True,
        hint=_l("Shown to consultants only. No patient data or health data. **Bold**, *emphasis* and - lists work."),
        rows=3,
    )
    kind = ChoiceField(_l("Kind"), KIND_NAMES.items(), needed=True, default=NoteKind.NOTE, empty=_l("Choose"))
    happened_on = DateField(_l("Day"), needed=True, default=today)

    def validate_happened_on(self, field: DateField) -> None:
        """Refuse a day that has not come."""
        if field.data and field.data > today():
            raise ValidationError(_("The day has not come yet. A note tells of what has happened."))

    def to_command(self) -> NoteCommand:
        """Return what was written."""
        assert self.happened_on.data  # noqa: S101 - a required field
        return NoteCommand(kind=NoteKind(self.kind.data), happened_on=self.happened_on.data, text=self.text.data)
