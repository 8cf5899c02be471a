"""The forms of a step that may be written down later than it was taken: they ask on which day it was."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.matches.commands import CloseCommand
from app.matches.forms import DismissForm
from app.web.forms.base import VersionedForm
from app.web.forms.dates import DateField, not_to_come
from app.web.i18n import iso_date
from models.clock import today
from models.matches import CloseReason


class AgreedForm(VersionedForm):
    """That both have agreed on a use, and when; with nothing written, today."""

    agreed_on = DateField(
        _l("Agreed on"),
        default=today,
        hint=_l("When they agreed, not when it is written down."),
        validators=[not_to_come],
    )


class CloseForm(VersionedForm, DismissForm):
    """Why a match ends, and when it did; with nothing written, today."""

    closed_on = DateField(
        _l("Ended on"),
        default=today,
        hint=_l("When it ended, not when it is written down."),
        validators=[not_to_come],
    )
    # The day of the match's last step, before which it cannot have ended; set by the view.
    last_step_on: date | None = None

    def validate_closed_on(self, field: DateField) -> None:
        """Refuse a day on which the match still went on."""
        if field.data and self.last_step_on and field.data < self.last_step_on:
            raise ValidationError(
                _("The last step of the match was taken on %(day)s, after this day.", day=iso_date(self.last_step_on))
            )

    def to_command(self) -> CloseCommand:
        """Return why, and when."""
        return CloseCommand(reason=CloseReason(self.reason.data), note=self.note.data, closed_on=self.closed_on.data)
