"""The forms of a meeting, each short enough to fill in between two others."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from app.limits import MAX_MINUTES, SHORT_TEXT
from app.meetings.calendar_entries import USUAL_MINUTES
from app.meetings.commands import MeetingCommand
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.numbers import NumberField
from app.web.forms.times import TimeField, is_skipped
from models.clock import today
from models.meetings import MeetingStatus

LOGGED_NAMES = (
    (MeetingStatus.HELD, _l("Held")),
    (MeetingStatus.NOT_HELD, _l("Not held")),
)
STATUS_NAMES = (
    *LOGGED_NAMES,
    (MeetingStatus.PLANNED, _l("Planned")),
    (MeetingStatus.CANCELLED, _l("Cancelled")),
)
_LEAST_MINUTES = 5


def others_field(hint: Any) -> Any:
    """Return the field for who else comes or came."""
    return text_field(_l("Participants"), limit=SHORT_TEXT, hint=hint)


def notes_field() -> Any:
    """Return the field for notes."""
    return long_text_field(_l("Notes"), hint=_l("Shown to consultants only. No patient data or health data."))


class TimeAndPlaceForm(VersionedForm):
    """When and where a meeting is to be."""

    held_on = DateField(_l("Day"), needed=True)
    starts_at = TimeField(_l("Time"), hint=_l("Such as 13:00."))
    minutes_long = NumberField(_l("Length in minutes"), lowest=_LEAST_MINUTES, highest=MAX_MINUTES)
    place = text_field(_l("Place or link"), limit=SHORT_TEXT, hint=_l("Stands in the invitation."))

    def validate_starts_at(self, field: Any) -> None:
        """Refuse a time that the clocks never show."""
        day, at = self.held_on.data, field.data
        if isinstance(day, date) and isinstance(at, time) and is_skipped(day, at):
            raise ValidationError(_("The clocks are put forward past this time on that day. Choose another."))


class WasThereForm(VersionedForm):
    """What became of a meeting: who was there, how long it took and what it led to; `held_on` is each form's own."""

    person_ids = ManyChoiceField(_l("Who was there"))
    others = others_field(_l("Others who were there: names, with commas between."))
    minutes_used = NumberField(_l("Your own minutes"), lowest=0, highest=MAX_MINUTES)
    result = long_text_field(
        _l("What it led to"), hint=_l("Shown to consultants only. No patient data or health data.")
    )

    def said(self) -> dict[str, Any]:
        """Return what was said, by the names that the command has for it."""
        return {
            "held_on": self.held_on.data,
            "person_ids": self.person_ids.numbers,
            "others": self.others.data,
            "minutes_used": self.minutes_used.whole,
            "result": self.result.data,
        }


class PlanForm(TimeAndPlaceForm):
    """A meeting that is to be; who comes is told by letter on a page of its own."""

    person_ids = ManyChoiceField(_l("Who is to be there"))
    others = others_field(_l("Others who come: names, with commas between. They get no invitation."))
    notes = notes_field()

    def validate_held_on(self, field: DateField) -> None:
        """Refuse a day that has passed."""
        if field.data and field.data < today():
            raise ValidationError(_("The day has passed. Log the meeting instead, or choose a new day."))

    def suggest(self, day: str = "", at: str = "", people: Iterable[int] = ()) -> None:
        """Fill in what most meetings are like, and the day, the time and who comes where the address asks for any."""
        if self.minutes_long.raw_data is not None:
            return
        self.minutes_long.process_data(USUAL_MINUTES)
        self.person_ids.process_data(list(people))
        # Not every address is one of ours.
        with suppress(ValueError):
            self.held_on.process_data(date.fromisoformat(day))
            self.starts_at.process_data(time.fromisoformat(at))

    def to_command(self) -> MeetingCommand:
        """Return what was planned."""
        assert self.held_on.data  # noqa: S101 - a required field
        return MeetingCommand(
            status=MeetingStatus.PLANNED,
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            minutes_long=self.minutes_long.whole,
            place=self.place.data,
            person_ids=self.person_ids.numbers,
            others=self.others.data,
            minutes_used=None,
            notes=self.notes.data,
        )


class MeetingForm(WasThereForm, TimeAndPlaceForm):
    """All of a meeting, to be corrected; `outcome` is its status, a name that forms keep for themselves."""

    outcome = ChoiceField(_l("Was it held?"), STATUS_NAMES, needed=True, empty=_l("Choose"))
    notes = notes_field()

    def validate_held_on(self, field: DateField) -> None:
        """Refuse a day that does not go with what happened."""
        if field.data and self.outcome.data == MeetingStatus.HELD and field.data > today():
            raise ValidationError(_("The day has not come yet. Choose Planned, or correct the day."))
        if field.data and self.outcome.data == MeetingStatus.PLANNED and field.data < today():
            raise ValidationError(_("The day has passed. Say whether the meeting was held, or choose a new day."))

    def to_command(self) -> MeetingCommand:
        """Return what was said about the meeting."""
        return MeetingCommand(
            **self.said(),
            status=MeetingStatus(self.outcome.data),
            starts_at=self.starts_at.data,
            minutes_long=self.minutes_long.whole,
            place=self.place.data,
            notes=self.notes.data,
        )
