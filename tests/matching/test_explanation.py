"""Reasons: verbatim on both sides, the best first, no two alike, and a chain where no word is shared."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.explanation import MOST_REASONS, Explainer, Meaning
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Quote, Reason
from matching.text import Analyser
from matching.vocabulary import Concept, Vocabulary, Wordings

TODAY = date(2026, 3, 1)
VOCABULARY = Vocabulary.of(
    [
        Concept(
            "surface-plasmon-resonance",
            "test",
            {
                "sv": Wordings(
                    "ytplasmonresonans",
                    ("SPR",),
                    ("hur hårt binder vår antikropp till målet", "hur snabbt den släpper"),
                ),
                "en": Wordings(
                    "surface plasmon resonance", ("SPR", "Biacore"), ("how tightly our antibody binds its target",)
                ),
            },
            broader="binding-analysis",
        ),
        Concept(
            "binding-analysis",
            "test",
            {"sv": Wordings("bindningsanalys"), "en": Wordings("binding analysis", ("interaction analysis",))},
        ),
        Concept(
            "mass-spectrometry",
            "test",
            {"sv": Wordings("masspektrometri", ("MS",)), "en": Wordings("mass spectrometry", ("MS",))},
        ),
        Concept("histology", "test", {"sv": Wordings("histologi", ("vävnadssnitt",)), "en": Wordings("histology")}),
    ]
)
EXPLAINER = Explainer(VOCABULARY, Analyser(VOCABULARY.trade_words()))
SPR = CapabilityProfile(
    "C",
    (
        Passage("title", "Biomolecular interaction analysis", "en"),
        Passage("text", "Surface plasmon resonance (Biacore 8K) for kinetics and affinity of antibodies.", "en"),
    ),
)


def need(text: str, title: str = "", tags: tuple[str, ...] = ()) -> NeedProfile:
    return NeedProfile("N", (Passage("title", title), Passage("text", text)), tags)


def offer(text: str, tags: tuple[str, ...] = ()) -> CapabilityProfile:
    return CapabilityProfile("C", (Passage("text", text),), tags=tags)


def explain(asked: NeedProfile, offered: CapabilityProfile, meaning: Meaning | None = None) -> tuple[Reason, ...]:
    reasons = EXPLAINER.explain(asked, offered, today=TODAY, meaning=meaning)
    for reason in reasons:
        assert_verbatim(reason.need, asked.passages)
        assert_verbatim(reason.capability, offered.passages)
    return reasons


def assert_verbatim(quote: Quote | None, passages: tuple[Passage, ...]) -> None:
    if quote is not None:
        assert quote.text
        assert any(
            passage.field == quote.field and passage.text[quote.start : quote.end] == quote.text for passage in passages
        )


def said(reason: Reason) -> tuple[str | None, str | None]:
    return reason.need.text if reason.need else None, reason.capability.text if reason.capability else None


def test_shared_words_are_quoted_as_each_side_writes_them() -> None:
    (reason,) = explain(need("We must see Nanodiscs today"), offer("reconstitution into nanodisc particles"))
    assert (reason.kind, said(reason)) == ("words", ("Nanodiscs", "nanodisc"))


def test_neighbouring_shared_words_are_one_quote() -> None:
    (reason,) = explain(need("Behöver flerkanalig pipettrobot snarast"), offer("En flerkanalig pipettrobot finns"))
    assert said(reason) == ("flerkanalig pipettrobot", "flerkanalig pipettrobot")


def test_words_that_everybody_says_are_no_reason() -> None:
    assert explain(need("We need a method for our project and data"), offer("A method for a project with data")) == ()


def test_a_compound_meets_its_part() -> None:
    (reason,) = explain(need("Vi har levervävnad"), offer("snittning av vävnad"))
    assert said(reason) == ("levervävnad", "vävnad")


def test_the_swedish_and_the_english_form_of_a_learned_word_meet() -> None:
    (reason,) = explain(need("vi behöver toxikologi"), offer("regulatory toxicology"))
    assert said(reason) == ("toxikologi", "toxicology")


def test_one_concept_in_two_languages_is_named() -> None:
    (reason,) = explain(need("Vi söker masspektrometri."), offer("Mass spectrometry on request"))
    assert (reason.kind, reason.concept) == ("concept", "mass-spectrometry")
    assert said(reason) == ("masspektrometri", "Mass spectrometry")


def test_a_short_acronym_counts_only_in_capitals() -> None:
    assert explain(need("prov till ms idag"), offer("Mass spectrometry")) == ()
    assert explain(need("prov till MS idag"), offer("Mass spectrometry"))[0].concept == "mass-spectrometry"


def test_where_no_word_is_shared_the_chain_over_the_problem_is_told() -> None:
    reason = explain(need("Hej! Vi undrar hur hårt vår antikropp binder, och vad det kostar.", "Fråga"), SPR)[0]
    assert (reason.kind, reason.concept) == ("problem", "surface-plasmon-resonance")
    assert said(reason) == ("Vi undrar hur hårt vår antikropp binder", "Surface plasmon resonance")


def test_a_narrower_name_meets_a_broader_one() -> None:
    reason = explain(need("Vi vill köra SPR."), offer("Bindningsanalys åt företag"))[0]
    assert (reason.kind, reason.concept, said(reason)) == ("concept", "binding-analysis", ("SPR", "Bindningsanalys"))


def test_a_long_clause_is_quoted_by_its_telling_words() -> None:
    text = (
        "Om ni har möjlighet skulle vi gärna under våren vilja veta hur hårt vår antikropp binder till målet på cellen"
    )
    reason = explain(need(text), SPR)[0]
    assert reason.need is not None
    assert 2 <= len(reason.need.text.split()) <= 8
    assert "antikropp binder" in reason.need.text


def test_meaning_alone_gives_a_chain_with_the_clause_that_the_encoder_finds() -> None:
    meaning = Meaning(
        {"surface-plasmon-resonance": 0.9},
        {"surface-plasmon-resonance": 0.8},
        lambda clauses, _concept: [0.9 if "fäster" in clause else 0.1 for clause in clauses],
    )
    (reason,) = explain(need("God dag. Läkemedlet fäster för löst. Tack."), offer("Label-free kinetics"), meaning)
    assert (reason.kind, said(reason)) == ("problem", ("Läkemedlet fäster för löst", "Label-free kinetics"))


def test_a_weak_pair_is_still_explained_by_its_likeliest_concept() -> None:
    meaning = Meaning({}, {"histology": 0.4, "mass-spectrometry": 0.2})
    (reason,) = explain(need("Kan någon titta på levern?"), offer("Thin sections"), meaning)
    assert (reason.concept, said(reason)) == ("histology", ("Kan någon titta på levern", "Thin sections"))


def test_the_same_is_not_said_twice() -> None:
    text = "Masspektrometri, masspektrometri! Vi behöver masspektrometri."
    asked, offered = need(text, tags=("mass-spectrometry",)), offer("Mass spectrometry, MS", ("MS",))
    assert [reason.concept for reason in explain(asked, offered)] == ["mass-spectrometry"]


def test_a_tag_on_both_sides_is_a_reason_even_if_no_text_says_it() -> None:
    (reason,) = explain(need("Hjälp!", tags=("histology",)), offer("Ring oss", ("vävnadssnitt",)))
    assert (reason.kind, reason.concept, said(reason)) == ("tag", "histology", (None, None))


def test_a_free_tag_stands_for_itself() -> None:
    (reason,) = explain(need("Hjälp!", tags=("Krios",)), offer("Ring oss", ("krios",)))
    assert (reason.kind, reason.concept) == ("tag", "Krios")


def test_there_are_never_more_reasons_than_fit_and_the_best_come_first() -> None:
    words = "nanodisc trombocyt lyofilisering xenotransplantat kromatografi glykosylering pipettrobot"
    capability = replace(offer(words), ready=True, confirmed_on=TODAY)
    reasons = explain(need(words.replace(" ", ". ")), capability)
    assert len(reasons) == MOST_REASONS
    assert [reason.kind for reason in reasons][-2:] == ["readiness", "freshness"]
    weights = [reason.weight for reason in reasons]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize(
    ("confirmed_on", "kinds"),
    [(date(2026, 2, 20), ["freshness"]), (date(2025, 6, 1), []), (date(2026, 3, 2), []), (None, [])],
)
def test_facts_confirmed_lately_are_a_reason(confirmed_on: date | None, kinds: list[str]) -> None:
    reasons = explain(need("x"), replace(offer("y"), confirmed_on=confirmed_on))
    assert [reason.kind for reason in reasons] == kinds


def test_a_readiness_gate_not_passed_is_no_reason() -> None:
    assert explain(need("x"), replace(offer("y"), ready=False)) == ()


def test_the_same_pair_is_explained_the_same_way_twice() -> None:
    asked = need("Vi undrar hur hårt vår antikropp binder; antikroppens affinitet och kinetik, SPR kanske.")
    again = Explainer(VOCABULARY, Analyser(VOCABULARY.trade_words()))
    assert explain(asked, SPR) == again.explain(asked, SPR, today=TODAY)


ODDITIES = [
    *["\U0001f9ea", "👩🏽‍🔬", "\u202e", "\u200f", "\u0301", "\u00ad", "\x00", "\x07", "\r\n", "\t"],
    *["<b>", "</p>", "&amp;", "\ufeff", "ﬁ", "İ", "ß", "\ud7ff", "א", "…", "–"],
]
TEXT = (
    "Hur hårt binder vår antikropp till målet? Mass spectrometry, SPR & ytplasmonresonans av nanodiscs (levervävnad)."
)


@st.composite
def edited(draw: st.DrawFn) -> str:
    """Draw the sample text in some normal form with odd pieces put in and pieces taken out."""
    text = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD", "NFKD"])), TEXT)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        if draw(st.booleans()):
            text = text[:at] + draw(st.sampled_from(ODDITIES) | st.text(max_size=3)) + text[at:]
        else:
            text = text[:at] + text[at + draw(st.integers(0, 5)) :]
    return draw(st.sampled_from([text, text.upper(), text.casefold()]))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(edited(), edited(), edited())
def test_every_quote_is_verbatim_whatever_the_texts(mine: str, theirs: str, title: str) -> None:
    meaning = Meaning({"histology": 0.5}, {"histology": 0.5, "surface-plasmon-resonance": 0.1})
    explain(need(mine, title), offer(theirs), meaning)


@given(st.text(max_size=200), st.text(max_size=200), st.lists(st.text(max_size=9), max_size=3))
def test_no_text_and_no_tag_breaks_the_explanation(mine: str, theirs: str, tags: list[str]) -> None:
    explain(need(mine, tags=tuple(tags)), offer(theirs, tuple(tags)))


def test_a_very_long_text_is_explained() -> None:
    text = "antikropp binder " * 6000
    assert explain(need(text), SPR)
    assert explain(need(text), offer(text))
