"""A need of a few words: one that names a method finds it, one that says nothing of the field finds nothing."""

from __future__ import annotations

from datetime import date

import pytest

from matching.engine import Engine
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.scoring import parameters
from matching.vocabulary import concepts as vocabulary
from seeds.files import read_rows

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine that reads words alone, with the capabilities that Brygga is seeded with."""
    words = vocabulary.load()
    built = Engine(words, None, parameters.load())
    built.put(
        *(
            CapabilityProfile(
                f"{unit['key']}/{place}",
                (
                    Passage("title_sv", row.get("title_sv") or words.concepts[row["concept"]].label("sv"), "sv"),
                    Passage("text_sv", row["sv"], "sv"),
                    Passage("title_en", row.get("title_en") or words.concepts[row["concept"]].label("en"), "en"),
                    Passage("text_en", row["en"], "en"),
                ),
                tags=(row["concept"],),
            )
            for unit in read_rows("infrastructures", "infrastructures")
            for place, row in enumerate(unit["capabilities"])
        )
    )
    return built


@pytest.mark.parametrize(
    "text",
    [
        "test",
        "behov",
        "fråga",
        "hej",
        "lunch till 20 personer",
        "vi söker investerare",
        "vill ni köpa reklam?",
        "hyra lokal för julfest",
        "kan ni laga vår kaffemaskin?",
        "städning av kontor",
        "office cleaning",
        "köpa begagnad bil",
        "thank you for the meeting",
        "bokföring och moms",
        "webbplats och logotyp",
        "we are looking for a new CEO",
        "tolk till polska",
        "konferenslokal i Åre",
        "IT-support till tio datorer",
        "parkering vid stationen",
        "asdf asdf asdf",
        "???",
        "",
    ],
)
def test_a_few_words_of_something_else_find_nothing_suitable(engine: Engine, text: str) -> None:
    need = NeedProfile("N", (Passage("title", text), Passage("text", text)))
    best = engine.order(need, today=TODAY, top=1)[0]
    assert not best.suitable, best


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("flow cytometry", "kul-patologi medh-flow-bsl2"),
        ("whole genome sequencing", "clinical-genomics ngi"),
        ("confocal microscopy", "lci"),
        ("MRI", "mr-hjarta-karl keric"),
        ("PET", "cir keric"),
        ("single-cell RNA sequencing", "ngi"),
        ("biobank samples", "smb ki-biobank"),
        ("clean room", "pre-gmp-ki vecura"),
        ("histology", "kul-patologi feno"),
        ("mouse model", "kimm km-b"),
        ("CRISPR", "kimm"),
        ("zebrafish", "km-b"),
        ("flödescytometri", "kul-patologi medh-flow-bsl2"),
    ],
)
def test_a_short_need_that_names_its_method_finds_it_first(engine: Engine, text: str, unit: str) -> None:
    best = engine.order(NeedProfile("N", (Passage("title", text), Passage("text", text))), today=TODAY, top=1)[0]
    assert best.suitable
    assert best.id.partition("/")[0] in unit.split()
