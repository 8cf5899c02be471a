"""The capabilities that the project is seeded with, as the pages rank them, read from their file without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from matching.learning.judged_sets import JudgedSetError
from matching.profiles import CapabilityProfile, Passage
from matching.vocabulary.concepts import Vocabulary

_KNOWN: Final = {"yes": True, "limited": True, "no": False}


def read(vocabulary: Vocabulary, path: Path) -> tuple[CapabilityProfile, ...]:
    """Return every capability; its id is its unit's key, a slash and its concept's.

    Raises JudgedSetError when the file cannot be read.
    """
    try:
        units = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["infrastructures"]
        return tuple(_capability(unit, row, vocabulary) for unit in units for row in unit["capabilities"])
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise JudgedSetError(f"{path}: {error}") from error


def _capability(unit: dict[str, Any], row: dict[str, Any], vocabulary: Vocabulary) -> CapabilityProfile:
    concept = vocabulary.concepts[row["concept"]]
    texts = (
        Passage(field, text, language)
        for language in ("sv", "en")
        for field, text in (
            (f"title_{language}", row.get(f"title_{language}") or concept.label(language)),
            (f"text_{language}", row[language]),
        )
    )
    return CapabilityProfile(
        id=f"{unit['key']}/{concept.id}",
        passages=tuple(texts),
        infrastructure=unit["key"],
        tags=(concept.id,),
        quality=None if row.get("quality") is None else frozenset(row["quality"]),
        in_flemingsberg=_KNOWN.get(unit["in_flemingsberg"]),
        service_form=row.get("service_form"),
        open_to_companies=_KNOWN.get(unit["open_to_companies"]),
        ready=False,
    )
