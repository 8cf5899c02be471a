"""The forms that the office answers a company with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.hand_ins.commands import AcceptCommand
from app.hand_ins.forms import proposed_title
from app.hand_ins.limits import QUESTION_TEXT
from app.mail.signs import unknown_signs
from app.matches.commands import LetterCommand
from app.matches.mail_room import LINK_SIGNS
from app.matches.quotation_forms import ask_about_quotes_of, send_anyway_field
from app.needs.forms import NeedForm
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField, RadioField
from app.web.forms.fields import like, long_text_field, text_field
from app.web.forms.filters import FilterForm
from models.hand_ins import HandIn
from models.organisations import Company

NEW_COMPANY: Final = "new"
PRESETS = (("asked", _l("Waiting for the company")), ("decided", _l("Answered")), ("all", _l("All that came in")))


class HandInFilters(FilterForm):
    """What the list can be narrowed by: one of its saved views."""

    show = ChoiceField(_l("Show"), PRESETS, empty=_l("To be answered"))


class LetteredForm(VersionedForm):
    """An answer to a company, with the letter that leads to it."""

    subject = text_field(_l("Subject of the letter"), needed=True)
    letter = long_text_field(
        _l("Letter to the company"),
        needed=True,
        rows=9,
        hint=_l("The sign {link} becomes the company's own link. Letters get about: leave what it wrote out of them."),
    )
    anyway = send_anyway_field()

    def __init__(self, found: HandIn, proposed: LetterCommand, **kwargs: Any) -> None:
        """Carry the version of what is answered, and propose the letter in the company's language."""
        first = {"version": found.version, "subject": proposed.subject, "letter": proposed.body}
        super().__init__(data={**first, **kwargs.pop("data", {})}, **kwargs)
        self.found = found

    def validate_letter(self, field: Field) -> None:
        """Ask for the link, refuse signs that nothing is put in place of, and ask about what is quoted."""
        text = field.data or ""
        if unknown_signs(text, LINK_SIGNS) or not any(sign in text for sign in LINK_SIGNS):
            raise ValidationError(
                _("Write %(sign)s where the company's link is to stand, and no other sign.", sign=_("{link}"))
            )
        secret = (self.found.text, self.found.infrastructure_text)
        ask_about_quotes_of(field, secret, public=self.found.public_text or "", anyway=bool(self.anyway.data))

    def to_letter(self) -> LetterCommand:
        """Return the letter as it was written."""
        return LetterCommand(self.found.contact_email, self.subject.data, self.letter.data)


class QuestionForm(LetteredForm):
    """What the company is asked."""

    question = long_text_field(
        _l("Question"),
        needed=True,
        limit=QUESTION_TEXT,
        hint=_l("The company reads it on its own page. The letter only says that there is a question."),
    )


class DeclineForm(LetteredForm):
    """Why the office does not go on with a need."""

    reason = long_text_field(
        _l("Why"),
        needed=True,
        limit=QUESTION_TEXT,
        hint=_l("The company reads it on its own page. Say where else it may turn, if you know."),
    )


class AcceptForm(LetteredForm):
    """Which company it is, and what everyone may read of the need."""

    company = RadioField(_l("Which company is it?"), needed=True)
    title = like(NeedForm.title)
    teaser = like(NeedForm.teaser)
    tells_who = like(NeedForm.tells_who)

    def __init__(
        self,
        found: HandIn,
        proposed: LetterCommand,
        holder: Company | None,
        alike: Sequence[Company],
        **kwargs: Any,
    ) -> None:
        """Propose what the company wrote for everyone, and the companies on record that it may be.

        Where one has the number that was given, it is that one.
        """
        public = found.public_text or ""
        chosen = str(holder.id) if holder else NEW_COMPANY if not alike else None
        title = proposed_title(public) if public else None
        data = {"title": title, "teaser": public, "company": chosen}
        super().__init__(found, proposed, data=data, **kwargs)
        known = [holder] if holder else alike
        new = [] if holder else [(NEW_COMPANY, _("A new company: %(name)s", name=found.company_name))]
        self.company.offer([*((str(each.id), _named(each)) for each in known), *new])

    def to_command(self) -> AcceptCommand:
        """Return what everyone may read."""
        return AcceptCommand(title=self.title.data, teaser=self.teaser.data)


def _named(company: Company) -> str:
    return ", ".join(each for each in (company.name, company.shown_org_number, company.municipality) if each)
