"""Signs in braces that letters are written with, and what is put in their place: plain text, never markup or code."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l

_SIGN = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """A place in a letter that something is put in, by its Swedish and its English name; either is understood."""

    swedish: str
    english: str
    means: Any

    @property
    def forms(self) -> tuple[str, str]:
        """Return the sign as it is written."""
        return f"{{{self.swedish}}}", f"{{{self.english}}}"

    def written(self, language: str) -> str:
        """Return the sign as it is written in a language."""
        return self.forms[0 if language == "sv" else 1]

    def stands_in(self, text: str) -> bool:
        """Tell whether a text has the sign."""
        return any(form in text for form in self.forms)


# What is put in when the letter is sent: until then the sign stands.
LINK: Final = Sign("länk", "link", _l("The address of the match, for whoever can sign in"))
OWN_PAGE: Final = Sign("länk", "link", _l("The company's own link to what it handed in"))
ANSWER: Final = Sign("svar", "answer", _l("The reader's own link to answer with, without signing in"))
TIMES: Final = Sign("tider", "times", _l("The times that are proposed for a first meeting"))
# What is put in when the letter is written.
GREETING: Final = Sign("hälsning", "greeting", _l("“Hello” and the contact's name"))
COMPANY: Final = Sign("företag", "company", _l("The company's name"))
COMPANY_MAYBE: Final = Sign(
    "företag", "company", _l("The company's name, or “A company” where it has asked for secrecy")
)
CONTACT: Final = Sign(
    "kontakt", "contact", _l("The company's contact with address; nothing where it has asked for secrecy")
)
INFRASTRUCTURE: Final = Sign("enhet", "unit", _l("The unit's name"))
INFRASTRUCTURE_ADDRESS: Final = Sign("enhetens_adress", "unit_address", _l("The unit's e-mail address"))
WEBSITE: Final = Sign("webbplats", "website", _l("The unit's web page"))
NEED: Final = Sign("behov", "need", _l("The need's title, which everyone may read"))
TEASER: Final = Sign("offentlig_text", "public_text", _l("The need's public text"))
CAPABILITY: Final = Sign("förmåga", "capability", _l("The title of what the unit offers"))
READ_MORE: Final = Sign("läs_mer", "read_more", _l("How the unit reads more: by signing in, or by writing to you"))
DAY: Final = Sign("dag", "day", _l("The day on which the need was handed in"))
SENDER: Final = Sign("avsändare", "sender", _l("Your name and address"))


def unknown_signs(text: str, known: Collection[str]) -> list[str]:
    """Return what stands in braces in a text and is none of the known signs: nothing would be put in its place."""
    return [sign for sign in _SIGN.findall(text) if sign not in known]


def lone_braces(text: str) -> list[str]:
    """Return the braces of a text that lack their other half, as a sign has that was cut off."""
    return [sign for sign in _SIGN.sub("", text) if sign in "{}"]


def put_in(text: str, values: Mapping[Sign, str]) -> str:
    """Return a text with values in the place of their signs; other signs stay, and so do braces within values.

    A paragraph falls away that is to hold what there is nothing of.
    """
    known = {form: value for sign, value in values.items() for form in sign.forms}

    def is_whole(paragraph: str) -> bool:
        return all(known.get(sign) != "" for sign in _SIGN.findall(paragraph))

    paragraphs = re.split(r"\n{2,}", text)
    return "\n\n".join(
        _SIGN.sub(lambda found: known.get(found[0], found[0]), paragraph)
        for paragraph in paragraphs
        if is_whole(paragraph)
    ).strip()
