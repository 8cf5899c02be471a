"""What a method is not for counts against it, is told with both sides' words, and is nowhere else than in the score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.bulk.pair_finder import PairFinder
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import MemoryStore
from matching.engine import Engine
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Candidate, Reason
from matching.scoring import fusion, parameters
from matching.scoring.parameters import Fusion
from matching.vocabulary.concepts import Concept, Vocabulary
from matching.vocabulary.negated_phrases import affirmed, denial_of, is_denied
from seeds.files import shipped_vocabulary
from tests.matching.worlds import LetterEncoder, a_capability, a_concept, a_need, small_vocabulary

TODAY = date(2026, 3, 1)
ENCODERS = pytest.mark.parametrize("encoder", [None, LetterEncoder()], ids=["words alone", "with an encoder"])
NEED = a_need(text="Vi vill skriva ut delar i metall.")
PRINTING = ("stereolithography", "stereolitografi", "stereolithography")


def printing(*not_for: str) -> Vocabulary:
    """Return the small vocabulary with a printing method that is not for some things."""
    concept = a_concept(*PRINTING, problems_sv=["en fin modell i plast"], not_for_sv=not_for, not_for_en=not_for[:0])
    return Vocabulary.of([*small_vocabulary().concepts.values(), concept])


def printers(words: Vocabulary, encoder: Encoder | None = None, vectors: MemoryStore | None = None) -> Engine:
    engine = Engine(words, encoder, parameters.load(), vectors)
    engine.put(
        a_capability("resin", "Vi skriver ut delar med stereolitografi."),
        a_capability("tagged", "Vi skriver ut delar.", tags=("stereolithography",)),
        a_capability("both", "Renrum och stereolitografi, vi skriver ut delar."),
        a_capability("room", "Renrum, vi skriver ut delar."),
    )
    return engine


def objection(candidate: Candidate) -> Reason | None:
    return next((reason for reason in candidate.reasons if reason.speaks_against), None)


def amount(candidate: Candidate) -> float:
    return next(part.amount for part in candidate.contributions if part.signal == "not_for")


@pytest.mark.parametrize(
    ("phrase", "asked"),
    [
        ("delar i metall", "delar i metall"),
        ("mäter inte pH", "mäter pH"),
        ("inte för levande prover; de måste frysas", "för levande prover"),
        ("visar bara ytan, inte cellers inre", "cellers inre"),
        ("visar inte tusentals proteiner, bara den valda panelen", "visar tusentals proteiner"),
        ("does not show X, Y or Z", "show X, Y or Z"),
        ("cannot rescue a bad design", "rescue a bad design"),
        ("not patients whose samples are not fixed", "patients whose samples are not fixed"),
        ("icke-kodande DNA", "icke-kodande DNA"),
        ("implantat utan celler", "implantat utan celler"),
        ("inte", "inte"),
        ("", ""),
    ],
)
def test_a_phrase_is_held_against_needs_without_its_negation(phrase: str, asked: str) -> None:
    assert affirmed(phrase) == asked


@given(st.text(max_size=80))
def test_no_phrase_is_left_without_words(phrase: str) -> None:
    assert affirmed(phrase) or not phrase
    assert is_denied(phrase) or affirmed(phrase) == phrase


def test_one_phrase_is_told_in_every_language_that_has_it() -> None:
    concept = a_concept("c", "c", "c", not_for_sv=["ett", "två"], not_for_en=["one", "two"])
    assert denial_of(concept, 1) == denial_of(concept, 3) == (("sv", "två"), ("en", "two"))
    assert denial_of(a_concept("c", "c", "c", not_for_en=["one"]), 0) == (("en", "one"),)


@ENCODERS
def test_what_a_method_is_not_for_lowers_the_score_and_the_parts_still_add_up(encoder: LetterEncoder | None) -> None:
    silent, speaking = (printers(words, encoder) for words in (printing(), printing("delar i metall")))
    for capability in ("resin", "tagged", "both"):
        before, after = (engine.pair(NEED, capability, TODAY) for engine in (silent, speaking))
        assert after.score < before.score
        assert amount(after) < 0 == amount(before)
        assert round(sum(part.amount for part in after.contributions), 6) == after.score >= 0
        assert after.contributions[-1].signal == "not_for"
    assert speaking.pair(NEED, "room", TODAY).score == silent.pair(NEED, "room", TODAY).score


@ENCODERS
def test_a_method_among_others_is_held_against_a_capability_for_its_share(encoder: LetterEncoder | None) -> None:
    engine = printers(printing("delar i metall"), encoder)
    values = dict(zip(*((ids := engine.values(NEED))[0], ids[1]["not_for"].tolist()), strict=True))
    assert values["resin"] == pytest.approx(2 * values["both"])
    assert values["room"] == 0


def test_what_a_method_is_for_is_not_held_against_it() -> None:
    engine = printers(printing("delar i metall"))
    fitting = engine.pair(a_need(text="Vi vill ha en fin modell i plast."), "resin", TODAY)
    assert amount(fitting) == 0
    assert objection(fitting) is None


def test_a_need_that_resembles_both_is_held_against_only_as_far_as_it_resembles_that_more() -> None:
    words = printing("fin modell i metall")
    plain, mixed = a_need(text="En fin modell i metall"), a_need(text="En fin modell i plast, inte i metall")
    engine = printers(words)
    assert amount(engine.pair(mixed, "resin", TODAY)) > amount(engine.pair(plain, "resin", TODAY))


@ENCODERS
def test_a_new_phrase_takes_effect_with_a_new_engine_on_the_same_vectors(encoder: LetterEncoder | None) -> None:
    vectors = MemoryStore()
    before = printers(printing(), encoder, vectors).pair(NEED, "resin", TODAY)
    after = printers(printing("gäller inte delar i metall"), encoder, vectors).pair(NEED, "resin", TODAY)
    assert after.score < before.score


def test_a_phrase_added_to_a_shipped_concept_takes_effect_beside_the_stored_numbers() -> None:
    shipped = shipped_vocabulary()
    concept = shipped.concepts["stereolithography"]
    swedish = replace(concept.wordings["sv"], not_for=(*concept.wordings["sv"].not_for, "tårtor till bröllop"))
    changed = replace(concept, wordings={**concept.wordings, "sv": swedish})
    need = a_need(text="Vi behöver tårtor till ett bröllop.")
    scores = []
    for words in (shipped, Vocabulary.of([*shipped.concepts.values(), changed])):
        engine = Engine(words, None, parameters.load())
        engine.put(a_capability("resin", "Stereolitografi: vi skriver ut tårtor."))
        scores.append(engine.pair(need, "resin", TODAY).score)
    assert scores[1] < scores[0]


@ENCODERS
def test_a_pair_scores_the_same_alone_among_others_and_in_two_stages(encoder: LetterEncoder | None) -> None:
    engine = printers(printing("delar i metall"), encoder)
    offers = [
        a_capability("resin", "Vi skriver ut delar med stereolitografi."),
        a_capability("room", "Renrum, vi skriver ut delar."),
    ]
    reader = engine.extractor
    found = PairFinder(reader.capabilities(offers), engine.fusion.weights).top([reader.need(NEED)], k=2)
    by_row = dict(zip(found.rows[0].tolist(), found.scores[0].tolist(), strict=True))
    for row, offer in enumerate(offers):
        alone = engine.pair(NEED, offer.id, TODAY)
        assert alone in engine.rank(NEED, today=TODAY).candidates
        assert by_row[row] == pytest.approx(alone.score, abs=1e-5)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.floats(-5, 0), st.floats(0.15, 1))
def test_a_score_is_never_below_nothing(values: list[float], weight: float, half: float) -> None:
    way = Fusion({"wording": 0.7, "problems": 0.3, "not_for": weight}, 1.0, 0.0, 0.4)
    parts = fusion.amounts({name: np.array([each]) for name, each in zip(way.weights, values, strict=True)}, way, half)
    score = fusion.scores(parts, 1)[0]
    assert 0 <= score < fusion.MILLIONTHS
    assert parts["not_for"][0] <= 0
    likeness = sum(each * way.weights[name] for name, each in zip(way.weights, values, strict=True))
    assert score == pytest.approx(fusion.MILLIONTHS * fusion.share(np.array([likeness]), half)[0], abs=4)


@ENCODERS
def test_the_reason_against_quotes_the_need_and_the_phrase(encoder: LetterEncoder | None) -> None:
    engine = printers(printing("gjutna former", "inte delar i metall"), encoder)
    asked = replace(NEED, passages=(Passage("title", "Ny pump"), *NEED.passages))
    told = objection(engine.pair(asked, "resin", TODAY))
    assert told is not None
    assert (told.concept, told.denial) == ("stereolithography", (("sv", "inte delar i metall"),))
    for side, passages in ((told.need, asked.passages), (told.capability, engine_text("resin"))):
        assert side is not None
        text = next(passage.text for passage in passages if passage.field == side.field)
        assert text[side.start : side.end] == side.text
    assert told.need is not None
    assert "delar i metall" in told.need.text
    tagged = objection(engine.pair(asked, "tagged", TODAY))
    assert tagged is not None
    assert tagged.capability is None


def engine_text(capability: str) -> tuple[Passage, ...]:
    assert capability == "resin"
    return a_capability(capability, "Vi skriver ut delar med stereolitografi.").passages


# Needs that ask in everyday words for just what the first concept says it is not for, and a concept that fits.
COUNTER_EXAMPLES = [
    ("stereolithography", "metal-powder-bed-fusion", "Vi vill skriva ut delar i metall till en ny pump."),
    ("stereolithography", "metal-powder-bed-fusion", "We need twenty metal parts with inner channels for a valve."),
    ("mouse-model", "cadaver-lab", "Vi vill prova ett instrument i mänsklig storlek i en kropp."),
    ("mouse-model", "cadaver-lab", "We are testing a device of human size and need a whole body for it."),
    ("flow-cytometry", "spatial-transcriptomics", "Vi vill se var i vävnaden cellerna sitter och vilka gener de har."),
    ("water-chemistry", "bacteriology", "Which bacteria are present in the water of our cooling tank?"),
    ("stability-study", "thermal-shift-assay", "När faller det ihop i värme? Vi behöver proteinets smälttemperatur."),
    ("steam-sterilisation", "hydrogen-peroxide-sterilisation", "Hur får vi värmekänslig plast och elektronik steril?"),
]  # fmt: skip


@pytest.fixture(scope="module")
def silent_and_speaking() -> tuple[Engine, Engine]:
    """Two engines with what the counter-examples need; in the first, no concept of theirs is not for anything."""
    shipped = shipped_vocabulary()
    silent = Vocabulary.of(
        replace(concept, wordings={language: replace(said, not_for=()) for language, said in concept.wordings.items()})
        if concept.id in {wrong for wrong, _fitting, _text in COUNTER_EXAMPLES}
        else concept
        for concept in shipped.concepts.values()
    )
    named = sorted({each for wrong, fitting, _text in COUNTER_EXAMPLES for each in (wrong, fitting)})
    engines = Engine(silent, None, parameters.load()), Engine(shipped, None, parameters.load())
    for engine in engines:
        engine.put(*(naming(shipped.concepts[each]) for each in named))
    return engines


def naming(concept: Concept) -> CapabilityProfile:
    return CapabilityProfile(concept.id, (Passage("text", concept.label("en"), "en"),), tags=(concept.id,))


@pytest.mark.parametrize(("wrong", "fitting", "text"), COUNTER_EXAMPLES)
def test_who_asks_for_what_a_method_is_not_for_gets_another(
    wrong: str, fitting: str, text: str, silent_and_speaking: tuple[Engine, Engine]
) -> None:
    silent, speaking = silent_and_speaking
    need = NeedProfile("n", (Passage("text", text),))
    before, after = (engine.pair(need, wrong, TODAY) for engine in (silent, speaking))
    assert after.score < before.score
    # What is stored of a concept has half the digits of what is worked out for the silent one, and both are lent.
    assert speaking.pair(need, fitting, TODAY).score == pytest.approx(silent.pair(need, fitting, TODAY).score, abs=1e-5)
    assert speaking.pair(need, fitting, TODAY).score > after.score
    assert before.reasons == tuple(reason for reason in after.reasons if not reason.speaks_against)
    told = objection(after)
    assert told is not None
    assert told.concept == wrong
