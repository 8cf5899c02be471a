"""The commoner words of both languages with their dictionary forms, and rules for all others.

The list is made by training from simplemma and wordfreq and shipped in matching/data/lexicon.txt.gz: reading it takes a
twentieth of the time and of the memory that the two packages' full lists take in every worker.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final

from matching.text.language import LANGUAGES, Language

PATH: Final = Path(__file__).resolve().parent.parent / "data" / "lexicon.txt.gz"
# Zipf frequency (van Heuven et al. 2014: log10 per thousand million words) from which a word is listed.
_LISTED: Final = {"sv": 2.2, "en": 2.4}
_TENTHS: Final = 10
# Inflections of words that are not listed, longest first, each with what stands in the dictionary form instead.
_ENDINGS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "sv": (
        ("ernas", ""), ("arnas", ""), ("ornas", "a"), ("erna", ""), ("arna", ""), ("orna", "a"), ("ens", ""),
        ("ets", ""), ("ers", ""), ("ade", "a"), ("ar", ""), ("er", ""), ("or", "a"), ("en", ""), ("et", ""),
        ("na", ""), ("ns", ""), ("s", ""), ("n", ""), ("t", ""), ("r", ""),
    ),
    "en": (("ies", "y"), ("es", ""), ("ing", ""), ("ed", ""), ("'s", ""), ("s", "")),
}  # fmt: skip
_SHORTEST_STEM: Final = 3


@dataclass(frozen=True)
class Lexicon:
    """Words in lower case; `lemmas` by language, `frequencies` as Zipf values, 0 for words known for other reasons.

    `splits` holds what the vocabulary's long words are made of, (head, …, tail), empty for those that are no compounds.
    """

    lemmas: Mapping[str, Mapping[str, str]]
    frequencies: Mapping[str, Mapping[str, float]]
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def frequency(self, word: str, language: Language = "sv") -> float:
        """Return the Zipf frequency of a word, 0.0 when it is not listed."""
        return self.frequencies[language].get(word, 0.0)

    def find_lemma(self, form: str, language: Language) -> str | None:
        """Return the dictionary form of a listed word, or of one whose inflection hides a listed word; else None."""
        listed = self.lemmas[language]
        if form in listed:
            return listed[form]
        for ending, instead in _ENDINGS[language]:
            stem = form.removesuffix(ending) + instead
            if form.endswith(ending) and len(stem) >= _SHORTEST_STEM and stem in listed:
                return listed[stem]
        return None


def make(words: Iterable[str]) -> Lexicon:
    """Make the list of all words that are common enough, and of `words` however rare."""
    from simplemma import lemmatize  # noqa: PLC0415 - only training needs the full lists
    from wordfreq import get_frequency_dict, zipf_frequency  # noqa: PLC0415 - only training needs it

    lemmas: dict[str, dict[str, str]] = {}
    frequencies: dict[str, dict[str, float]] = {}
    for language in LANGUAGES:
        common = {
            word: zipf
            for word in get_frequency_dict(language, wordlist="best")
            if word.isalpha() and (zipf := zipf_frequency(word, language)) >= _LISTED[language]
        }
        listed = common | {word: zipf_frequency(word, language) for word in words if word.isalpha()}
        # A rare word that the list of lemmas does not know is left to the rules.
        lemmas[language] = {
            word: str(lemmatize(word, lang=language)).casefold()
            for word in sorted(listed)
            if word in common or str(lemmatize(word, lang=language)).casefold() != word
        }
        frequencies[language] = {word: round(listed[word], 1) for word in lemmas[language]}
    return Lexicon(lemmas, frequencies)


def with_splits(lexicon: Lexicon, words: Iterable[str], split: Callable[[str], tuple[str, ...]]) -> Lexicon:
    """Return the list with the compounds among `words` taken apart, so that nobody has to do it again."""
    forms = (lexicon.find_lemma(word, "sv") or lexicon.find_lemma(word, "en") or word for word in words)
    long = sorted({form for form in forms if form.isalpha()})
    return replace(lexicon, splits={form: split(form) for form in long})


def save(lexicon: Lexicon, path: Path = PATH) -> None:
    """Write the list: for each language a line of words, one of lemmas, one of frequencies in tenths as characters.

    The last line holds the splits, each as word+part+part.
    """
    lines = []
    for language in LANGUAGES:
        lemmas, frequencies = lexicon.lemmas[language], lexicon.frequencies[language]
        tenths = "".join(chr(ord(" ") + round(frequencies[word] * _TENTHS)) for word in lemmas)
        lines += [" ".join(lemmas), " ".join(lemmas.values()), tenths]
    lines.append(" ".join("+".join((word, *parts)) for word, parts in lexicon.splits.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))


@cache
def load(path: Path = PATH) -> Lexicon:
    """Read what `save` wrote; once per process."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
    lemmas: dict[str, dict[str, str]] = {}
    frequencies: dict[str, dict[str, float]] = {}
    values = {chr(ord(" ") + tenths): tenths / _TENTHS for tenths in range(100)}
    for place, language in enumerate(LANGUAGES):
        words = lines[3 * place].split(" ")
        lemmas[language] = dict(zip(words, lines[3 * place + 1].split(" "), strict=True))
        frequencies[language] = dict(zip(words, map(values.__getitem__, lines[3 * place + 2]), strict=True))
    splits = (each.split("+") for each in lines[-1].split(" "))
    return Lexicon(lemmas, frequencies, {word: tuple(parts) for word, *parts in splits})
