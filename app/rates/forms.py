"""The form for a month's rate."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from app.limits import FIRST_DATE_YEAR, LAST_DATE_YEAR, LIKELY_RATES, MAX_RATE
from app.rates.commands import RateCommand
from app.rates.queries import find_rate
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.forms.fields import required, text_field
from app.web.forms.numbers import NumberField
from app.web.i18n import short_number
from matching.text.signs import plain_number
from models.clock import today
from models.euro_rates import EuroRate, month_of
from models.smf_basis import KRONOR

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def require_likely(rate: Decimal, currency: str = KRONOR) -> None:
    """Raise ValidationError for a rate that one euro cannot have; one in a currency without bounds is taken."""
    low, high = LIKELY_RATES.get(currency, (0, MAX_RATE))
    if not low <= rate <= high:
        raise ValidationError(
            _(
                "One euro is worth between %(low)s and %(high)s in this currency. Write what one euro is worth, such "
                "as 11,4865 kronor, and not the other way round.",
                low=short_number(low),
                high=short_number(high),
            )
        )


class MonthField(StringField):
    """A month as 2026-12."""

    def __init__(self, label: Any, *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for a month; it is required."""
        super().__init__(label, validators=[required], description=hint, render_kw={"size": 8}, **kwargs)
        self.month: date | None = None

    def process_data(self, value: date | None) -> None:
        """Show the month that a day lies in."""
        self.month = None if value is None else month_of(value)
        self.data = "" if value is None else f"{value:%Y-%m}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it; raises ValueError for what is no month."""
        self.data = valuelist[0].strip() if valuelist else ""
        self.month = None
        found = _MONTH.fullmatch(plain_number(self.data))
        if self.data and (not found or not FIRST_DATE_YEAR <= int(found[1]) <= LAST_DATE_YEAR):
            raise ValueError(_("This is not a month. Write it as year-month, such as 2026-12."))
        if found:
            self.month = date(int(found[1]), int(found[2]), 1)


class RateForm(VersionedForm):
    """Kronor for one euro in a month; `stored` is the one that is being corrected."""

    month = MonthField(_l("Month"), default=today)
    rate = NumberField(_l("Kronor for one euro"), lowest=0, highest=MAX_RATE, decimals=6, needed=True)
    source = text_field(
        _l("Where the rate is from"),
        needed=True,
        hint=_l("InforEuro and the month, such as “InforEuro, December 2026”."),
    )
    stored: EuroRate | None = None

    def validate_month(self, field: MonthField) -> None:
        """Keep one rate for a month, and none for a month that has not begun."""
        if field.month is None:
            return
        if field.month > today():
            raise ValidationError(_("This month has not begun, so it has no rate yet."))
        other = find_rate(db_session(), field.month)
        if other is not None and other is not self.stored:
            raise ValidationError(_("The month has a rate already. Open it in the list to correct it."))

    def validate_rate(self, field: NumberField) -> None:
        """Refuse a rate that a krona has never been near, such as one that is turned round."""
        if field.value is not None:
            require_likely(field.value)

    def to_command(self) -> RateCommand:
        """Return what was entered."""
        assert self.month.month and self.rate.value  # noqa: S101, PT018 - both are required fields
        return RateCommand(month=self.month.month, rate=self.rate.value, source=self.source.data)
