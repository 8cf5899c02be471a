"""The field for a time of day."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from wtforms import TimeField as WTTimeField
from wtforms.validators import Optional

from app.web.forms.fields import required
from matching.text.signs import plain_number
from models.clock import local, moment_of


class TimeField(WTTimeField):
    """A time as 13:00; 13.00, 1300 and 13 are read as well."""

    def __init__(self, label: Any, *, needed: bool = False, hint: Any = "", **kwargs: Any) -> None:
        """Ask for a time; `needed` makes it required."""
        validators = [required if needed else Optional(), *kwargs.pop("validators", ())]
        super().__init__(label, validators=validators, description=hint, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; raises ValueError, which says what a time looks like."""
        text = plain_number(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not text:
            return
        found = re.fullmatch(r"(\d{1,2})(?:[:.]?([0-5]\d)(?::00)?)?", text, re.ASCII)
        if found is None or int(found[1]) > 23:  # noqa: PLR2004 - the last hour of a day
            raise ValueError(_("There is no such time. Write it as hours and minutes, such as 13:00."))
        self.data = time(int(found[1]), int(found[2] or 0))


def is_skipped(day: date, at: time) -> bool:
    """Tell whether the clocks in Stockholm never show a time on a day: they are put forward past it."""
    return local(moment_of(day, at)).time() != at
