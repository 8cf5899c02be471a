"""Which of the two languages a field is written in, and whether it is in one whose words are not read."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Final, Literal

from matching.text.norwegian_danish import is_nordic
from matching.text.stop_words import EITHER, STOP_WORDS

Language = Literal["sv", "en"]
LANGUAGES: Final[tuple[Language, Language]] = ("sv", "en")

# Enough to know the language of a longer text; detecting costs time in proportion to the length.
_ENOUGH = 2000
_ENOUGH_WORDS = 6
_SWEDISH_LETTERS = frozenset("åäö")


# Languages whose words are read: Norwegian (of both kinds) and Danish as the Swedish they are nearly.
_READ: Final = frozenset({"sv", "en", "no", "nn", "da"})
_TOLD_APART: Final = (
    *sorted(_READ),
    "ar",
    "de",
    "es",
    "et",
    "fi",
    "fr",
    "it",
    "lt",
    "lv",
    "nl",
    "pl",
    "pt",
    "ru",
    "uk",
    "zh",
)
_SURE: Final = 0.9
_FEWEST_WORDS: Final = 5
# So large a part of a Swedish or English text is function words; of others less, though some are spelt alike.
_KNOWN_SHARE: Final = 0.25


@cache
def _identifier(languages: tuple[str, ...] = LANGUAGES) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second, only when needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(languages))
    return identifier


@lru_cache(maxsize=4_000)
def find_unread(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language where its words are not read, else None; None where it is unsure.

    Function words decide first, so that a text full of method names is not taken for something else.
    """
    words = text[:_ENOUGH].casefold().split()
    known = sum(word in EITHER for word in words)
    if len(words) < _FEWEST_WORDS or known >= _KNOWN_SHARE * len(words) or is_nordic(text):
        return None
    language, probability = _identifier(_TOLD_APART).classify(text[:_ENOUGH].encode("utf-8", "replace").decode("utf-8"))
    return None if language in _READ or probability < _SURE else str(language)


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
