"""The forms for what became of a meeting, with what happens next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.matches.forms import NextStepFields
from app.matches.seen_step_forms import SeenStepFields
from app.meetings.commands import MeetingCommand
from app.meetings.forms import LOGGED_NAMES, WasThereForm, notes_field
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from models.clock import today
from models.meetings import Meeting, MeetingStatus


class NewMeetingForm(WasThereForm, NextStepFields, SeenStepFields):
    """A meeting that was held, or was to be, logged afterwards."""

    outcome = ChoiceField(_l("Was it held?"), LOGGED_NAMES, needed=True, default=MeetingStatus.HELD, empty=_l("Choose"))
    held_on = DateField(_l("Day"), needed=True, default=today)
    notes = notes_field()

    def validate_held_on(self, field: DateField) -> None:
        """Refuse a day that has not come."""
        if field.data and field.data > today():
            raise ValidationError(_("The day has not come yet. Plan the meeting instead, or correct the day."))

    def to_command(self) -> MeetingCommand:
        """Return what was said about the meeting."""
        return MeetingCommand(**self.said(), status=MeetingStatus(self.outcome.data), notes=self.notes.data)


class HeldForm(WasThereForm, NextStepFields, SeenStepFields):
    """What a planned meeting led to: its outcome, what happens next, and the minutes, in one go."""

    held_on = DateField(_l("Day"), needed=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a day that has not come, also one that is left as it was planned."""
        if not super().validate(extra_validators):
            return False
        if self.held_on.data and self.held_on.data > today():
            self.held_on.errors = [_("The day has not come yet. Correct the day if the meeting was held earlier.")]
            return False
        return True

    def to_command(self, meeting: Meeting) -> MeetingCommand:
        """Return the meeting as it was held; what the form does not ask for stays."""
        return replace(MeetingCommand.of(meeting, MeetingStatus.HELD), **self.said())
