"""Everyday words for whole subjects ("djurförsök", "mice", "konsulter"), as concept ids.

Needs turn subjects down in such words, which are too coarse to be labels of one concept. A category counts as a concept
("cat-animal-models").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ANIMALS: Final = "cat-animal-models"

# A 3Rs centre stands among the animal models, but is what somebody without animals looks for.
OPPOSITES: Final = frozenset({"three-rs"})

# Forms of service that a subject is as good as named by.
CONCEPT_OF_FORM: Final = {"training": "courses-and-training", "consultation": "expert-consultation"}

# Levels of quality as concepts: a unit that holds one may work below it, so turning one down is never a failure.
QUALITY_CONCEPTS: Final = frozenset(
    ["gmp-manufacturing", "pre-gmp", "glp", "gcp", "iso-13485", "iso-15189", "iso-17025", "bsl-2", "bsl-3", "bsl-4"]
)

_ANIMALS: Final = (
    r"(?:försöks|små|stor)?djur(?:en|et)?|djur(?:försök|stud|modell|test|arbete)\w*|animals?(?![\s-]free)|in[\s-]vivo|"
    r"(?:forsøks|forsøgs)?dyr(?:ene)?|dyre(?:forsøk|forsøg|studi|model)\w*"
)
_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        _ANIMALS,
        (ANIMALS,),
    ),
    (r"gnagar\w*|gnaver\w*|rodents?", ("mouse-model", "rat-model")),
    (r"möss|mus|mus(?:försök|studi|modell|stam)\w*|mice|mouse|murine", ("mouse-model",)),
    (r"rått(?:a|or|an|orna|försök\w*|studi\w*|modell\w*)|rats?", ("rat-model",)),
    (r"kanin\w*|rabbits?", ("rabbit-model",)),
    (r"(?:mini)?gris(?:ar|en|arna|försök\w*|studi\w*|modell\w*)?|(?<!guinea )(?:mini)?pigs?|porcine", ("pig-model",)),
    (r"zebrafisk\w*|zebrafish", ("zebrafish-model",)),
    (r"hund(?:ar|försök\w*|studi\w*)?|apor|primat(?:er|försök\w*)?|dogs?|monkeys?|primates?", ("large-animal-model",)),
    (r"konsult(?:er|erna|bolag|hjälp|tjänster)?|consultants?|rådgivare", ("expert-consultation", "regulatory-advice")),
    (r"kurs(?:er|en|erna)?|utbildning(?:ar|en)?|courses?|training", ("courses-and-training", "instrument-training")),
    (r"sekvensering(?:ar|en)?|sequencing", ("dna-sequencing", "targeted-sequencing", "rna-sequencing")),
    (r"enkät(?:er|en|erna|undersökning\w*)?|surveys?|questionnaires?", ("survey-panel", "opinion-survey")),
    (r"radioaktiv\w*|radioactiv\w*", ("radiolabelling", "isotope-laboratory", "radiopharmaceuticals")),
)
_PATTERN: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<w{number}>{words})" for number, (words, _ids) in enumerate(_WORDS)) + r")(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EverydayWord:
    """A place `text[start:end]`, code points, where an everyday word stands for concepts."""

    start: int
    end: int
    concepts: tuple[str, ...]


def find_everyday_words(text: str, start: int = 0, end: int | None = None) -> Iterator[EverydayWord]:
    """Yield the everyday words between two offsets, in reading order."""
    for match in _PATTERN.finditer(text, start, len(text) if end is None else end):
        yield EverydayWord(match.start(), match.end(), _WORDS[int(str(match.lastgroup)[1:])][1])
