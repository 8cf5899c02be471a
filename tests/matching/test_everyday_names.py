"""Names of concepts that are everyday words: each counts only where the text writes what sets it apart."""

from __future__ import annotations

import pytest

from matching.text.word_analysis import Analyser
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.flaws import check
from matching.vocabulary.mentions import ConceptNames
from seeds.files import shipped_vocabulary
from tests.matching.worlds import a_concept

NAMES = {
    "cell": "HeLa", "hybrid": "FISH", "chemical-rules": "REACH", "register": "NEAR", "spectrometry": "MS",
    "reality": "AR", "resonance": "MR", "agency": "FDA", "microscope": "EM", "dispensing": "Echo", "pcr": "qPCR",
}  # fmt: skip


@pytest.fixture(scope="module")
def names() -> ConceptNames:
    """Return a vocabulary of nothing but names that are words or short."""
    concepts = [a_concept(each, f"{each}-x", f"{each}-y", synonyms_en=[name]) for each, name in NAMES.items()]
    return ConceptNames(Vocabulary.of(concepts), Analyser())


@pytest.mark.parametrize(
    "text",
    [
        "Vi tittar på hela prover och helt nya fall.",
        "Hela kedjan ska hålla.",
        "We farm fish near the coast.",
        "Fish is what we sell, and customers we reach.",
        "Near patients we reach most.",
        "svar inom 20 ms",
        "They are far away; Ms Berg called.",
        "en emfas på omröring, smfdata, mrs och fdax",
        "We hear an echo. Echo is what they call it.",
        "HELA PRODUKTEN SKA TESTAS, WE REACH FISH NEAR YOU",
    ],
)
def test_an_everyday_word_names_no_concept(names: ConceptNames, text: str) -> None:
    assert [text[each.start : each.end] for each in names.find(text)] == []


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Vi odlar HeLa i flaskor.", "cell"),
        ("Genkopior räknas med FISH på snitt.", "hybrid"),
        ("Ämnet omfattas av REACH.", "chemical-rules"),
        ("Data ur NEAR länkas.", "register"),
        ("Peptiderna mäts med MS.", "spectrometry"),
        ("Filed with the FDA last year.", "agency"),
        ("Plates are filled by an Echo.", "dispensing"),
        ("vi kör qpcr själva", "pcr"),
    ],
)
def test_a_name_written_with_its_capitals_does(names: ConceptNames, text: str, concept: str) -> None:
    assert concept in [each for mention in names.find(text) for each in mention.concepts]


def test_the_check_names_an_everyday_word_and_lets_capitals_and_listed_words_be() -> None:
    words = Vocabulary.of(
        [
            a_concept(
                "a", "masspektrometri", "assaying", synonyms_en=["coverage", "REACH", "HeLa", "mice", "spectrometry"]
            )
        ]
    )
    said = [problem for problem in check(words) if "everyday word" in problem]
    assert said == ["a: its name “coverage” is an everyday word (en)"]


@pytest.mark.parametrize(
    "text", ["hela serien", "better coverage of the market", "a strain of thought", "fish", "near"]
)
def test_the_shipped_vocabulary_takes_no_such_word_for_a_method(text: str) -> None:
    shipped = shipped_vocabulary()
    found = ConceptNames(shipped, Analyser(shipped.trade_words())).find(text)
    assert [mention.concepts for mention in found] == []
