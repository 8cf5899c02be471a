"""What the office is told of the parties' answers, in the language of whoever reads it."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from app.labels import ANSWER_NAMES, PARTY_NAMES, time_words
from models.answers import PartyAnswer, agreed_time
from models.introductions import Introduction
from models.vocabulary import Language
from models.waiting import WaitingFor


def told_answers(introduction: Introduction, language: Language | None) -> str:
    """Return the answers of both parties in a line; what they said besides stands on the match alone."""
    answers = {each.party: each for each in introduction.answers}
    with force_locale((language or Language.SV).value):
        told = [
            f"{PARTY_NAMES[party]}: {_told(answers[party])}"
            for party in WaitingFor
            if party in answers and answers[party].answer is not None
        ]
        agreed = agreed_time(introduction.answers)
        if agreed is not None:
            told.append(_("Plan the meeting on %(time)s", time=time_words(agreed)))
        return str(_("Answer to the introduction. %(told)s.", told=". ".join(told)))


def _told(answer: PartyAnswer) -> str:
    assert answer.answer is not None  # noqa: S101 - only those that have answered are told of
    words = str(ANSWER_NAMES[answer.answer]).lower()
    if answer.chosen_at is not None:
        return f"{words}, {time_words(answer.chosen_at)}"
    return ", ".join((words, _("none of the times suits"))) if answer.no_time_suits else words
