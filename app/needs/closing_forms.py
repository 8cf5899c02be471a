"""The form that closes a need: it was met, or the company no longer has it, on a day."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.web.forms.base import VersionedForm
from app.web.forms.dates import DateField, not_to_come
from app.web.i18n import iso_date
from models.clock import today


class ClosingForm(VersionedForm):
    """When a need was closed; with nothing written, today."""

    closed_on = DateField(
        _l("Closed on"),
        default=today,
        hint=_l("When it was met or withdrawn, not when it is written down."),
        validators=[not_to_come],
    )
    # The day the need came in, before which it was not closed; set by the view.
    opened_on: date | None = None

    def validate_closed_on(self, field: DateField) -> None:
        """Refuse a day on which the need had not come in."""
        if field.data and self.opened_on and field.data < self.opened_on:
            raise ValidationError(_("The need came in on %(day)s, after this day.", day=iso_date(self.opened_on)))
