"""Which of the two languages a field is written in."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final, Literal

from matching.stop_words import STOP_WORDS

Language = Literal["sv", "en"]
LANGUAGES: Final[tuple[Language, Language]] = ("sv", "en")

# Enough to know the language of a longer text; detecting costs time in proportion to the length.
_ENOUGH = 2000
_ENOUGH_WORDS = 6
_SWEDISH_LETTERS = frozenset("åäö")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second, only when needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


@lru_cache(maxsize=20_000)
def detect(text: str) -> Language:
    """Return the language that a text is most likely written in; English when nothing tells.

    Function words decide where they can; py3langid is asked only when they are as many on both sides.
    """
    words = text[:_ENOUGH].casefold().split()
    only_swedish = sum(word in STOP_WORDS["sv"] and word not in STOP_WORDS["en"] for word in words)
    only_english = sum(word in STOP_WORDS["en"] and word not in STOP_WORDS["sv"] for word in words)
    if only_swedish != only_english:
        return "sv" if only_swedish > only_english else "en"
    if len(words) < _ENOUGH_WORDS:
        # A tag or a heading: too short for statistics, and words are looked up in both languages anyway.
        return "sv" if _SWEDISH_LETTERS.intersection(text.casefold()) else "en"
    if not any(letter.isalpha() for letter in text):
        return "en"
    language, _confidence = _identifier().classify(text[:_ENOUGH].encode("utf-8", "replace").decode("utf-8"))
    return "sv" if language == "sv" else "en"


def resolve(text: str, stated: str | None) -> Language:
    """Return the stated language when it is one of the two, else the detected one ("mixed" is detected)."""
    if stated == "sv":
        return "sv"
    if stated == "en":
        return "en"
    return detect(text)
