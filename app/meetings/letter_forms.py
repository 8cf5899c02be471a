"""The form for a letter about a meeting."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from app.mail.failures import MailError, failure_sentence
from app.mail.writing import require_sendable
from app.matches.quotation_forms import ask_about_quotes, send_anyway_field
from app.meetings.commands import InvitationCommand
from app.web.forms.base import KeyedForm
from app.web.forms.choices import ManyChoiceField
from app.web.forms.fields import long_text_field, text_field
from models.needs import Need


class InvitationForm(KeyedForm):
    """Who gets the letter, and what it says; `shown` is the meeting's version when it was written."""

    shown = HiddenField()
    to = ManyChoiceField(_l("Who gets the letter"))
    subject = text_field(_l("Subject"), needed=True)
    body = long_text_field(_l("Letter"), needed=True, rows=12)
    anyway = send_anyway_field()

    def __init__(self, need: Need, **kwargs: Any) -> None:
        """Know the need, whose confidential layers stay out of letters."""
        super().__init__(**kwargs)
        self.need = need

    def validate_to(self, field: ManyChoiceField) -> None:
        """Ask for somebody, and write the letter to each for trial."""
        if not field.data:
            raise ValidationError(_("Choose at least one."))
        for address in field.data if self.subject.data and self.body.data else ():
            try:
                require_sendable(to=address, subject=self.subject.data, body=self.body.data)
            except MailError as error:
                raise ValidationError(f"{address}: {failure_sentence(str(error))}") from error

    def validate_body(self, field: Any) -> None:
        """Keep the consultant's own notes out of it."""
        ask_about_quotes(field, self.need, anyway=bool(self.anyway.data))

    def to_command(self) -> InvitationCommand:
        """Return the letter as it was written."""
        return InvitationCommand(tuple(self.to.data or ()), self.subject.data, self.body.data)
