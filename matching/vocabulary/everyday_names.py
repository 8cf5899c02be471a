"""Names of concepts that are everyday words when written small: which ones, and when a text means the concept.

"HeLa" is no name in "hela prover", nor "FISH" in "fish farm". A name whose capitals set it apart counts only where a
text writes them; one that has none ("coverage") is a fault of the vocabulary, unless it is listed with its reason.
"""

from __future__ import annotations

import re
from typing import Final

from matching.text.language import LANGUAGES
from matching.text.word_frequency import zipf_frequency

# How common a word may be before it says nothing of its own: once in 160 000 words, wordfreq's Zipf scale.
EVERYDAY: Final = 3.8

# Common words that mean their concept wherever they stand, and why.
MEANT: Final = {
    **dict.fromkeys(("mice", "rats", "råttor", "pigs", "gris", "salmon"), "an animal is named as the one to work with"),
    **dict.fromkeys(("patent", "trademark", "varumärke"), "a right has no other name"),
    "cement": "the material has no other name",
    "workshop": "a form of teaching in both languages",
    "backup": "has come to mean stored copies alone",
    "utbrott": "in health and food an outbreak is of a disease",
}  # fmt: skip
_SENTENCE_BEFORE: Final = re.compile(r"(?:^|[.!?…:;\n\r•–-])[\s\"'”»(]*$")


def is_everyday(name: str) -> bool:
    """Tell whether a name is one word that people use for anything, however the vocabulary writes it."""
    return name.isalpha() and max(zipf_frequency(name.casefold(), language) for language in LANGUAGES) >= EVERYDAY


def unmarked(name: str) -> bool:
    """Tell whether a name is an everyday word that nothing marks, and no reason lets stand."""
    return name.islower() and name not in MEANT and is_everyday(name)


def needs_case(name: str) -> bool:
    """Tell whether a name counts only where its capitals are written."""
    return not name.islower() and is_everyday(name)


def written_as(name: str, text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` is a cased name: written so, in a text that is not all capitals, or by itself.

    A name that only begins with a capital ("Echo") is not told from the word where a sentence begins.
    """
    written = text[start:end]
    if not written.startswith(name) or (text.isupper() and text.strip() != written):
        return False
    return name[1:] != name[1:].lower() or _SENTENCE_BEFORE.search(text[:start]) is None
