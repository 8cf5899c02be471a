"""Norwegian and Danish read as the Swedish they are nearly: their function words, and the trade's words that differ."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Final

_FUNCTION_TEXT: Final = """
og ikke jeg af hvordan hvor hva hvad hvilke hvilket hvorfor noen noe nogen noget os trenger brug bruk ønsker
søker søger vores våre hjelp hjælp å fra mellom mellem etter uten uden også blir bliver være gjøre gøre mye
meget ved eg disse dere jeres deres finnes findes kommer skal vil leter leder lurer gjerne tilbyr tilbyder
dette denne mot imod
"""
# Function words that are neither Swedish nor English; a text with two of them is Norwegian or Danish.
_FUNCTION_WORDS: Final = frozenset(_FUNCTION_TEXT.split())
_ALSO_SWEDISH: Final = "fra skal vil kommer disse deres mot dere ved å os bruk leder eg"
_TELLING: Final = _FUNCTION_WORDS - frozenset(_ALSO_SWEDISH.split())
_ENOUGH: Final = 2
_LOOKED_AT: Final = 2_000
_LETTERS: Final = str.maketrans({"æ": "ä", "ø": "ö", "Æ": "Ä", "Ø": "Ö"})
_WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4_000)
def is_nordic(text: str) -> bool:
    """Tell whether a text is Norwegian or Danish: by two of their function words, or one beside an æ or ø."""
    words = {found.group() for found in _WORD.finditer(text[:_LOOKED_AT].casefold())}
    told = len(words & _TELLING)
    return told >= _ENOUGH or (told > 0 and any("æ" in word or "ø" in word for word in words))


def is_function_word(form: str) -> bool:
    """Tell whether a Norwegian or Danish word in lower case carries no subject."""
    return form in _FUNCTION_WORDS


def to_swedish(word: str) -> str:
    """Return the Swedish word of the trade for a Norwegian or Danish one, else the word with Swedish letters."""
    found = _words().get(word.casefold())
    return found or word.translate(_LETTERS)


@cache
def _words() -> dict[str, str]:
    text = resources.files("matching").joinpath("data/norwegian_danish.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {spelling: swedish for spellings, swedish in lines for spelling in spellings.split(",")}
