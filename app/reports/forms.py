"""The forms of a month's comment, and of who gets a letter about each report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.reports.commands import CommentCommand, ReceiverCommand
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import email_field, long_text_field, text_field
from models.vocabulary import Language

LANGUAGE_NAMES = ((Language.SV, _l("Swedish")), (Language.EN, _l("English")))


class CommentForm(VersionedForm):
    """What the author says to whoever reads the report."""

    text = long_text_field(
        _l("Your comment"),
        rows=8,
        hint=_l(
            "What the figures do not say by themselves. The steering group reads it, so name no company. It stands as "
            "you write it, with your lines and paragraphs; signs for bold or lists are not read."
        ),
    )

    def to_command(self) -> CommentCommand:
        """Return what was written."""
        return CommentCommand(self.text.data)


class ReceiverForm(VersionedForm):
    """Who gets a letter about each report."""

    name = text_field(_l("Name"), needed=True)
    email = email_field(
        _l("E-mail"),
        needed=True,
        hint=_l("Who has an account under this address signs in; others get a link of their own."),
    )
    language = ChoiceField(_l("Language"), LANGUAGE_NAMES, needed=True, default=Language.SV)

    def to_command(self) -> ReceiverCommand:
        """Return who it is."""
        return ReceiverCommand(self.name.data, self.email.data, Language(self.language.data))
