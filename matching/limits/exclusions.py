"""What a need excludes ("inte djurförsök"), as concepts, and whether a capability is about it.

An exclusion fails a capability only when its heading, its tags or its service form are about the excluded concept or a
narrower one. A word in the running text is a question: a histology laboratory that also takes mouse tissue is no
animal experiment.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from matching.limits.denial import denied_spans
from matching.limits.everyday_words import ANIMALS, CONCEPT_OF_FORM, OPPOSITES, QUALITY_CONCEPTS, find_everyday_words
from matching.limits.negation import LONGEST_CLAUSE, find_refusals
from matching.limits.negation_words import Force
from matching.limits.refusing_words import ANIMAL_FREE
from matching.limits.turned_down import Name, is_turned_down
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Outcome, Quote
from matching.text.tokens import LONGEST_TEXT
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
class Exclusion:
    """What a need turns down: the concepts, first the nearest, the words that name them, and how surely."""

    concepts: tuple[str, ...]
    quote: Quote
    force: Force


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a capability is about: concept ids with all broader ones and the category.

    `heading` is named by its title, its tags or its service form; `body` by the rest of its text.
    """

    heading: frozenset[str]
    body: frozenset[str]


@dataclass(frozen=True, slots=True)
class ExclusionVerdict:
    """Whether a capability is about what a need excludes."""

    exclusion: Exclusion
    outcome: Outcome


class ExclusionReader:
    """Reads exclusions from needs and subjects from capabilities, with one vocabulary; both are remembered."""

    def __init__(self, vocabulary: Vocabulary, names: ConceptNames) -> None:
        self._vocabulary = vocabulary
        self._names = names
        self.of_need = lru_cache(maxsize=2_000)(self._of_need)
        self.subjects = lru_cache(maxsize=4_000)(self._subjects)

    def verdicts(self, need: NeedProfile, capability: CapabilityProfile) -> tuple[ExclusionVerdict, ...]:
        """Return one verdict for each exclusion of the need, in reading order."""
        exclusions = self.of_need(need)
        if not exclusions:
            return ()
        subjects = self.subjects(capability)
        return tuple(ExclusionVerdict(exclusion, outcome_of(exclusion, subjects)) for exclusion in exclusions)

    def _of_need(self, need: NeedProfile) -> tuple[Exclusion, ...]:
        """Return what the need excludes, each concept once with its surest words, the surest first."""
        said = [
            exclusion
            for passage in need.passages
            for exclusion in (*self._of_passage(passage), *self._unclear(passage))
        ]
        if not said:
            return ()
        taken, found = set(self._wanted(need)), []
        for exclusion in sorted(said, key=lambda each: -each.force):
            left = tuple(concept for concept in exclusion.concepts if concept not in taken)
            taken.update(left)
            if left:
                found.append(replace(exclusion, concepts=left))
        return tuple(found)

    def _of_passage(self, passage: Passage) -> Iterator[Exclusion]:
        text = passage.text
        for refusal in find_refusals(text):
            for name in self._named(passage, refusal.start, refusal.end):
                if is_turned_down(text, refusal, name):
                    yield Exclusion(
                        name.concepts,
                        Quote(passage.field, name.start, name.end, text[name.start : name.end]),
                        refusal.force,
                    )
        for found in ANIMAL_FREE.finditer(text[:LONGEST_TEXT]):
            yield Exclusion((ANIMALS,), Quote(passage.field, found.start(), found.end(), found.group()), Force.FIRM)

    def _unclear(self, passage: Passage) -> Iterator[Exclusion]:
        """Yield what is named in a clause with a "no" that may turn it down or not, with the clause."""
        for start, end in denied_spans(passage.text):
            quote = Quote(passage.field, start, end, passage.text[start:end])
            for name in self._named(passage, start, end):
                yield Exclusion(name.concepts, quote, Force.UNCLEAR)

    def _named(self, passage: Passage, start: int, end: int) -> Iterator[Name]:
        """Yield all names between two offsets; a word that is both everyday and a label is the first."""
        text = passage.text[:LONGEST_TEXT]
        everyday = [
            Name(word.start, word.end, word.concepts, everyday=True) for word in find_everyday_words(text, start, end)
        ]
        yield from everyday
        taken = {name.start for name in everyday}
        for mention in self._names.find(text, passage.language, start, end):
            if start <= mention.start and mention.end <= end and mention.start not in taken:
                yield Name(mention.start, mention.end, mention.concepts)

    def _wanted(self, need: NeedProfile) -> frozenset[str]:
        """Return concepts that the need asks for by its tags: contradicting itself, it excludes nothing."""
        passages = [Passage("tags", tag) for tag in need.tags]
        named = [name.concepts for each in passages for name in self._named(each, 0, len(each.text))]
        return frozenset(chain.from_iterable(named)) | frozenset(
            tag for tag in need.tags if tag in self._vocabulary.concepts
        )

    def _subjects(self, capability: CapabilityProfile) -> Subjects:
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
            for name in self._named(passage, 0, len(passage.text))
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


def outcome_of(exclusion: Exclusion, subjects: Subjects) -> Outcome:
    """Tell whether a capability about these subjects passes an exclusion, fails it, or must be asked."""
    excluded = frozenset(exclusion.concepts)
    if exclusion.force is Force.UNCLEAR:
        return Outcome.UNKNOWN if excluded & subjects.heading else Outcome.PASS
    if excluded & subjects.heading:
        firm = exclusion.force is not Force.HEDGED and bool((excluded & subjects.heading) - QUALITY_CONCEPTS)
        return Outcome.FAIL if firm else Outcome.UNKNOWN
    return Outcome.UNKNOWN if excluded & subjects.body else Outcome.PASS
