"""Norwegian and Danish needs are read by words; other languages are told, not guessed at."""

from __future__ import annotations

from datetime import date

import pytest

from matching.engine import Engine
from matching.evaluation import OWN_SET
from matching.learning import judged_sets
from matching.profiles import NeedProfile, Passage
from matching.scoring import parameters
from matching.text.language import find_unread
from matching.text.norwegian_danish import is_nordic
from matching.text.word_analysis import Analyser
from seeds.files import shipped_vocabulary

TODAY = date(2026, 1, 1)
# Norwegian or Danish, and the capability of the project's own set that the Swedish twin finds first.
NEEDS = [
    ("Sykepleiere skal prøve pumpen vår på en liksom sykehusavdeling, og vi ønsker å filme dem.", "K24"),
    ("Antistoffet vårt: hvor hardt binder det, og hvor fort slipper det?", "K09"),
    ("Gær skal dyrkes i en tank på hundrede liter, og stoffet skal renses.", "K33"),
    ("Hvordan søger vi om godkendelse af en klinisk afprøvning af vores lægemiddel?", "K21"),
    ("Vi har brug for at få undersøgt vævssnit og få dem farvet for to proteiner.", "K31"),
    ("Elsikkerhed og støj: vores apparat må ikke forstyrres af mobiltelefoner på sygehuset.", "K26"),
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    """An engine that reads words alone, with the project's own capabilities."""
    built = Engine(shipped_vocabulary(), None, parameters.load())
    built.put(*judged_sets.read(*OWN_SET.values()).capabilities)
    return built


@pytest.mark.parametrize(("text", "expected"), NEEDS)
def test_a_norwegian_or_danish_need_finds_its_capability_by_words(engine: Engine, text: str, expected: str) -> None:
    need = NeedProfile("N", (Passage("text", text),))
    assert expected in [place.id for place in engine.order(need, today=TODAY, top=3)]


def test_its_words_keep_their_places_and_function_words_carry_no_subject() -> None:
    text = "Vi trenger å måle hvor mye vann som lekker ut."
    tokens = Analyser().tokens(text)
    assert {text[token.start : token.end]: token.lemma for token in tokens}["vann"] == "vatten"
    subjects = [text[token.start : token.end] for token in tokens if not token.stop]
    assert "hvor" not in subjects
    assert "måle" in subjects


@pytest.mark.parametrize(
    "text",
    ["Vi behöver mäta silver i plåster.", "We need to measure silver.", "Hur leder vi strömmen av bruk i Os?", "PCR"],
)
def test_swedish_and_english_are_not_taken_for_it(text: str) -> None:
    assert not is_nordic(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Tarvitsemme apua laastarin hopeapitoisuuden mittaamisessa suolavedessä seitsemän päivän ajan.", "fi"),
        ("Wir brauchen Hilfe bei der Messung von Silber in unserem Pflaster auf der Haut.", "de"),
        ("Potrzebujemy pomocy przy pomiarze srebra w naszym plastrze.", "pl"),
        ("Vi behöver mäta hur mycket silver som läcker ut.", None),
        ("Vi trenger å måle hvor mye sølv som lekker ut av plasteret vårt.", None),
        ("Mass spectrometry of small peptides in plasma samples from patients", None),
        ("PCR qPCR RNA-seq NGS ELISA", None),
        ("test", None),
        ("", None),
    ],
)
def test_a_language_whose_words_are_not_read_is_told(text: str, language: str | None) -> None:
    assert find_unread(text) == language
