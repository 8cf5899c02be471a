"""Cutting texts into pieces that a person can read as a quote: clauses, and the best few words of a clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from matching.profiles import Passage
from matching.results import Quote
from matching.text.word_analysis import Analyser, Token, fold

MOST_WORDS = 8
FEWEST_WORDS = 4
# A word costs this much of a quote's worth, so that the shortest of equally good quotes is taken.
_COST_OF_A_WORD = 0.05
_JOINING = frozenset(["och", "eller", "men", "att", "som", "and", "or", "but", "that", "which"])
_CLOSED_BY = {")": "(", "]": "["}
_CLAUSE_END = re.compile(r"[.,;:!?…()\[\]<>\"”“|\n\r\t\x00-\x08]|\s[-–—]\s|[–—]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage with what it may share with others: its folded lemma as key, and the keys of its parts."""

    start: int
    end: int
    lemma: str
    key: str
    parts: tuple[str, ...]
    stop: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of one passage with no punctuation between them; at least one."""

    passage: Passage
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The clause as it is written."""
        return self.passage.text[self.words[0].start : self.words[-1].end]


def word_of(token: Token) -> Word:
    """Return what is compared of a token."""
    parts = tuple(key for part in token.parts if (key := fold(part)) != token.lemma)
    return Word(token.start, token.end, token.lemma, fold(token.lemma), parts, token.stop)


def clauses(passage: Passage, analyser: Analyser) -> Iterator[Clause]:
    """Yield the clauses of a passage in reading order."""
    together: list[Word] = []
    for token in analyser.tokens(passage.text, passage.language):
        word = word_of(token)
        if together and _CLAUSE_END.search(passage.text, together[-1].end, word.start):
            yield Clause(passage, tuple(together))
            together = []
        together.append(word)
    if together:
        yield Clause(passage, tuple(together))


def quote(passage: Passage, words: Sequence[Word]) -> Quote:
    """Quote from the first to the last of some words of a passage, and the sign that closes what they open."""
    start, end = words[0].start, words[-1].end
    closes = _CLOSED_BY.get(passage.text[end : end + 1])
    if closes and passage.text.count(closes, start, end) > passage.text.count(passage.text[end], start, end):
        end += 1
    return Quote(passage.field, start, end, passage.text[start:end])


def best_words(clause: Clause, worth: Callable[[Word], float]) -> tuple[Word, ...]:
    """Return a short clause whole, and of a longer one the neighbouring words that are worth most, four to eight."""
    words = clause.words
    if len(words) <= MOST_WORDS:
        return words
    worths = [worth(word) - _COST_OF_A_WORD for word in words]
    sums = [0.0, *accumulate(worths)]
    spans = ((start, end) for start in range(len(words)) for end in range(start + FEWEST_WORDS, start + MOST_WORDS + 1))
    inside = [(start, end) for start, end in spans if end <= len(words)]
    inside = [span for span in inside if words[span[0]].lemma not in _JOINING] or inside
    start, end = max(inside, key=lambda span: (round(sums[span[1]] - sums[span[0]], 9), -span[0], -span[1]))
    return words[start:end]
