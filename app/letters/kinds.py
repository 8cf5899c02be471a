"""The letters that can be worded anew: what each is called, what may stand in it, and what must."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from app.hand_ins import letters as answers
from app.mail import signs
from app.mail.signs import Sign, unknown_signs
from app.mail.wording import LetterWording
from app.matches import letters as introductions
from models.letter_templates import LetterKind
from models.vocabulary import Language


@dataclass(frozen=True, slots=True)
class WordableLetter:
    """One letter: its name, when it is sent, the signs that it may have, the one it needs, and its original text."""

    name: Any
    when: Any
    signs: Sequence[Sign]
    needed: Sign
    original: Callable[[LetterKind, Language], LetterWording]

    @property
    def in_subject(self) -> Sequence[Sign]:
        """Return the signs that may stand in the subject: what fits on its line and everybody may see."""
        return [sign for sign in self.signs if sign in _ON_ONE_LINE]

    def fits(self, wording: LetterWording) -> bool:
        """Tell whether a text can be sent as it is: one that was saved before the letter's signs changed may not."""
        subject, body = ([form for sign in known for form in sign.forms] for known in (self.in_subject, self.signs))
        strange = unknown_signs(wording.subject, subject) or unknown_signs(wording.body, body)
        return not strange and self.needed.stands_in(wording.body)


_ON_ONE_LINE: Final = (
    signs.COMPANY,
    signs.COMPANY_MAYBE,
    signs.INFRASTRUCTURE,
    signs.NEED,
    signs.CAPABILITY,
    signs.DAY,
)
_INTRODUCED: Final = _l("Sent when a company and a unit are introduced")
_HANDED_IN: Final = _l("Sent to a company that has handed a need in")


def _of_introduction(kind: LetterKind, name: Any) -> WordableLetter:
    return WordableLetter(name, _INTRODUCED, introductions.SIGNS[kind], signs.ANSWER, introductions.original_wording)


def _of_answer(name: Any) -> WordableLetter:
    return WordableLetter(name, _HANDED_IN, answers.SIGNS, signs.OWN_PAGE, answers.original_wording)


LETTERS: Final[Mapping[LetterKind, WordableLetter]] = {
    LetterKind.COMPANY: _of_introduction(LetterKind.COMPANY, _l("Introduction, to the company")),
    LetterKind.INFRASTRUCTURE: _of_introduction(LetterKind.INFRASTRUCTURE, _l("Introduction, to the unit")),
    LetterKind.ACCEPTED: _of_answer(_l("We go on with the need")),
    LetterKind.ASKED: _of_answer(_l("We have a question")),
    LetterKind.DECLINED: _of_answer(_l("We do not go on with the need")),
}
