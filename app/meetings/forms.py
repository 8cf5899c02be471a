"""The form for a meeting, short enough to fill in between two others."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.limits import MAX_MINUTES, SHORT_TEXT
from app.matches.commands import NextStepCommand
from app.meetings.commands import MeetingCommand
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.numbers import NumberField
from models.clock import today
from models.meetings import MeetingStatus

STATUS_NAMES = (
    (MeetingStatus.HELD, _l("Held")),
    (MeetingStatus.PLANNED, _l("Planned")),
    (MeetingStatus.NOT_HELD, _l("Not held")),
)


class MeetingForm(VersionedForm):
    """A meeting of a match; `outcome` is its status, a name that forms keep for themselves."""

    outcome = ChoiceField(_l("Was it held?"), STATUS_NAMES, needed=True, default=MeetingStatus.HELD, empty=_l("Choose"))
    held_on = DateField(_l("Day"), needed=True, default=today)
    person_ids = ManyChoiceField(_l("Who was there"))
    others = text_field(
        _l("Participants"), limit=SHORT_TEXT, hint=_l("Others who were there: names, with commas between.")
    )
    minutes_used = NumberField(_l("Your own minutes"), lowest=0, highest=MAX_MINUTES)
    notes = long_text_field(_l("Notes"), hint=_l("Shown to consultants only. No patient data or health data."))

    def validate_held_on(self, field: DateField) -> None:
        """Refuse a day that does not go with what happened."""
        if not field.data:
            return
        if self.outcome.data == MeetingStatus.HELD and field.data > today():
            raise ValidationError(_("The day has not come yet. Choose Planned, or correct the day."))
        if self.outcome.data == MeetingStatus.PLANNED and field.data < today():
            raise ValidationError(_("The day has passed. Say whether the meeting was held, or choose a new day."))

    def to_command(self) -> MeetingCommand:
        """Return what was said about the meeting."""
        assert self.held_on.data  # noqa: S101 - a required field
        return MeetingCommand(
            status=MeetingStatus(self.outcome.data),
            held_on=self.held_on.data,
            person_ids=self.person_ids.numbers,
            others=self.others.data,
            minutes_used=self.minutes_used.whole,
            notes=self.notes.data,
        )


class NewMeetingForm(MeetingForm):
    """A meeting, and in the same breath what happens next; an empty next step leaves the one that is decided."""

    next_step = text_field(_l("What happens next"), limit=SHORT_TEXT)
    next_step_on = DateField(_l("When"))

    def validate_next_step_on(self, field: Any) -> None:
        """Refuse a day without anything to do on it."""
        if field.data and not self.next_step.data:
            raise ValidationError(_("Say what is to be done on this day."))

    def to_next_step(self, owner_id: int) -> NextStepCommand | None:
        """Return what happens next, done by whoever logs the meeting, or None when nothing was written."""
        if not self.next_step.data:
            return None
        return NextStepCommand(self.next_step.data, self.next_step_on.data, owner_id)
