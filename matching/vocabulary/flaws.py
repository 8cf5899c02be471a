"""What is wrong with a concept scheme, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from matching.text.language import LANGUAGES
from matching.vocabulary.concepts import Concept, Vocabulary
from matching.vocabulary.everyday_names import unmarked

MINIMUM_PHRASES: Final = 5
_CATEGORY_PREFIX: Final = "cat-"


def check(vocabulary: Vocabulary) -> list[str]:
    """Return what is wrong with a vocabulary, one sentence each; an empty list means that all is well."""
    problems: list[str] = []
    for concept in vocabulary.concepts.values():
        problems += [f"{concept.id}: {problem}" for problem in _flaws(concept, vocabulary)]
    return problems


def _flaws(concept: Concept, vocabulary: Vocabulary) -> Iterator[str]:
    broader = concept.broader
    if broader and broader not in vocabulary.concepts and broader.removeprefix(_CATEGORY_PREFIX) == broader:
        yield f"its broader concept {broader} is unknown"
    if _circular(concept, vocabulary):
        yield "it is broader than itself"
    for language, wordings in concept.wordings.items():
        if not wordings.label.strip():
            yield f"it has no label in {language}"
        if len(set(wordings.problems)) < MINIMUM_PHRASES:
            yield f"it has {len(set(wordings.problems))} problem phrases in {language}; {MINIMUM_PHRASES} are asked for"
        if any(not text.strip() for text in (*wordings.synonyms, *wordings.problems, *wordings.not_for)):
            yield f"it has an empty text in {language}"
        yield from (f"its name “{name}” is an everyday word ({language})" for name in wordings.names if unmarked(name))
    yield from _flaws_of_sentences("need statement", concept.needs)
    yield from _flaws_of_sentences("sentence of an offer", concept.offers)


def _flaws_of_sentences(name: str, sentences: Sequence[tuple[str, str]]) -> Iterator[str]:
    if any(language not in LANGUAGES for language, _text in sentences):
        yield f"a {name} is in an unknown language"
    if any(not text.strip() for _language, text in sentences):
        yield f"a {name} is empty"


def _circular(concept: Concept, vocabulary: Vocabulary) -> bool:
    ancestors = vocabulary.ancestors(concept.id)
    return bool(ancestors) and vocabulary.concepts[ancestors[-1]].broader in (concept.id, *ancestors)
