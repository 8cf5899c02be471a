"""The concept scheme: what methods and services are called in two languages, and which problems they answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from matching.text.language import LANGUAGES


class VocabularyError(ValueError):
    """The vocabulary cannot be read or contradicts itself; `problems` lists every finding as a sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems[:10]))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Wordings:
    """What one language says of a concept.

    `problems` is how a company would put what the concept answers, `not_for` what it does not do.
    """

    label: str
    synonyms: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the label and the synonyms."""
        return (self.label, *self.synonyms)


@dataclass(frozen=True, slots=True)
class Concept:
    """A method, service or property that an infrastructure may have and a company may need.

    `wordings` has one entry per language ("sv", "en"). `needs` are statements as a company would write them and
    `offers` sentences as a unit would, each as (language, text). `broader` is the id of a concept or of a category, or
    None.
    """

    id: str
    category: str
    wordings: Mapping[str, Wordings]
    needs: tuple[tuple[str, str], ...] = ()
    broader: str | None = None
    offers: tuple[tuple[str, str], ...] = ()

    def label(self, language: str) -> str:
        """Return the label in a language, or in the other one when it has none there."""
        wordings = self.wordings.get(language) or next(iter(self.wordings.values()))
        return wordings.label

    @property
    def names(self) -> tuple[str, ...]:
        """Return labels and synonyms of both languages, without doubles, Swedish first."""
        return tuple(dict.fromkeys(name for wordings in self.wordings.values() for name in wordings.names))

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Yield every problem phrase as (language, phrase)."""
        for language, wordings in self.wordings.items():
            for phrase in wordings.problems:
                yield language, phrase

    def digest(self) -> str:
        """Return a hash of everything that is said of the concept, offers left out: only training reads those."""
        said: list[object] = [self.id, self.category, self.broader, self.needs]
        said += [[language, w.names, w.problems, w.not_for] for language, w in sorted(self.wordings.items())]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Vocabulary:
    """All concepts, by id in a fixed order; `categories` gives each category's label per language."""

    concepts: Mapping[str, Concept]
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, concepts: Iterable[Concept], categories: Mapping[str, Mapping[str, str]] | None = None) -> Vocabulary:
        """Make a vocabulary of concepts in any order."""
        ordered = sorted(concepts, key=lambda concept: concept.id)
        return cls({concept.id: concept for concept in ordered}, dict(categories or {}))

    @cached_property
    def version(self) -> str:
        """A hash of the content: two vocabularies of one version rank alike."""
        digests = "".join(concept.digest() for concept in self.concepts.values())
        return hashlib.sha256(digests.encode()).hexdigest()[:16]

    def __len__(self) -> int:
        return len(self.concepts)

    def find(self, concept_id: str) -> Concept | None:
        """Return a concept, or None."""
        return self.concepts.get(concept_id)

    def ancestors(self, concept_id: str) -> list[str]:
        """Return the broader concepts, nearest first, without the category; stops at a circle."""
        found: list[str] = []
        concept = self.concepts.get(concept_id)
        while concept and concept.broader in self.concepts and concept.broader not in (*found, concept_id):
            found.append(str(concept.broader))
            concept = self.concepts.get(found[-1])
        return found

    def trade_words(self) -> frozenset[str]:
        """Return the single words that labels and synonyms are made of: what compounds of the trade are made of."""
        names = " ".join(name for concept in self.concepts.values() for name in concept.wordings["sv"].names)
        words = "".join(letter if letter.isalpha() else " " for letter in names.casefold()).split()
        return frozenset(word for word in words if len(word) >= 4)  # noqa: PLR2004 - shorter ones split by accident


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Concept]:
    """Make concepts of mappings of the files' form, each with an additional `category`.

    Raises VocabularyError naming every row that lacks an id or a label.
    """
    concepts, problems = [], []
    for row in rows:
        try:
            concepts.append(_concept(row, str(row["category"])))
        except (KeyError, TypeError, AttributeError) as error:
            problems.append(f"{row.get('id', 'a concept without id')}: {error!r}")
    if problems:
        raise VocabularyError(problems)
    return concepts


def _concept(row: Mapping[str, Any], category: str) -> Concept:
    wordings: dict[str, Wordings] = {language: _wordings(row[language]) for language in LANGUAGES}
    broader = row.get("broader")
    return Concept(
        str(row["id"]),
        category,
        wordings,
        _sentences(row, "needs"),
        str(broader) if broader else None,
        _sentences(row, "offers"),
    )


def _sentences(row: Mapping[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(each["lang"]), str(each["text"])) for each in row.get(name) or ())


def _wordings(said: Mapping[str, Any]) -> Wordings:
    lists = (tuple(str(text) for text in said.get(name) or ()) for name in ("synonyms", "problems", "not_for"))
    return Wordings(str(said["label"]), *lists)


def load(folder: Path) -> Vocabulary:
    """Read every YAML file of a folder, one category each.

    Raises VocabularyError when a file cannot be read, a concept lacks its id or label, or an id comes twice.
    """
    rows: list[dict[str, Any]] = []
    categories: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
            category = str(content["category"])
            categories[category] = {language: str(content[language]) for language in LANGUAGES}
            rows += [{**row, "category": category} for row in content["concepts"]]
        except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
            problems.append(f"{path.name}: {error}")
    ids = [row.get("id") for row in rows]
    problems += [f"{each}: the id comes twice" for each in sorted({str(i) for i in ids if ids.count(i) > 1})]
    if not rows:
        problems.append(f"{folder}: no concept found")
    if problems:
        raise VocabularyError(problems)
    return Vocabulary.of(from_rows(rows), categories)
