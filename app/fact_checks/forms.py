"""The form that a unit answers with, and the one that sends it a letter."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SubmitField

from app.limits import ANSWER_TEXT
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.choices import RadioField
from app.web.forms.fields import long_text_field
from models.fact_checks import FactAnswer, FactCheck
from models.vocabulary import Language

LANGUAGES_OFFERED = ((Language.SV, _l("Swedish")), (Language.EN, _l("English")))


class FactAnswerForm(VersionedForm):
    """One press when all is right; else what should change, and the other button."""

    said = long_text_field(
        _l("What should change?"),
        limit=ANSWER_TEXT,
        hint=_l("Write it as it should stand. The process consultant puts it in. No patient data or health data."),
    )
    change = SubmitField(_l("Send what should change"))

    def __init__(self, check: FactCheck, **kwargs: Any) -> None:
        """Show what was said before."""
        super().__init__(data={"version": check.shown_version, "said": check.said}, **kwargs)

    @property
    def answer(self) -> FactAnswer:
        """Return which of the two buttons was pressed."""
        return FactAnswer.CHANGE if self.change.data else FactAnswer.RIGHT

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words where something should change, and whether they count where nothing should."""
        if not super().validate(extra_validators):
            return False
        if self.answer is FactAnswer.CHANGE and not self.said.data:
            self.said.errors = [_("Write what should change.")]
        if self.answer is FactAnswer.RIGHT and self.said.data:
            self.said.errors = [_("Something is written here. Send it, or empty the field if all is right.")]
        return not self.said.errors


class FactLetterForm(KeyedForm):
    """In which language a unit is written to."""

    language = RadioField(_l("Language of the letter"), LANGUAGES_OFFERED, needed=True)
