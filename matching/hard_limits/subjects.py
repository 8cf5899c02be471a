"""What a capability is about, as concepts: what its heading names, and what the rest of its text does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from matching.hard_limits.everyday_words import CONCEPT_OF_FORM, OPPOSITES
from matching.hard_limits.names_between import names_between
from matching.hard_limits.negation import LONGEST_CLAUSE, find_refusals
from matching.profiles import CapabilityProfile, Passage
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.mentions import ConceptNames

_REPLACED_REACH = 40  # characters before a name in which it may be called replaced
_REFUSAL_REACH = 2 * LONGEST_CLAUSE  # no refusal that began further back reaches a name
_HEADING_FIELDS = ("title", "name")
_FIRST_SENTENCE = re.compile(r"[^.!?\n\r]{1,200}")
# "As an alternative to animals" names what is not done.
_REPLACED = re.compile(
    r"\b(?:alternativ(?:es?)?\s+(?:till|to)|replac(?:e|es|ing|ement\s+of)|ersätt(?:a|er|ning\s+av)|free\s+of|"
    r"fri(?:tt|a)?\s+från)\s*(?:[\w'’-]+\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a capability is about: concept ids with all broader ones and the category.

    `heading` is named by its title, its tags or its service form; `body` by the rest of its text.
    """

    heading: frozenset[str]
    body: frozenset[str]


class SubjectFinder:
    """Finds what capabilities are about, with one vocabulary; it is remembered."""

    def __init__(self, vocabulary: Vocabulary, names: ConceptNames) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self.of = lru_cache(maxsize=4_000)(self._of)

    def _of(self, capability: CapabilityProfile) -> Subjects:
        """Return what a capability is about; what it says not to do is left out."""
        heading, body = set[str](), set[str]()
        for passage in headings(capability):
            heading |= self._about(passage, surely=True)
        for passage in capability.passages:
            body |= self._about(passage, surely=False)
        heading |= {tag for tag in capability.tags if tag in self._vocabulary.concepts}
        form = CONCEPT_OF_FORM.get(capability.service_form or "")
        heading |= {form} if form else set()
        return Subjects(self._widened(heading), self._widened(body))

    def _about(self, passage: Passage, *, surely: bool) -> set[str]:
        """Return what a passage is about; `surely` leaves out names that mean several things ("STED")."""
        refusals = find_refusals(passage.text)
        starts = [refusal.start for refusal in refusals]
        return {
            concept
            for name in names_between(self._names, passage, 0, len(passage.text))
            if name.everyday or len(name.concepts) == 1 or not surely
            for concept in name.concepts
            if not any(
                refusal.start <= name.start and name.end <= refusal.end
                for refusal in refusals[
                    bisect_left(starts, name.start - _REFUSAL_REACH) : bisect_right(starts, name.start)
                ]
            )
            and not _REPLACED.search(passage.text, max(0, name.start - _REPLACED_REACH), name.start)
        }

    def _widened(self, concepts: set[str]) -> frozenset[str]:
        """Add all broader concepts and the categories, except above those that stand for the opposite."""
        wide = set(concepts)
        for concept in concepts - OPPOSITES:
            above = [concept, *self._vocabulary.ancestors(concept)]
            top = self._vocabulary.find(above[-1])
            wide.update(above, [top.broader] if top and top.broader else [])
        return frozenset(wide)


def headings(capability: CapabilityProfile) -> Iterator[Passage]:
    """Yield what a capability puts first: its titles and tags, or its first sentence when it has no title."""
    titles = [passage for passage in capability.passages if passage.field.startswith(_HEADING_FIELDS)]
    yield from titles
    if not titles:
        for passage in capability.passages[:1]:
            first = _FIRST_SENTENCE.match(passage.text)
            yield Passage(passage.field, first.group() if first else "", passage.language)
    for tag in capability.tags:
        yield Passage("tags", tag)
