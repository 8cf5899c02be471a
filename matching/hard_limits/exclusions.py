"""What a need excludes ("inte djurförsök"), as concepts, and whether a capability is about it.

An exclusion fails a capability only when its heading, its tags or its service form are about the excluded concept or a
narrower one. A word in the running text is a question: a histology laboratory that also takes mouse tissue is no
animal experiment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from matching.hard_limits.denial import denied_spans
from matching.hard_limits.everyday_words import ANIMALS, QUALITY_CONCEPTS
from matching.hard_limits.names_between import names_between
from matching.hard_limits.negation import find_refusals
from matching.hard_limits.negation_words import Force
from matching.hard_limits.refusing_words import ANIMAL_FREE
from matching.hard_limits.subjects import SubjectFinder, Subjects
from matching.hard_limits.turned_down import is_turned_down
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Outcome, Quote
from matching.text.word_analysis import LONGEST_TEXT
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.mentions import ConceptNames


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a need turns down: the concepts, first the nearest, the words that name them, and how surely."""

    concepts: tuple[str, ...]
    quote: Quote
    force: Force


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
        self.subjects = SubjectFinder(vocabulary, names).of
        self.of_need = lru_cache(maxsize=2_000)(self._of_need)

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
            for name in names_between(self._names, passage, refusal.start, refusal.end):
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
            for name in names_between(self._names, passage, start, end):
                yield Exclusion(name.concepts, quote, Force.UNCLEAR)

    def _wanted(self, need: NeedProfile) -> frozenset[str]:
        """Return concepts that the need asks for by its tags: contradicting itself, it excludes nothing."""
        passages = [Passage("tags", tag) for tag in need.tags]
        named = [name.concepts for each in passages for name in names_between(self._names, each, 0, len(each.text))]
        return frozenset(chain.from_iterable(named)) | frozenset(
            tag for tag in need.tags if tag in self._vocabulary.concepts
        )


def outcome_of(exclusion: Exclusion, subjects: Subjects) -> Outcome:
    """Tell whether a capability about these subjects passes an exclusion, fails it, or must be asked."""
    excluded = frozenset(exclusion.concepts)
    if exclusion.force is Force.UNCLEAR:
        return Outcome.UNKNOWN if excluded & subjects.heading else Outcome.PASS
    if excluded & subjects.heading:
        firm = exclusion.force is not Force.HEDGED and bool((excluded & subjects.heading) - QUALITY_CONCEPTS)
        return Outcome.FAIL if firm else Outcome.UNKNOWN
    return Outcome.UNKNOWN if excluded & subjects.body else Outcome.PASS
