"""The form that a party of an introduction answers with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.answers.commands import AnswerCommand
from app.labels import time_words
from app.limits import ANSWER_TEXT
from app.web.forms.base import VersionedForm
from app.web.forms.choices import RadioField
from app.web.forms.fields import long_text_field
from models.clock import now
from models.party_answers import AnswerKind, PartyAnswer

NONE_SUITS: Final = "none"
ANSWERS_OFFERED = (
    (AnswerKind.YES, _l("Yes, we would like a first meeting")),
    (AnswerKind.NOT_NOW, _l("Not now")),
    (AnswerKind.QUESTION, _l("We have a question first")),
)


class AnswerForm(VersionedForm):
    """Yes, not now or a question; which time suits, where some were proposed; and a few words."""

    answer = RadioField(_l("Your answer"), ANSWERS_OFFERED, needed=True)
    time = RadioField(_l("Which time suits you?"), hint=_l("As the clocks show in Sweden."))
    said = long_text_field(
        _l("Anything you want to say"),
        limit=ANSWER_TEXT,
        hint=_l("The consultant reads it, and not the other party. No patient data or health data."),
    )

    def __init__(self, given: PartyAnswer, **kwargs: Any) -> None:
        """Show what has been answered, and offer the proposed times that are still to come."""
        super().__init__(
            data={
                "version": given.version,
                "answer": given.answer,
                "said": given.said,
                "time": _time_of(given),
            },
            **kwargs,
        )
        self._time_before = _time_of(given)
        times = [time for time in given.introduction.times if time > now() or time == given.chosen_at]
        if times:
            offered = [(time.isoformat(), time_words(time)) for time in times]
            self.time.offer([*offered, (NONE_SUITS, _("None of these"))])
        else:
            del self.time

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask whoever says yes for a time, where there are any, and whoever says not now for none.

        A time that an earlier answer had falls with it, and nobody is asked.
        """
        if not super().validate(extra_validators):
            return False
        if "time" not in self:
            return True
        if self.answer.data == AnswerKind.YES and not self.time.data:
            self.time.errors = [_("Choose a time, or that none of them suits.")]
        if self.answer.data == AnswerKind.NOT_NOW and self.time.data not in {None, "", NONE_SUITS, self._time_before}:
            self.time.errors = [_("A time belongs to a yes. Answer yes, or choose “None of these”.")]
        return not self.time.errors

    def to_command(self) -> AnswerCommand:
        """Return what was answered; who says not now has chosen no time."""
        answer = AnswerKind(self.answer.data)
        time = self.time.data if "time" in self and answer is not AnswerKind.NOT_NOW else None
        return AnswerCommand(
            answer=answer,
            said=self.said.data,
            chosen_at=datetime.fromisoformat(time) if time and time != NONE_SUITS else None,
            no_time_suits=time == NONE_SUITS,
        )


def _time_of(given: PartyAnswer) -> str | None:
    if given.chosen_at is not None:
        return given.chosen_at.isoformat()
    return NONE_SUITS if given.no_time_suits else None
