"""The forms of a confirmation: which parties are asked, and what one of them says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.limits import ANSWER_TEXT
from app.uses.commands import AskPartiesCommand, ConfirmationCommand
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.choices import RadioField
from app.web.forms.fields import email_field, long_text_field, text_field
from models.use_confirmations import ConfirmationAnswer
from models.vocabulary import Language
from models.waiting import WaitingFor

LANGUAGE_NAMES = ((Language.SV, "Svenska"), (Language.EN, "English"))
CONFIRMATION_CHOICES = (
    (ConfirmationAnswer.RIGHT, _l("Yes, that is right")),
    (ConfirmationAnswer.WRONG, _l("No, something is wrong")),
)


class AskPartiesForm(KeyedForm):
    """Where the letters go; a party whose field is empty gets none."""

    company = email_field(_l("E-mail to the company"), hint=_l("Leave it empty to ask the unit only."))
    infrastructure = email_field(_l("E-mail to the unit"), hint=_l("Leave it empty to ask the company only."))
    language = RadioField(_l("Language of the letters"), LANGUAGE_NAMES, needed=True)

    # Where the letters went that stand; set by the view.
    asked: Mapping[WaitingFor, str] = {}

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for at least one address, and for two when both are asked."""
        if not super().validate(extra_validators):
            return False
        if not self.company.data and not self.infrastructure.data:
            self.company.errors = [_("Give the address of at least one of them.")]
        for party, other in ((self.infrastructure, self.company), (self.company, self.infrastructure)):
            answers = other.data or self.asked.get(WaitingFor(other.name), "")
            if party.data and party.data.casefold() == answers.casefold():
                party.errors = [_("The same address cannot answer for both. Give each party its own.")]
                break
        return not (self.company.errors or self.infrastructure.errors)

    def to_command(self) -> AskPartiesCommand:
        """Return whom to ask."""
        addresses = {WaitingFor.COMPANY: self.company.data, WaitingFor.INFRASTRUCTURE: self.infrastructure.data}
        given = {party: address for party, address in addresses.items() if address}
        return AskPartiesCommand(given, Language(self.language.data))


class ConfirmationForm(VersionedForm):
    """Right or wrong, what is wrong, and who says so."""

    always_asked = frozenset({"name"})
    answer = RadioField(_l("Is that right?"), CONFIRMATION_CHOICES, needed=True)
    said = long_text_field(
        _l("What is wrong"),
        limit=ANSWER_TEXT,
        hint=_l("Only when something is. The consultant reads it, and not the other party."),
    )
    name = text_field(_l("Your name"), needed=True, hint=_l("It is kept with the answer, as evidence of the use."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask whoever says no for what is wrong."""
        if not super().validate(extra_validators):
            return False
        if self.answer.data == ConfirmationAnswer.WRONG and not self.said.data:
            self.said.errors = [_("Say what is wrong, so that it can be put right.")]
        return not self.said.errors

    def to_command(self) -> ConfirmationCommand:
        """Return what was said."""
        return ConfirmationCommand(ConfirmationAnswer(self.answer.data), self.name.data, self.said.data)
