"""The form for the text of a letter: signs in braces are checked, and nothing else in it means anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.letters.kinds import WordableLetter
from app.mail.signs import Sign, lone_braces, unknown_signs
from app.mail.wording import LetterWording
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import long_text_field, text_field


class WordingForm(VersionedForm):
    """A letter's subject and text, and the match that shows how it looks."""

    subject = text_field(_l("Subject"), needed=True)
    body = long_text_field(_l("Letter"), needed=True, rows=20)
    about = ChoiceField(_l("Show it with the data of"), empty=_l("The latest match"))

    def __init__(self, letter: WordableLetter, language: str, **kwargs: Any) -> None:
        """Know which signs the letter may have, and how they are written in its language."""
        super().__init__(**kwargs)
        self.letter, self.language = letter, language

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that each sign is one that something is put in place of, and that the one it needs is there."""
        if not super().validate(extra_validators):
            return False
        subject = self._has_known_signs(self.subject, self.letter.in_subject)
        return self._has_known_signs(self.body, self.letter.signs) and self._has_needed_sign() and subject

    def _has_known_signs(self, field: Field, known: Sequence[Sign]) -> bool:
        strange = unknown_signs(field.data, [form for sign in known for form in sign.forms])
        written = ", ".join(sign.written(self.language) for sign in known)
        if strange:
            field.errors = [
                _(
                    "Nothing is put in the place of %(signs)s here. Take it away, or write one of these: %(known)s.",
                    signs=", ".join(strange),
                    known=written,
                )
            ]
        elif lone_braces(field.data):
            field.errors = [
                _(
                    "A brace stands alone. Signs have one on each side, as %(sign)s.",
                    sign=known[0].written(self.language),
                )
            ]
        return not field.errors

    def _has_needed_sign(self) -> bool:
        if self.letter.needed.stands_in(self.body.data):
            return True
        needed = self.letter.needed
        self.body.errors = [
            _(
                "The letter lacks %(sign)s (%(means)s), which it cannot do without. Write it where it is to stand.",
                sign=needed.written(self.language),
                means=str(needed.means),
            )
        ]
        return False

    def to_wording(self) -> LetterWording:
        """Return the text as it was written."""
        return LetterWording(self.subject.data, self.body.data)
