"""The forms for letters: the two of an introduction, and one that could not be sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.limits import SHORT_TEXT
from app.mail.failures import MailError, MailFailure, failure_sentence
from app.mail.signs import unknown_signs
from app.mail.writing import require_sendable
from app.matches.commands import IntroductionCommand, LetterCommand
from app.matches.consent_forms import ConsentFields
from app.matches.mail_room import ANSWER_SIGNS, BODY_SIGNS, LINK_SIGNS
from app.matches.quotation_forms import ask_about_quotes, send_anyway_field
from app.matches.seen_step_forms import SeenStepFields
from app.web.forms.base import BaseForm
from app.web.forms.dates import DateField
from app.web.forms.fields import email_field, long_text_field, text_field
from app.web.forms.times import TimeField, is_skipped
from models.clock import moment_of, now, today
from models.needs import Need
from models.vocabulary import Language

_FIRST_REMINDER = timedelta(days=7)


class IntroductionForm(ConsentFields, SeenStepFields):
    """The company's consent, the two letters of an introduction, and what comes after."""

    company_to = email_field(_l("To the company"), needed=True)
    company_subject = text_field(_l("Subject of the company's letter"), needed=True)
    company_body = long_text_field(_l("Letter to the company"), needed=True, rows=18)
    infrastructure_to = email_field(_l("To the unit"), needed=True)
    infrastructure_subject = text_field(_l("Subject of the unit's letter"), needed=True)
    infrastructure_body = long_text_field(_l("Letter to the unit"), needed=True, rows=18)
    anyway = send_anyway_field()
    first_on = DateField(_l("Day 1"))
    first_at = TimeField(_l("Time 1"))
    second_on = DateField(_l("Day 2"))
    second_at = TimeField(_l("Time 2"))
    third_on = DateField(_l("Day 3"))
    third_at = TimeField(_l("Time 3"))
    next_step = text_field(_l("Next step"), limit=SHORT_TEXT)
    next_step_on = DateField(_l("When"))

    def __init__(self, need: Need, language: str, *, is_handed_in: bool = False, **kwargs: Any) -> None:
        """Know the need, whose confidential layers stay out of the letters, and the language they are written in.

        Of a need that was handed in the company's consent stands with what it handed in.
        """
        super().__init__(**kwargs)
        self.is_handed_in = is_handed_in
        self.need, self.language = need, Language(language)

    @property
    def times(self) -> tuple[tuple[DateField, TimeField], ...]:
        """Return the fields of the times that can be proposed."""
        return (self.first_on, self.first_at), (self.second_on, self.second_at), (self.third_on, self.third_at)

    def suggest(self, company_letter: LetterCommand, infrastructure_letter: LetterCommand) -> None:
        """Fill in the letters as they are first written, and a reminder a week from now."""
        self.company_to.data, self.company_subject.data, self.company_body.data = _parts(company_letter)
        self.infrastructure_to.data, self.infrastructure_subject.data, self.infrastructure_body.data = _parts(
            infrastructure_letter
        )
        self.next_step.data = _("Ask whether they have booked a meeting")
        self.next_step_on.data = today() + _FIRST_REMINDER

    def validate(self, extra_validators: Any = None) -> bool:
        """Write both letters for trial: where one cannot be sent, neither is."""
        is_valid = super().validate(extra_validators)
        consent = self.is_handed_in or not self.needs_consent() or self.is_whole_consent()
        if not is_valid:
            return False
        times = self._are_times()
        subjects = [_are_signs(each, LINK_SIGNS) for each in (self.company_subject, self.infrastructure_subject)]
        bodies = [
            _are_signs(each, BODY_SIGNS) and _asks_for_answer(each)
            for each in (self.company_body, self.infrastructure_body)
        ]
        company = _can_be_sent(self.company_to, self.company_subject, self.company_body)
        infrastructure = _can_be_sent(self.infrastructure_to, self.infrastructure_subject, self.infrastructure_body)
        return times and consent and all(subjects + bodies) and company and infrastructure

    def _are_times(self) -> bool:
        """Tell whether each proposed time is whole, to come and another; else what is wrong stands at its field."""
        known: set[datetime] = set()
        for on, at in self.times:
            fault = _fault_of_time(on, at, known)
            if fault:
                (at if on.data and at.data is None else on).errors = [fault]
        return not any(field.errors for pair in self.times for field in pair)

    def validate_company_body(self, field: Field) -> None:
        """Keep the consultant's own notes out of it."""
        ask_about_quotes(field, self.need, anyway=bool(self.anyway.data))

    def validate_infrastructure_body(self, field: Field) -> None:
        """Keep out what the unit may read only after signing in."""
        ask_about_quotes(field, self.need, anyway=bool(self.anyway.data))

    def to_command(self) -> IntroductionCommand:
        """Return both letters as they were written."""
        return IntroductionCommand(
            company_letter=LetterCommand(self.company_to.data, self.company_subject.data, self.company_body.data),
            infrastructure_letter=LetterCommand(
                self.infrastructure_to.data, self.infrastructure_subject.data, self.infrastructure_body.data
            ),
            next_step=self.next_step.data,
            next_step_on=self.next_step_on.data if self.next_step.data else None,
            language=self.language,
            times=tuple(moment_of(on.data, at.data) for on, at in self.times if on.data and at.data is not None),
            consent=self.to_consent() if self.needs_consent() and not self.is_handed_in else None,
        )


def _fault_of_time(on: DateField, at: TimeField, known: set[datetime]) -> str | None:
    """Return what is wrong with a time that is to be proposed, and add one that is right to those that are known."""
    if not on.data and at.data is None:
        return None
    if not on.data or at.data is None:
        return str(_("Write both a day and a time, or neither."))
    if is_skipped(on.data, at.data):
        return str(_("The clocks are put forward past this time on that day. Choose another."))
    moment = moment_of(on.data, at.data)
    if moment <= now():
        return str(_("This time has passed."))
    if moment in known:
        return str(_("This time stands there already."))
    known.add(moment)
    return None


def _can_be_sent(to: Field, subject: Field, body: Field) -> bool:
    """Tell whether a letter can be sent as it is; else what stops it stands at its field."""
    try:
        require_sendable(to=to.data, subject=subject.data, body=body.data)
    except MailError as error:
        wrong = {MailFailure.ADDRESS: to, MailFailure.SUBJECT: subject}.get(error.failure, body)
        wrong.errors = [failure_sentence(str(error))]
        return False
    return True


def _are_signs(field: Field, known: Collection[str]) -> bool:
    """Tell whether each sign in a text is one that something is put in place of; else which is not, at its field."""
    unknown = unknown_signs(field.data, known)
    if not unknown:
        return True
    field.errors = [
        _(
            "Nothing is put in the place of %(signs)s here. Take it away, or write one of these: %(known)s.",
            signs=", ".join(unknown),
            known=", ".join(known),
        )
    ]
    return False


def _asks_for_answer(body: Field) -> bool:
    """Tell whether a letter has the place of its reader's own link; else its field says so."""
    if any(sign in body.data for sign in ANSWER_SIGNS):
        return True
    body.errors = [_("The letter has no link to answer with. Write %(sign)s where it is to stand.", sign=_("{answer}"))]
    return False


def _parts(letter: LetterCommand) -> tuple[str, str, str]:
    return letter.to, letter.subject, letter.body


class LetterForm(BaseForm):
    """A letter that could not be sent, to be corrected."""

    to = email_field(_l("To"), needed=True)
    subject = text_field(_l("Subject"), needed=True)
    body = long_text_field(_l("Letter"), needed=True, rows=18)
    anyway = send_anyway_field()

    def __init__(self, need: Need, **kwargs: Any) -> None:
        """Know the need, whose confidential layers stay out of the letter."""
        super().__init__(**kwargs)
        self.need = need

    def validate(self, extra_validators: Any = None) -> bool:
        """Write the letter for trial."""
        return bool(super().validate(extra_validators)) and _can_be_sent(self.to, self.subject, self.body)

    def validate_body(self, field: Field) -> None:
        """Keep out what the letter may not say."""
        ask_about_quotes(field, self.need, anyway=bool(self.anyway.data))
