"""The form for time outside meetings, and the filter of the list."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from app.hours.commands import TimeCommand
from app.labels import ACTIVITY_NAMES
from app.limits import MAX_MINUTES, MINUTES_AN_HOUR, SHORT_TEXT
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import required, text_field
from app.web.forms.filters import FilterForm, search_field
from matching.text.signs import plain_number
from models.clock import today
from models.time_entries import Activity

_CLOCKED = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_SPELT = re.compile(r"(\d{1,2})\s*(?:h|tim|timmar|timme)\s*([0-5]?\d)\s*(?:m|min|minuter)?", re.ASCII | re.IGNORECASE)
_IN_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|tim|timmar|timme|hours?)", re.ASCII | re.IGNORECASE)
_IN_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minuter|minutes?)?", re.ASCII | re.IGNORECASE)


class DurationField(StringField):
    """A time as people write it: "90", "1:30", "1,5 h" are the same 90 minutes."""

    def __init__(self, label: Any, *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for a time; it is required."""
        super().__init__(
            label, validators=[required], description=hint, render_kw={"inputmode": "text", "size": 8}, **kwargs
        )
        self.minutes = 0

    def process_data(self, value: Any) -> None:
        """Show stored minutes."""
        self.minutes = value or 0
        self.data = "" if value is None else str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it; raises ValueError for what is no time or longer than a day."""
        self.data = valuelist[0].strip() if valuelist else ""
        self.minutes = 0
        typed = plain_number(self.data)
        if not typed:
            return
        if clocked := _CLOCKED.fullmatch(typed) or _SPELT.fullmatch(typed):
            minutes = int(clocked[1]) * MINUTES_AN_HOUR + int(clocked[2])
        elif in_hours := _IN_HOURS.fullmatch(typed):
            minutes = round(float(in_hours[1].replace(",", ".")) * MINUTES_AN_HOUR)
        elif in_minutes := _IN_MINUTES.fullmatch(typed):
            minutes = int(in_minutes[1])
        else:
            raise ValueError(_("Write the time as minutes (90), as hours and minutes (1:30) or as hours (1,5 h)."))
        if not 0 < minutes <= MAX_MINUTES:
            raise ValueError(_("The time must be at least a minute and at most a day."))
        self.minutes = minutes


class TimeForm(VersionedForm):
    """Time of one day that no meeting carries."""

    minutes = DurationField(_l("Time"), hint=_l("Minutes (90), hours and minutes (1:30) or hours (1,5 h)."))
    activity = ChoiceField(_l("Activity"), ACTIVITY_NAMES.items(), needed=True, empty=_l("Choose"))
    text = text_field(_l("What was done"), limit=SHORT_TEXT, hint=_l("No patient data or health data."))
    worked_on = DateField(_l("Day"), needed=True, default=today)
    programme_id = ChoiceField(_l("Programme"), needed=True, empty=_l("Choose"))

    def validate_worked_on(self, field: DateField) -> None:
        """Refuse a day that has not come."""
        if field.data and field.data > today():
            raise ValidationError(_("The day has not come yet. Time is logged when it has been spent."))

    def to_command(self) -> TimeCommand:
        """Return what was logged."""
        assert self.worked_on.data and self.programme_id.number  # noqa: S101, PT018 - required fields
        return TimeCommand(
            worked_on=self.worked_on.data,
            minutes=self.minutes.minutes,
            activity=Activity(self.activity.data),
            programme_id=self.programme_id.number,
            text=self.text.data,
        )


class HoursFilters(FilterForm):
    """What the list of hours can be narrowed by."""

    q = search_field(_l("Search by need or company"))
    month = ChoiceField(_l("Month"), empty=_l("All months"))
    programme = ChoiceField(_l("Programme"), empty=_l("All programmes"))
    activity = ChoiceField(_l("Activity"), ACTIVITY_NAMES.items(), empty=_l("All activities"))
    worker = ChoiceField(_l("Who"), empty=_l("Anybody"))
