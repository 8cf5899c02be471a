"""A need of a few words: one that names a method finds it, one that says nothing of the field finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from matching.engine import Engine
from matching.profiles import NeedProfile, Passage
from matching.results import RankedPlace
from matching.scoring import parameters
from matching.vocabulary.everyday_names import written_as
from seeds.files import shipped_vocabulary
from seeds.judged import seeded_capabilities
from tests.matching.worlds import a_capability, an_engine

TODAY = date(2026, 1, 1)
# A text, and the concepts of which one must be the first capability's; none where nothing shall be found.
LABELLED = Path(__file__).parent / "data" / "short_needs.tsv"


def labelled() -> Iterator[tuple[str, list[str]]]:
    """Yield each text with its concepts."""
    for line in LABELLED.read_text("utf-8").splitlines():
        text, _, concepts = line.partition("\t")
        yield text, concepts.split()


@pytest.fixture(scope="module")
def seeded() -> Engine:
    """An engine that reads words alone, with the capabilities that Brygga is seeded with."""
    words = shipped_vocabulary()
    built = Engine(words, None, parameters.load())
    built.put(*seeded_capabilities(words))
    return built


def first(found: Engine, text: str) -> RankedPlace:
    """Return the first place for a need whose title and text are the same few words."""
    return found.order(NeedProfile("N", (Passage("title", text), Passage("text", text))), today=TODAY, top=1)[0]


def test_a_few_words_of_something_else_find_nothing_suitable(seeded: Engine) -> None:
    places = {text: first(seeded, text) for text, concepts in labelled() if not concepts}
    assert len(places) >= 60
    found = {text: place.id for text, place in places.items() if place.suitable}
    # One in a hundred lies at the cut-off and moves with the vocabulary.
    assert len(found) <= 1, found


def test_a_short_need_that_names_its_method_finds_it_first(seeded: Engine) -> None:
    places = {text: (first(seeded, text), concepts) for text, concepts in labelled() if concepts}
    assert len(places) >= 30
    missed = {
        text: place.id
        for text, (place, concepts) in places.items()
        if not place.suitable or place.id.partition("/")[2] not in concepts
    }
    # Texts of the catalogue are rewritten now and then; what they say of two names may change with them.
    assert len(missed) <= 2, missed


def test_a_method_that_no_capability_names_leads_to_the_one_it_is_a_kind_of(seeded: Engine) -> None:
    place = first(seeded, "surface plasmon resonance (SPR)")
    assert place.suitable
    assert place.id.endswith("/biomolecular-interaction")


def test_few_words_of_no_field_find_a_capability_that_says_the_same() -> None:
    engine = an_engine()
    engine.put(a_capability("lift", "Elevator rides."))
    place = first(engine, "elevator rides")
    assert place.suitable
    assert place.id == "lift"


def test_a_name_in_capitals_is_a_name_where_it_is_all_that_is_written() -> None:
    assert written_as("PET", "PET", 0, 3)
    assert not written_as("PET", "PET FOOD", 0, 3)
