"""The form for what a support is worth, and the filter of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, ValidationError

from app.aid.commands import ValueCommand
from app.aid.limits import AID_HOUR_SEK
from app.aid.names import BASIS_NAMES, KIND_NAMES, STEP_NAMES
from app.aid.queries import NOT_AID, TO_REGISTER
from app.limits import EVIDENCE, MAX_HOURS, MAX_SEK, SHORT_TEXT
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import text_field
from app.web.forms.filters import FilterForm
from app.web.forms.numbers import NumberField
from app.web.i18n import amount_in
from models.aid import AidGrant, SupportKind, ValueBasis
from models.clock import today

_NACE: Final = re.compile(r"[A-U]?\s?\d{2}(\.\d{1,3})?", re.ASCII)


class ValueForm(VersionedForm):
    """What a support is, what it is worth and what is paid for it, in kronor before tax."""

    valued_on = DateField(_l("Day of the application"), needed=True, default=today)
    kind = ChoiceField(_l("What it is"), KIND_NAMES.items(), needed=True, empty=_l("Choose"))
    what = text_field(
        _l("Description"),
        needed=True,
        limit=SHORT_TEXT,
        hint=_l("Stands in the letter to the company. No patient data."),
    )
    programme_id = ChoiceField(_l("Programme"), needed=True, empty=_l("Choose"))
    basis = ChoiceField(_l("What shows its worth"), BASIS_NAMES.items(), needed=True, empty=_l("Choose"))
    basis_source = text_field(
        _l("Where the price stands"),
        limit=EVIDENCE,
        hint=_l("The price list with its date, the quote or the calculation."),
    )
    hours = NumberField(
        _l("Hours"),
        lowest=0,
        highest=MAX_HOURS,
        decimals=2,
        hint=_l("Only for the hour rate: the worth is reckoned by it."),
    )
    market_sek = NumberField(
        _l("Worth in kronor before tax"),
        lowest=0,
        highest=MAX_SEK,
        decimals=2,
        hint=_l("Left empty for the hour rate."),
    )
    paid_sek = NumberField(
        _l("What the company pays, before tax"), lowest=0, highest=MAX_SEK, decimals=2, needed=True, default=0
    )
    not_aid_reason = text_field(
        _l("Why it is not aid"),
        limit=EVIDENCE,
        hint=_l("Only when the company pays all it is worth, or it is worth nothing to it."),
    )
    nace = text_field(
        _l("Industry code of the company (SNI)"), limit=10, hint=_l("The central register asks for it, such as 72.110.")
    )

    is_another = BooleanField(_l("It is another support"))
    alike: Sequence[AidGrant] = ()

    @property
    def by_the_hour(self) -> bool:
        """Tell whether the worth is hours by the project's rate."""
        return bool(self.basis.data == ValueBasis.HOUR_RATE)

    @property
    def worth(self) -> Decimal:
        """Return what the support is worth in kronor: as typed, or its hours by the rate."""
        typed = (self.hours.value or Decimal(0)) * AID_HOUR_SEK if self.by_the_hour else self.market_sek.value
        return typed or Decimal(0)

    def validate_valued_on(self, field: DateField) -> None:
        """Refuse a day to come."""
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet."))

    def validate_hours(self, field: NumberField) -> None:
        """Refuse hours that the basis does not go by, instead of forgetting them."""
        if field.value and self.basis.data and not self.by_the_hour:
            raise ValidationError(_("Hours count for the hour rate only. Empty them, or choose the hour rate."))

    def validate_market_sek(self, field: NumberField) -> None:
        """Refuse a worth beside the hours it is reckoned by, instead of forgetting it."""
        if self.by_the_hour and self.hours.value and field.value not in (None, self.worth):
            raise ValidationError(
                _(
                    "The hours are worth %(worth)s kronor, and another worth is written here. Empty one of them.",
                    worth=amount_in(self.worth),
                )
            )

    def validate_basis(self, field: ChoiceField) -> None:
        """Ask for the hours or the worth, whichever the basis goes by."""
        if self.by_the_hour and not self.hours.value:
            raise ValidationError(_("Write the hours: they are worth %(rate)d kronor each.", rate=AID_HOUR_SEK))
        if field.data and not self.by_the_hour and self.market_sek.value is None and not self.market_sek.process_errors:
            raise ValidationError(_("Write what the support is worth in kronor."))

    def validate_paid_sek(self, field: NumberField) -> None:
        """Refuse that more is paid than it is worth, no aid without a reason, and aid with one why it is none."""
        paid = field.value or Decimal(0)
        if self.market_sek.process_errors or self.hours.process_errors:
            return
        if paid > self.worth:
            raise ValidationError(_("More is paid than the support is worth. Check both figures."))
        if paid == self.worth and not self.not_aid_reason.data:
            raise ValidationError(_("This is no aid: all is paid. Say below why it is not aid."))
        if paid < self.worth and self.not_aid_reason.data:
            raise ValidationError(_("Less is paid than it is worth, so it is aid. Empty the reason why it is not."))

    def validate_nace(self, field: Field) -> None:
        """Refuse what is no code of an industry."""
        if field.data and not _NACE.fullmatch(field.data):
            raise ValidationError(_("An industry code is two digits, or more after a point, such as 72.110."))

    def to_command(self) -> ValueCommand:
        """Return what was valued."""
        assert self.programme_id.number and self.valued_on.data  # noqa: S101, PT018 - both are required fields
        return ValueCommand(
            programme_id=self.programme_id.number,
            valued_on=self.valued_on.data,
            kind=SupportKind(self.kind.data),
            what=self.what.data,
            basis=ValueBasis(self.basis.data),
            basis_source=self.basis_source.data,
            hours=self.hours.value if self.by_the_hour else None,
            hour_rate=Decimal(AID_HOUR_SEK) if self.by_the_hour else None,
            market_sek=self.worth,
            paid_sek=self.paid_sek.value or Decimal(0),
            not_aid_reason=self.not_aid_reason.data,
            nace=self.nace.data,
            is_another=self.is_another.data,
        )


class AidFilters(FilterForm):
    """What the list of supports can be narrowed by."""

    step = ChoiceField(
        _l("Step"),
        [*STEP_NAMES.items(), (TO_REGISTER, _l("To be registered")), (NOT_AID, _l("Not aid"))],
        empty=_l("All steps"),
    )
    programme = ChoiceField(_l("Programme"), empty=_l("All programmes"))
    year = ChoiceField(_l("Granted in"), empty=_l("All years"))
