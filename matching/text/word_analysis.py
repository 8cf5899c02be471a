"""Words of a text with their places in it: normal form, lemma, compound parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from matching.text import norwegian_danish
from matching.text.compounds import Splitter
from matching.text.language import Language, resolve
from matching.text.lexicon import Lexicon
from matching.text.lexicon import load as load_lexicon
from matching.text.stop_words import EITHER, STOP_WORDS

# A word may hold hyphens, dots and apostrophes between letters, and combining accents. Offsets are those of the text as
# it is stored, so normalising happens word by word, after cutting.
_LETTER = r"[^\W_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:[-\u2010\u2011\u2013'’.]?(?:{_LETTER})+)*")
_HYPHEN = re.compile(r"[-\u2010\u2011\u2013]")
_SENTENCE_END = re.compile(r"[.!?…](?=\s)|[\n\r;]+")
_FOLDS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "æ": "a", "ø": "o", "é": "e", "è": "e", "ü": "u", "ß": "s"})
# Nobody writes longer words; what is longer is a sequence, a key or noise, and would only cost time.
_LONGEST_WORD = 60
# A longer passage is read up to here: about 3 000 words, ten times what anybody writes in a form.
LONGEST_TEXT = 20_000
_ACRONYM_LENGTH = 3
# The texts read last; a sentence's words take some kilobytes.
_TEXTS_REMEMBERED = 4_000

# How people write in a hurry, and the plural that the lemma list takes for a cap.
_EVERYDAY = {
    "möss": "mus",
    "mössen": "mus",
    "lab": "laboratorium",
    "labb": "laboratorium",
    "labbet": "laboratorium",
    "labbe": "laboratorium",
    "labs": "laboratory",
    "pat": "patient",
    "mtrl": "material",
    "konc": "koncentration",
    "mikro": "mikroskop",
    "temp": "temperatur",
    "ref": "referens",
    "dok": "dokumentation",
    "dev": "development",
    "meds": "medicine",
    "mfg": "manufacturing",
    "temps": "temperature",
    "conc": "concentration",
    "seq": "sequencing",
    "sekv": "sekvensering",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: `text[start:end]`, offsets in code points of the text as stored.

    `form` is the word in NFC and lower case with plain hyphens; `lemma` its dictionary form; `parts` the words a
    compound or a hyphenated word is made of, each as a lemma, empty for a simple word. `acronym` tells that the word
    stands in capitals. `stop` marks words that carry no subject.
    """

    start: int
    end: int
    form: str
    lemma: str
    parts: tuple[str, ...]
    acronym: bool
    stop: bool


def normal(text: str) -> str:
    """Return a text in NFC and lower case, hyphens and apostrophes plain, without soft hyphens; lengths may change."""
    plain = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("’", "'")
    return _HYPHEN.sub("-", plain).casefold()


def words_of(text: str) -> list[str]:
    """Return the words of a text in normal form, in order."""
    return [normal(found.group()) for found in _WORD.finditer(text)]


def fold(word: str) -> str:
    """Return a normal form without Swedish letters and hyphens, so that "matning" and "mätning" share a key."""
    return word.translate(_FOLDS).replace("-", "")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text's sentences, roughly: what stands between full stops, question marks and lines."""
    spans, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        spans.append((start, end.start()))
        start = end.end()
    spans.append((start, len(text)))
    return [span for span in spans if text[span[0] : span[1]].strip()]


class Analyser:
    """Cuts texts into tokens. Holds the trade's own words, which compounds may be made of, and a list of words."""

    def __init__(self, trade_words: Iterable[str] = (), lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._splitter = Splitter(self._lexicon.frequency, frozenset(trade_words))
        self._known = lru_cache(maxsize=200_000)(self._analyse)
        self._read = lru_cache(maxsize=_TEXTS_REMEMBERED)(self._tokens)

    def tokens(self, text: str, language: str | None = None) -> tuple[Token, ...]:
        """Return the words of a text with their offsets; the language is detected when not "sv" or "en".

        Only the first 20 000 characters are read.
        """
        text = text[:LONGEST_TEXT]
        return self._read(text, resolve(text, language))

    def forget(self) -> None:
        """Forget the texts read so far."""
        self._read.cache_clear()

    def lemmas(self, text: str, language: str | None = None) -> list[str]:
        """Return the folded lemmas of a text's subject words, in order, without parts."""
        return [fold(token.lemma) for token in self.tokens(text, language) if not token.stop]

    def _tokens(self, text: str, language: Language) -> tuple[Token, ...]:
        known = self._nordic if norwegian_danish.is_nordic(text) else self._known
        return tuple(
            Token(found.start(), found.end(), *known(found.group(), language))
            for found in _WORD.finditer(text)
            if found.end() - found.start() <= _LONGEST_WORD
        )

    def _nordic(self, word: str, language: Language) -> tuple[str, str, tuple[str, ...], bool, bool]:
        """Return what a Norwegian or Danish word is, read as Swedish."""
        form, lemma, parts, acronym, stop = self._known(norwegian_danish.to_swedish(word), language)
        return form, lemma, parts, acronym, stop or norwegian_danish.is_function_word(normal(word))

    def _analyse(self, word: str, language: Language) -> tuple[str, str, tuple[str, ...], bool, bool]:
        form = normal(word)
        acronym = word.isupper() and len(word) > 1
        # A short word in capitals is a name ("IT", "SE"), not a function word, unless it is one letter.
        stop = form in (STOP_WORDS[language] if acronym and len(word) <= _ACRONYM_LENGTH else EITHER)
        if stop or acronym or any(letter.isdigit() for letter in form):
            return form, form, self._pieces(form, language), acronym, stop or len(form) == 1
        form = _EVERYDAY.get(form, form)
        lemma = self._lemma(form, language)
        parts = self._pieces(form, language)
        if not parts:
            lemma, parts = self._compound(lemma, language)
        return form, lemma, parts, acronym, len(form) == 1

    def _lemma(self, form: str, language: Language) -> str:
        if "-" in form:
            head, _, tail = form.rpartition("-")
            return f"{head}-{self._lemma(tail, language)}" if len(tail) > _ACRONYM_LENGTH else form
        other: Language = "en" if language == "sv" else "sv"
        return self._lexicon.find_lemma(form, language) or self._lexicon.find_lemma(form, other) or form

    def _pieces(self, form: str, language: Language) -> tuple[str, ...]:
        if "-" not in form:
            return ()
        pieces = (self._lemma(piece, language) if len(piece) > _ACRONYM_LENGTH else piece for piece in form.split("-"))
        return tuple(piece for piece in pieces if len(piece) > 1 and piece not in EITHER)

    def _compound(self, lemma: str, language: Language) -> tuple[str, tuple[str, ...]]:
        """Return the lemma and the parts of a compound, the last one as a lemma; no parts when the word is none."""
        # English words do not grow together, but Swedish words stand in English notes; their letters tell.
        if language == "en" and lemma == fold(lemma):
            return lemma, ()
        known = self._lexicon.splits.get(lemma)
        *heads, tail = (self._splitter.split(lemma) if known is None else known) or ("",)
        if not heads:
            return lemma, ()
        # Only the last part is inflected; a head's lemma would often be another word ("prov" is no form of "prova").
        last = self._lexicon.find_lemma(tail, "sv") or tail
        # A compound that no list has is inflected as its last part is.
        whole = lemma if self._lexicon.frequency(lemma) else lemma.removesuffix(tail) + last
        return whole, (*heads, last)
