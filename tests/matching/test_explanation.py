"""Reasons: evidence on both sides, verbatim, the best first, no two alike, and rather none than a wrong one."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import Engine
from matching.explanation import pair_reasons
from matching.explanation.confidence import FIRST, Facts, confidence
from matching.explanation.joins import Join
from matching.explanation.pair_reasons import MOST, PairReasons
from matching.explanation.sides import LONGEST
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Quote, Reason, Strength
from matching.scoring import parameters
from matching.vocabulary.concepts import Concept, Vocabulary, Wordings

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
        Concept("animal-model", "test", {"sv": Wordings("djurmodell"), "en": Wordings("animal model")}),
        Concept("mouse-model", "test", {"sv": Wordings("mus"), "en": Wordings("mouse")}, broader="animal-model"),
        Concept("rabbit-model", "test", {"sv": Wordings("kanin"), "en": Wordings("rabbit")}, broader="animal-model"),
    ]
)
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


def explain(asked: NeedProfile, offered: CapabilityProfile) -> tuple[Reason, ...]:
    engine = Engine(VOCABULARY, None, parameters.load())
    engine.put(offered)
    reasons = engine.pair(asked, offered.id, TODAY).reasons
    for reason in reasons:
        assert_verbatim(reason.need, asked.passages)
        assert_verbatim(reason.capability, offered.passages)
    return reasons


def joins(asked: NeedProfile, offered: CapabilityProfile) -> list[Join]:
    engine = Engine(VOCABULARY, None, parameters.load())
    (capability,) = engine.extractor.capabilities([offered])
    finder = PairReasons(VOCABULARY, engine.extractor).joins
    return list(finder.find(engine.extractor.need(asked), capability, engine.fusion.weights, behind=0.0))


def assert_verbatim(quote: Quote | None, passages: tuple[Passage, ...]) -> None:
    if quote is not None:
        assert quote.text
        assert any(
            passage.field == quote.field and passage.text[quote.start : quote.end] == quote.text for passage in passages
        )


def said(reason: Reason) -> tuple[str | None, str | None]:
    return reason.need.text if reason.need else None, reason.capability.text if reason.capability else None


def test_one_concept_in_two_languages_is_named() -> None:
    (reason,) = explain(need("Vi söker masspektrometri."), offer("Mass spectrometry on request"))
    assert (reason.kind, reason.concept) == ("concept", "mass-spectrometry")
    assert said(reason) == ("Vi söker masspektrometri", "Mass spectrometry on request")


def test_an_expert_s_word_that_both_say_is_quoted_with_its_clause() -> None:
    found = joins(need("Behöver rheometer med konplatta snarast"), offer("En rheometer med konplatta finns"))
    assert {(each.reason.kind, *said(each.reason)) for each in found} == {
        ("words", "Behöver rheometer med konplatta snarast", "En rheometer med konplatta finns")
    }


def test_two_words_torn_from_their_clause_are_no_reason() -> None:
    whole = explain(need("Vi behöver ett försök på kanin"), offer("Djurförsök på kanin"))
    assert [each.concept for each in whole] == ["rabbit-model"]
    assert explain(need("på kanin"), offer("Djurförsök på kanin")) == ()


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("We need a method for our project and data", "A method for a project with data"),
        ("Vi vill validera vår klinisk modell", "Klinisk modell och validering"),
        ("Vi behöver 5 ml till studien", "Vi tar emot 5 ml"),
        ("Den klarar 300 kg", "Lyft av 300 kg"),
    ],
)
def test_what_everybody_in_the_field_says_is_no_reason(asked: str, offered: str) -> None:
    assert explain(need(asked), offer(offered)) == ()


def test_a_short_acronym_counts_only_in_capitals() -> None:
    assert explain(need("prov till ms idag"), offer("Mass spectrometry")) == ()


def test_where_no_word_is_shared_the_problem_is_told_with_the_clause_that_puts_it() -> None:
    reason = explain(need("Hej! Vi undrar hur hårt vår antikropp binder, och vad det kostar.", "Fråga"), SPR)[0]
    assert (reason.kind, reason.concept) == ("problem", "surface-plasmon-resonance")
    assert reason.need is not None
    assert reason.need.text == "Vi undrar hur hårt vår antikropp binder, och vad det kostar"


def test_a_narrower_name_meets_a_broader_one() -> None:
    found = [each.reason for each in joins(need("Vi vill köra SPR."), offer("Bindningsanalys åt företag"))]
    (reason,) = (each for each in found if each.concept == "binding-analysis")
    assert reason.kind == "concept"
    # What is said by its own name on both sides has 0.81 or more.
    assert reason.weight < 0.8


def test_who_asks_for_one_kind_is_not_joined_to_another_by_what_both_are() -> None:
    reasons = explain(need("Vi behöver en kanin som djurmodell? Nej, kanin."), offer("Mus och djurmodell av mus"))
    assert "mouse-model" not in {reason.concept for reason in reasons}
    assert explain(need("Vi vill prova på kanin."), offer("Mus för företag")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Vi har ett ämne. Inga djurmodeller.",
        "Vi har ett ämne. Djurmodell accepteras inte.",
        "Vi har ett ämne. Djurmodell: nej",
        "Vi har ett ämne. Ingen\ndjurmodell, tack.",
        "Vi har ett ämne. Bjud oss inte på någon djurmodell.",
        "Vi har ett ämne. Djurmodell er uaktuelt.",
        "We have a compound. Neither animal model nor patients.",
    ],
)
def test_what_is_turned_down_is_no_reason(text: str) -> None:
    assert explain(need(text), offer("Djurmodell åt företag. Animal model for companies.")) == ()


def test_what_a_capability_says_not_to_do_is_no_reason() -> None:
    assert explain(need("Vi söker masspektrometri."), offer("Vi väger prover. Masspektrometri ingår inte.")) == ()


def test_where_nothing_joins_them_there_is_no_reason() -> None:
    assert explain(need("Kan någon titta på levern?"), offer("Thin sections")) == ()


def test_a_tag_with_nothing_in_the_need_s_text_is_no_reason() -> None:
    assert explain(need("Hjälp!"), offer("Ring oss", ("vävnadssnitt",))) == ()
    assert explain(need("Hjälp!", tags=("Krios",)), offer("Ring oss", ("krios",))) == ()


def test_the_same_is_not_said_twice() -> None:
    text = "Masspektrometri, masspektrometri! Vi behöver masspektrometri."
    asked, offered = need(text, tags=("mass-spectrometry",)), offer("Mass spectrometry, MS", ("MS",))
    assert [reason.concept for reason in explain(asked, offered)] == ["mass-spectrometry"]


def test_a_long_sentence_is_quoted_from_break_to_break() -> None:
    text = (
        "Om ni har möjlighet skulle vi gärna under våren vilja veta av någon med vana hur hårt vår antikropp "
        "binder till målet på cellen och vad det i så fall kostar oss per prov som vi skickar till er"
    )
    reason = explain(need(text), SPR)[0]
    assert reason.need is not None
    assert len(reason.need.text.split()) <= LONGEST
    assert "antikropp binder" in reason.need.text


def test_of_a_long_list_neither_the_beginning_nor_the_name_is_lost() -> None:
    text = (
        "Vi tar emot rör, plattor och flaskor, väger dem, märker dem och lämnar dem vidare till den som kan köra "
        "masspektrometri"
    )
    reason = explain(need("Vi söker masspektrometri."), offer(text))[0]
    assert reason.capability is not None
    assert reason.capability.text.endswith("masspektrometri")
    assert 4 <= len(reason.capability.text.split()) <= LONGEST


def test_a_wish_before_that_not_is_no_denial() -> None:
    reason = explain(need("Vi vill köra masspektrometri så att provet inte förstörs."), offer("Masspektrometri"))[0]
    assert reason.concept == "mass-spectrometry"


def test_there_are_never_more_reasons_than_fit_and_the_best_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    falling = iter(range(100))
    monkeypatch.setattr(pair_reasons, "confidence", lambda _facts: 0.99 - next(falling) / 1000)
    words = "nanodisc trombocyt lyofilisering xenotransplantat kromatografi glykosylering pipettrobot"
    capability = replace(offer(words.replace(" ", ". ")), ready=True, confirmed_on=TODAY)
    reasons = explain(need(words.replace(" ", ". ")), capability)
    assert len(reasons) == MOST + 2
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


def test_a_pair_that_nothing_joins_is_at_most_possible() -> None:
    engine = Engine(VOCABULARY, None, parameters.load())
    engine.put(offer("Ring oss", ("histology",)))
    candidate = engine.pair(need("Hjälp!", tags=("histology",)), "C", TODAY)
    assert candidate.reasons == ()
    assert candidate.strength in (Strength.POSSIBLE, Strength.WEAK)


def test_the_same_pair_is_explained_the_same_way_twice() -> None:
    asked = need("Vi undrar hur hårt vår antikropp binder; antikroppens affinitet och kinetik, SPR kanske.")
    assert explain(asked, SPR) == explain(asked, SPR)


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


ENGINE = Engine(VOCABULARY, None, parameters.load())


@settings(max_examples=200)
@given(edited(), edited(), edited())
def test_every_quote_is_verbatim_whatever_the_texts(mine: str, theirs: str, title: str) -> None:
    asked, offered = need(mine, title), offer(theirs)
    ENGINE.put(offered)
    for reason in ENGINE.pair(asked, offered.id, TODAY).reasons:
        assert_verbatim(reason.need, asked.passages)
        assert_verbatim(reason.capability, offered.passages)


@given(st.text(max_size=200), st.text(max_size=200), st.lists(st.text(max_size=9), max_size=3))
def test_no_text_and_no_tag_breaks_the_explanation(mine: str, theirs: str, tags: list[str]) -> None:
    offered = offer(theirs, tuple(tags))
    ENGINE.put(offered)
    assert ENGINE.pair(need(mine, tags=tuple(tags)), offered.id, TODAY).capability_id == offered.id


def test_a_very_long_text_is_explained() -> None:
    text = "antikropp binder " * 6000
    explain(need(text), SPR)
    explain(need(text), offer(text))


def test_a_quote_closes_what_it_opens() -> None:
    (reason,) = explain(need("Vi söker masspektrometri."), offer("Mätning av proteiner (masspektrometri)"))
    assert said(reason)[1] == "Mätning av proteiner (masspektrometri)"


def test_what_is_sent_elsewhere_is_neither_offered_nor_ranked() -> None:
    text = "Vi mäter proteiner med antikroppar. Okända proteiner hittas inte så; det kräver masspektrometri."
    asked = need("Vi söker masspektrometri.")
    assert explain(asked, offer(text)) == ()
    engine = Engine(VOCABULARY, None, parameters.load())
    engine.put(offer(text), replace(offer("Vi mäter proteiner med masspektrometri."), id="D"))
    best, other = engine.order(asked, today=TODAY)
    assert (best.id, other.id) == ("D", "C")
    assert other.score < best.score / 10


def test_a_pair_far_behind_the_need_s_best_is_surely_not_told() -> None:
    engine = Engine(VOCABULARY, None, parameters.load())
    asked = need("Masspektrometri av proteiner")
    engine.put(offer("Masspektrometri av proteiner"), replace(offer("En kurs där masspektrometri nämns"), id="D"))
    ranked = engine.rank(asked, today=TODAY).candidates
    assert [each.capability_id for each in ranked] == ["C", "D"]
    # Alone or among all, a pair is told the same.
    assert [engine.pair(asked, each.capability_id, TODAY).reasons for each in ranked] == [
        each.reasons for each in ranked
    ]
    near, far = (confidence(Facts(behind, about=1.0, overlap=None, share=0.1)) for behind in (0.0, 0.2))
    assert far < FIRST < near


def test_new_weights_are_told_from_at_once() -> None:
    engine = Engine(VOCABULARY, None, parameters.load())
    engine.put(offer("Masspektrometri av proteiner"), replace(offer("Odling av celler"), id="D"))
    asked = need("Masspektrometri av proteiner")
    before = engine.order(asked, today=TODAY)[0].score
    shipped = parameters.load()
    lighter = {**shipped.without_encoder.weights, "wording": 0.0}
    engine.parameters = replace(
        shipped, version="lighter", without_encoder=replace(shipped.without_encoder, weights=lighter)
    )
    assert engine.order(asked, today=TODAY)[0].score < before
