"""What is asked of a company's consent, on a page of its own and with the letters that introduce."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField

from app.addresses import record_number
from app.labels import CONSENT_WAYS
from app.matches.commands import ConsentCommand
from app.storage.consents import ConsentOnRecord
from app.web.forms.base import KeyedForm
from app.web.forms.choices import ChoiceField, RadioField
from app.web.forms.dates import DateField
from app.web.forms.fields import text_field
from app.web.i18n import iso_date
from models.clock import today
from models.consents import WRITTEN_DOWN, ConsentScope, ConsentWay

# What a company can agree to.
_SHARED: Final = (
    (ConsentScope.INFRASTRUCTURES.value, _l("The public text and the text for units")),
    (ConsentScope.PUBLIC.value, _l("Only the public text")),
)
_WAYS: Final = tuple((way.value, CONSENT_WAYS[way]) for way in WRITTEN_DOWN)


class ConsentFields:
    """The fields of a company's answer, for a form to have; nothing says beforehand how it was said."""

    consent_way = RadioField(_l("How the company said yes"), _WAYS)
    consent_by = text_field(_l("Who said it"))
    consent_on = DateField(_l("When it was said"))
    consent_to = ChoiceField(_l("What units may read"), _SHARED, empty=None)
    # The number of what was on record when the form was shown.
    consent_seen = HiddenField()
    consent: ConsentOnRecord | None = None

    def begin_with(self: Any, consent: ConsentOnRecord | None, contact_name: str | None) -> None:
        """Know what is on record; a form that nobody has filled in begins with the need's contact, and today."""
        self.consent = consent
        if self.needs_consent():
            for field in (self.consent_way, self.consent_by, self.consent_on):
                field.flags.required = True
        if not self.consent_seen.raw_data:
            self.consent_seen.data = self._seen_now
        if self.consent_by.raw_data:
            return
        self.consent_by.data = self.consent_by.data or contact_name
        self.consent_on.data = self.consent_on.data or today()
        self.consent_to.data = self.consent_to.data or ConsentScope.INFRASTRUCTURES.value

    @property
    def _seen_now(self) -> str:
        return str(self.consent.number or "") if self.consent else ""

    def needs_consent(self: Any) -> bool:
        """Tell whether an answer is to be written down: none holds, or somebody has begun to write."""
        return self.consent is None or not self.consent.holds or bool(self.consent_way.data or self.consent_way.errors)

    def is_whole_consent(self: Any) -> bool:
        """Tell whether what is written of the answer can be kept; else what is wrong stands at its field."""
        asked: tuple[Field, ...] = (self.consent_way, self.consent_by, self.consent_on, self.consent_to)
        for field in asked:
            if not field.data and not field.errors:
                field.errors = [_("Fill this in.")]
        said_on = self.consent_on.data
        if said_on and said_on > today():
            self.consent_on.errors = [_("This day is still to come.")]
        elif said_on and self.consent and said_on < self.consent.said_on:
            said = _("The company said something later, on %(day)s.", day=iso_date(self.consent.said_on))
            self.consent_on.errors = [said]
        if (self.consent_seen.data or "") != self._seen_now:
            self.consent_way.errors = [
                _("Somebody has written down what the company says meanwhile. Read it above, and send again.")
            ]
            self.consent_seen.data = self._seen_now
        return not any(field.errors for field in asked)

    def to_consent(self: Any) -> ConsentCommand:
        """Return the answer as it was written down."""
        return ConsentCommand(
            said_by=self.consent_by.data,
            said_on=self.consent_on.data,
            way=ConsentWay(self.consent_way.data),
            agreed_to=ConsentScope(self.consent_to.data),
            seen=record_number(self.consent_seen.data or ""),
        )


class ConsentForm(ConsentFields, KeyedForm):
    """What a company says of being introduced with a need, also that it no longer agrees."""

    def __init__(self, consent: ConsentOnRecord | None, contact_name: str | None, **kwargs: Any) -> None:
        """Offer that the company withdraws, where there is a yes to withdraw."""
        super().__init__(**kwargs)
        self.consent_way.label.text = _("How the company said it")
        if consent is not None and consent.holds:
            nothing = (ConsentScope.NOTHING.value, _("Nothing: the company withdraws its consent"))
            self.consent_to.offer((*_SHARED, nothing))
        self.begin_with(consent, contact_name)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that the answer is whole."""
        return bool(super().validate(extra_validators)) and self.is_whole_consent()
