"""What a passage names between two offsets: concepts, by an everyday word or by a label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.hard_limits.everyday_words import find_everyday_words
from matching.profiles import Passage
from matching.text.word_analysis import LONGEST_TEXT
from matching.vocabulary.mentions import ConceptNames


@dataclass(frozen=True, slots=True)
class Name:
    """A place in a text that names concepts, by an everyday word or by a label."""

    start: int
    end: int
    concepts: tuple[str, ...]
    everyday: bool = False


def names_between(names: ConceptNames, passage: Passage, start: int, end: int) -> Iterator[Name]:
    """Yield all names between two offsets; a word that is both everyday and a label is the first."""
    text = passage.text[:LONGEST_TEXT]
    everyday = [
        Name(word.start, word.end, word.concepts, everyday=True) for word in find_everyday_words(text, start, end)
    ]
    yield from everyday
    taken = {name.start for name in everyday}
    for mention in names.find(text, passage.language, start, end):
        if start <= mention.start and mention.end <= end and mention.start not in taken:
            yield Name(mention.start, mention.end, mention.concepts)
