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
TASK_NAME = _l("Task to do")


class NoteForm(VersionedForm):
    """What was said or learnt, when, and how; or what is to be done, and when. Written where its page stands."""

    text = long_text_field(
        _l("What was said, or is to be done"),
        needed=True,
        hint=_l("Shown to consultants only. No patient data or health data. **Bold**, *emphasis* and - lists work."),
        rows=3,
    )
    kind = ChoiceField(
        _l("Kind"),
        (*KIND_NAMES.items(), (NoteKind.TASK, TASK_NAME)),
        needed=True,
        default=NoteKind.NOTE,
        empty=_l("Choose"),
    )
    happened_on = DateField(_l("Day"), needed=True, default=today)

    def validate_happened_on(self, field: DateField) -> None:
        """Refuse a day that has not come, but for a task."""
        if field.data and field.data > today() and self.kind.data != NoteKind.TASK:
            raise ValidationError(_("The day has not come yet. Choose “Task to do” for what is to be done."))

    def to_command(self, owner_id: int) -> NoteCommand:
        """Return what was written; a task is done by whoever the number names."""
        assert self.happened_on.data  # noqa: S101 - a required field
        kind = NoteKind(self.kind.data)
        owner = owner_id if kind is NoteKind.TASK else None
        return NoteCommand(kind, self.happened_on.data, self.text.data, owner)


class NoteEditForm(NoteForm):
    """A note to be corrected: what was learnt does not become a task, nor the other way round."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the kinds of what was learnt."""
        super().__init__(*args, **kwargs)
        self.kind.offer(KIND_NAMES.items())


class TaskForm(NoteForm):
    """A task to be corrected, or given to somebody else."""

    happened_on = DateField(_l("When it is to be done"), needed=True)
    owner_id = ChoiceField(_l("Who does it"), needed=True, empty=_l("Choose"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Leave the kind out, which stays."""
        super().__init__(*args, **kwargs)
        del self.kind

    def validate_happened_on(self, field: DateField) -> None:
        """Take any day: what is to be done lies ahead, and may be late."""

    def to_command(self, owner_id: int) -> NoteCommand:
        """Return what was written; the form's own choice of who does it goes before the number given."""
        assert self.happened_on.data  # noqa: S101 - a required field
        return NoteCommand(NoteKind.TASK, self.happened_on.data, self.text.data, self.owner_id.number or owner_id)
