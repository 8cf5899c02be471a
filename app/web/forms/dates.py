"""The field for a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField as WTDateField
from wtforms import Field, Form, ValidationError
from wtforms.validators import Optional

from app.limits import FIRST_DATE_YEAR, LAST_DATE_YEAR
from app.web.forms.fields import required
from matching.text.signs import plain_number
from models.clock import today


def not_to_come(_form: Form, field: Field) -> None:
    """Refuse a day that has not come."""
    if field.data and field.data > today():
        raise ValidationError(_("This day has not come yet."))


class DateField(WTDateField):
    """A date as 2026-11-21, between 2000 and 2100."""

    def __init__(self, label: Any, *, needed: bool = False, hint: Any = "", **kwargs: Any) -> None:
        """Ask for a date; `needed` makes it required."""
        validators = [required if needed else Optional(), *kwargs.pop("validators", ())]
        super().__init__(label, validators=validators, description=hint, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; raises ValueError, which says what a date looks like."""
        text = plain_number(valuelist[0]) if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            self.data = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("There is no such date. Write it as year-month-day, such as 2026-11-21."))
        if not FIRST_DATE_YEAR <= self.data.year <= LAST_DATE_YEAR:
            self.data = None
            raise ValueError(
                _("The year must lie between %(first)d and %(last)d.", first=FIRST_DATE_YEAR, last=LAST_DATE_YEAR)
            )
