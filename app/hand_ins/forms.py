"""The forms that a company fills in without signing in: the need itself, and what it does with it afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.widgets import TextInput

from app.companies.forms import CompanyNumberField
from app.hand_ins.commands import SenderCommand, TextCommand
from app.hand_ins.limits import LAYER_TEXT, QUESTION_TEXT
from app.needs.headings import heading_of
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.dates import DateField
from app.web.forms.fields import email_field, like, long_text_field, text_field
from models.clock import today
from models.hand_ins import HandIn
from models.vocabulary import Language

AGREEMENT = _l(
    "You keep what we have written, and our name and address, to find infrastructures that can help us, and you "
    "contact us about it. What we withdraw, or never confirm, you forget."
)
_CONSULTANT_ONLY = _l("This text is for the consultant. No patient data or health data.")


def proposed_title(text: str) -> str | None:
    """Return a title for a text that has none: how it begins."""
    heading = heading_of(text)
    return heading.removesuffix(".") if heading else None


class HandInForm(KeyedForm):
    """One need, or two that came in one text: what it is about, who hands it in, and who may read what."""

    text = long_text_field(_l("What do you want to find out or solve?"), needed=True, hint=_CONSULTANT_ONLY, rows=7)
    second_text = long_text_field(_l("The second need"), hint=_CONSULTANT_ONLY, rows=5)
    title = text_field(_l("A title"), needed=True, hint=_l("This text is for the consultant."))
    company_name = text_field(_l("Company"), needed=True)
    org_number = CompanyNumberField(_l("Organisation number"), hint=_l("Ten digits, if you have it at hand."))
    contact_name = text_field(_l("Your name"), needed=True)
    contact_email = email_field(
        _l("Your e-mail"), needed=True, hint=_l("We send a link here. Nobody reads your need before you have used it.")
    )
    deadline = DateField(_l("When do you need it?"), hint=_l("The last day, if there is one."))
    infrastructure_text = long_text_field(
        _l("For infrastructures that you are introduced to"),
        limit=LAYER_TEXT,
        hint=_l("A unit reads this once we have introduced you to it. Samples and amounts, for example."),
    )
    public_text = long_text_field(
        _l("For everyone"),
        limit=LAYER_TEXT,
        hint=_l(
            "Anyone may read this, and it stands in the letter to a unit that we introduce you to. Leave it empty, and "
            "nothing is published before you have agreed to a text."
        ),
    )
    asks_secrecy = BooleanField(
        _l("We hand this in on condition that it is kept secret"),
        default=True,
        description=_l("A university or a hospital may then keep it secret by law (OSL 31:12)."),
    )
    agrees = BooleanField(_l("We agree that you keep this and contact us"), description=AGREEMENT)
    # Nobody sees this field; what fills it in is a machine.
    homepage = text_field(_l("Leave this empty"))
    # What the buttons say that show what the text could be; on a page it stands in them only.
    look = HiddenField(widget=TextInput())

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the agreement too, and for a deadline that is still to come."""
        is_valid = super().validate(extra_validators)
        if not self.agrees.data:
            self.agrees.errors = [_("Tick this. Without it we may not keep what you write.")]
        if self.deadline.data and not self.deadline.errors and self.deadline.data < today():
            self.deadline.errors = [_("This day has passed.")]
        return is_valid and not (self.agrees.errors or self.deadline.errors)

    @property
    def is_look(self) -> bool:
        """Tell whether the page is only asked what the text could be."""
        return self.is_submitted() and bool(self.look.data)

    def check_text(self) -> bool:
        """Check the text that is to be looked at, and nothing else that was typed."""
        return bool(self.text.validate(self))

    def divide(self, parts: Sequence[str]) -> None:
        """Show the two needs of a text in fields of their own."""
        self.text.data, self.second_text.data = parts
        self.title.data = proposed_title(self.text.data)

    def to_sender(self, language: str) -> SenderCommand:
        """Return who hands it in, and the words they have agreed to."""
        return SenderCommand(
            language=Language(language),
            company_name=self.company_name.data,
            org_number=self.org_number.number,
            contact_name=self.contact_name.data,
            contact_email=self.contact_email.data,
            agreed_text=str(AGREEMENT),
            asks_secrecy=self.asks_secrecy.data,
        )

    def to_texts(self) -> list[TextCommand]:
        """Return the need, and the second one where there are two: its layers are written on its own page."""
        first = TextCommand(
            title=self.title.data,
            text=self.text.data,
            infrastructure_text=self.infrastructure_text.data,
            public_text=self.public_text.data,
            deadline=self.deadline.data,
        )
        if not self.second_text.data:
            return [first]
        text = self.second_text.data
        second = TextCommand(proposed_title(text) or first.title, text, None, None, self.deadline.data)
        return [first, second]


class CorrectionForm(VersionedForm):
    """The company's own text, corrected; who it is stays as it was handed in."""

    title = like(HandInForm.title)
    text = like(HandInForm.text)
    infrastructure_text = like(HandInForm.infrastructure_text)
    public_text = like(HandInForm.public_text)
    deadline = like(HandInForm.deadline)

    def to_command(self) -> TextCommand:
        """Return the need as it is to stand."""
        return TextCommand(
            title=self.title.data,
            text=self.text.data,
            infrastructure_text=self.infrastructure_text.data,
            public_text=self.public_text.data,
            deadline=self.deadline.data,
        )


class ReplyForm(VersionedForm):
    """What the company answers to a question."""

    said = long_text_field(_l("Your answer"), needed=True, limit=QUESTION_TEXT, hint=_CONSULTANT_ONLY, rows=5)

    def __init__(self, found: HandIn, **kwargs: Any) -> None:
        """Carry the version of what is answered."""
        super().__init__(data={"version": found.version}, **kwargs)


class AgreeForm(VersionedForm):
    """That the company agrees, or does not, to the layers as they were shown to it."""

    layers = HiddenField()


class LinkForm(VersionedForm):
    """A button on a page that a link opens, with the version of what it is about."""

    def __init__(self, found: HandIn, **kwargs: Any) -> None:
        """Carry the version that is shown."""
        super().__init__(data={"version": found.version}, **kwargs)
