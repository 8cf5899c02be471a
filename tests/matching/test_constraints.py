"""Hard limits: what passes, what fails, what must be asked, and what is no limit at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.hard_limits.capability_filter import CapabilityFilter
from matching.hard_limits.checks import check
from matching.hard_limits.exclusions import ExclusionReader
from matching.hard_limits.negation_words import Force
from matching.learning import refusal_evaluation
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Limit, Outcome
from matching.text.word_analysis import Analyser
from matching.vocabulary.concepts import Concept, Vocabulary, Wordings
from matching.vocabulary.mentions import ConceptNames
from tests.matching.worlds import DATA, shipped_engine

TODAY = date(2026, 3, 1)


def concept(name: str, sv: str, en: str, broader: str | None = None) -> Concept:
    return Concept(name, "test", {"sv": Wordings(*_split(sv)), "en": Wordings(*_split(en))}, broader=broader)


def _split(names: str) -> tuple[str, tuple[str, ...]]:
    label, *synonyms = names.split("/")
    return label, tuple(synonyms)


VOCABULARY = Vocabulary.of(
    [
        concept("animal-model", "djurmodell", "animal model", "cat-animal-models"),
        concept("mouse-model", "musmodell", "mouse model", "animal-model"),
        concept("rat-model", "råttmodell", "rat model", "animal-model"),
        concept("three-rs", "3R-principen", "3Rs", "cat-animal-models"),
        concept("dna-sequencing", "DNA-sekvensering/sekvensering", "DNA sequencing/sequencing", "cat-genomics"),
        concept("whole-genome-sequencing", "helgenomsekvensering", "whole genome sequencing", "dna-sequencing"),
        concept("mass-spectrometry", "masspektrometri", "mass spectrometry", "cat-proteomics"),
        concept("gmp-manufacturing", "GMP-tillverkning/GMP", "GMP manufacturing/GMP", "cat-gmp"),
        concept("endotoxin-test", "endotoxintest/endotoxin", "endotoxin test/endotoxin", "cat-quality"),
        concept("sted-microscopy", "STED", "STED", "cat-imaging"),
        concept("technical-documentation", "teknisk dokumentation/STED", "technical documentation", "cat-regulatory"),
        concept("expert-consultation", "expertrådgivning", "expert consultation", "cat-service"),
        concept("regulatory-advice", "regulatorisk rådgivning", "regulatory advice", "cat-regulatory"),
        concept("courses-and-training", "kurser och utbildning", "courses and training", "cat-training"),
    ]
)
READER = ExclusionReader(VOCABULARY, ConceptNames(VOCABULARY, Analyser(VOCABULARY.trade_words())))
NEED = NeedProfile("N", ())
CAPABILITY = CapabilityProfile("C", (), quality=frozenset(), open_to_companies=True)


def need_saying(text: str, tags: tuple[str, ...] = ()) -> NeedProfile:
    return NeedProfile("N", (Passage("text", text),), tags)


def titled(title: str, text: str = "", **others: object) -> CapabilityProfile:
    passages = (Passage("title", title), Passage("text", text))
    return replace(CAPABILITY, passages=passages, **others)  # type: ignore[arg-type]  # a test names only what matters


def limits(need: NeedProfile, capability: CapabilityProfile) -> dict[str, Limit]:
    return {limit.kind: limit for limit in check(need, capability, today=TODAY, exclusions=READER)}


def excluded(text: str) -> list[str]:
    """Return the concepts that a text turns down; what it may turn down is asked about and left out here."""
    found = (each for each in READER.of_need(need_saying(text)) if each.force is not Force.UNCLEAR)
    return [concept for exclusion in found for concept in exclusion.concepts]


def test_a_need_without_limits_only_asks_whether_the_infrastructure_is_open() -> None:
    assert list(limits(NEED, CAPABILITY)) == ["open_to_companies"]


@pytest.mark.parametrize(
    ("required", "held", "outcome"),
    [
        ("GMP", {"GMP", "GLP"}, Outcome.PASS),
        ("ISO13485", {"ISO 13485"}, Outcome.PASS),
        ("GMP", {"GLP"}, Outcome.FAIL),
        ("GMP", set(), Outcome.FAIL),
        ("GMP", None, Outcome.UNKNOWN),
        ("BSL2", {"BSL-3"}, Outcome.UNKNOWN),
        ("BSL3", {"BSL2"}, Outcome.FAIL),
    ],
)
def test_a_required_level_is_held_missing_or_unknown(required: str, held: set[str] | None, outcome: Outcome) -> None:
    capability = replace(CAPABILITY, quality=None if held is None else frozenset(held))
    limit = limits(replace(NEED, quality=frozenset({required})), capability)["quality"]
    assert (limit.outcome, limit.values["level"]) == (outcome, required)


def test_each_required_level_has_its_own_sentence() -> None:
    need = replace(NEED, quality=frozenset({"GMP", "GLP"}))
    found = check(need, replace(CAPABILITY, quality=frozenset({"GMP"})), today=TODAY, exclusions=READER)
    assert [(limit.values.get("level"), limit.sentence) for limit in found[:2]] == [
        ("GLP", "limit.quality.fail"),
        ("GMP", "limit.quality.pass"),
    ]


@pytest.mark.parametrize(("place", "outcome"), [(True, Outcome.PASS), (False, Outcome.FAIL), (None, Outcome.UNKNOWN)])
def test_the_place_counts_when_the_need_asks_for_it(place: bool | None, outcome: Outcome) -> None:
    capability = replace(CAPABILITY, in_flemingsberg=place)
    assert limits(replace(NEED, in_flemingsberg=True), capability)["place"].outcome is outcome


@pytest.mark.parametrize(("offered", "state"), [("full_service", "offered"), ("training", "other"), (None, "unstated")])
def test_another_service_form_is_asked_about_and_never_fails(offered: str | None, state: str) -> None:
    found = limits(replace(NEED, service_form="full_service"), replace(CAPABILITY, service_form=offered))
    assert found["service_form"].values["state"] == state
    assert found["service_form"].outcome is (Outcome.PASS if state == "offered" else Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("opened", "outcome", "state"),
    [(True, Outcome.PASS, "open"), (False, Outcome.UNKNOWN, "closed"), (None, Outcome.UNKNOWN, "unstated")],
)
def test_a_closed_infrastructure_is_asked_to_open_and_never_fails(
    opened: bool | None, outcome: Outcome, state: str
) -> None:
    limit = limits(NEED, replace(CAPABILITY, open_to_companies=opened))["open_to_companies"]
    assert (limit.outcome, limit.values["state"]) == (outcome, state)


@pytest.mark.parametrize(
    ("lead_time", "deadline", "outcome"),
    [
        (30, date(2026, 3, 31), Outcome.PASS),
        (31, date(2026, 3, 31), Outcome.FAIL),
        (0, TODAY, Outcome.PASS),
        (None, date(2026, 3, 31), Outcome.UNKNOWN),
        (10, date(2026, 2, 28), Outcome.UNKNOWN),
        (10**9, date(2026, 3, 31), Outcome.FAIL),
    ],
)
def test_the_usual_lead_time_must_end_by_the_deadline(lead_time: int | None, deadline: date, outcome: Outcome) -> None:
    found = limits(replace(NEED, deadline=deadline), replace(CAPABILITY, lead_time_days=lead_time))
    assert found["deadline"].outcome is outcome


@pytest.mark.parametrize(
    "text",
    [
        "Levern – men inte djurförsök",
        "Vi vill inte använda djur alls, policybeslut i bolaget.",
        "Svar i odlingsskål, inte i djur.",
        "Kan man visa det utan djurförsök?",
        "Det måste gå utan att använda djur.",
        "Vi vill slippa ytterligare djurförsök",
        "Djurförsök är inte aktuellt.",
        "Försök på djur får absolut inte användas.",
        "Human cells please, no animal work.",
        "We are not interested in running any more animal studies.",
        "We don't want animals used.",
        "Animal experiments are out of the question for us",
        "Is it irritating to skin, without using animals?",
        "We would like to avoid more animal work",
        "NO ANIMALS",
    ],
)
def test_turning_animals_down_is_an_exclusion(text: str) -> None:
    assert excluded(text) == ["cat-animal-models"]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("inte möss, utan mänskliga celler", ["mouse-model"]),
        ("ej GMP", ["gmp-manufacturing"]),
        ("Not interested in sequencing", ["dna-sequencing"]),
        ("Vi vill inte ha masspektrometri", ["mass-spectrometry"]),
        ("Inte masspektrometri utan sekvensering", ["mass-spectrometry"]),
        ("utan helgenomsekvensering", ["whole-genome-sequencing"]),
        ("Inte fler konsulter tack, vi har haft tre.", ["expert-consultation", "regulatory-advice"]),
        ("we do not want a training course", ["courses-and-training"]),
    ],
)
def test_methods_and_services_are_turned_down_by_their_names(text: str, concepts: list[str]) -> None:
    assert [each for each in excluded(text) if each in concepts] == concepts
    assert "dna-sequencing" not in excluded(text) or concepts == ["dna-sequencing"]


@pytest.mark.parametrize(
    "text",
    [
        "inte bara djurförsök",
        "Not only mice but also rats",
        "Vi vet inte om djurförsök krävs",
        "not sure whether animal work is needed",
        "Vi kan inte göra djurförsök själva",
        "We cannot do animal studies ourselves",
        "Vi har inga djur",
        "We have no animal facility",
        "Det finns inga djurmodeller för det här",
        "There is no animal model of it",
        "Vi har redan djurdata",
        "We already have mouse data",
        "djurförsök behövs inte längre än så",
        "inga djurförsök krävs för det",
        "no animal experience",
        "utan erfarenhet av djurförsök",
        "ett litet bolag utan djurstall",
        "med och utan masspektrometri",
        "lösningen ska vara utan endotoxin",
        "no endotoxin in the product",
        "Följa tumören utan att avliva möss",
        "utan att djuret tas ut ur studien",
        "tumour volume without killing the animal",
        "Den tål inte sekvensering",
        "Metoden fungerar inte i möss",
        "Ingen djurstudie har gjorts",
        "No animal study has been done so far",
        "Vi har inte råd med sekvensering",
        "Vi vill inte att cellerna dör under sekvensering",
        "Varför inte djurförsök?",
        "djurfria medier",
        "animal-free medium",
        "inget emot djurförsök",
        "",
        "inte",
        "no",
    ],
)
def test_lacking_doubting_and_describing_are_no_exclusions(text: str) -> None:
    assert excluded(text) == []


@pytest.mark.parametrize("text", ["Bjud oss inte på möss.", "Den tål inte möss.", "Möss är vi rädda för, inte möss"])
def test_a_no_that_may_mean_anything_is_shown_and_asked_about(text: str) -> None:
    limit = limits(need_saying(text), titled("Musmodell"))
    said = limit.get("denial") or limit["exclusion"]
    assert (said.outcome, said.kind) != (Outcome.PASS, "exclusion")
    assert "denial" not in limits(need_saying(text), titled("Histology"))


def test_the_labelled_refusals_are_read() -> None:
    """Goals of the trade: recall 0.95 and precision 0.98 on clauses that their author labelled before reading them."""
    figures = refusal_evaluation.measure(shipped_engine().exclusions, refusal_evaluation.read(DATA / "refusals.tsv"))
    assert figures.clauses >= 300
    assert figures.recall >= 0.95, figures.missed
    assert figures.precision >= 0.98, figures.mistaken


def test_a_signature_that_speaks_of_itself_turns_nothing_down() -> None:
    text = "Vi behöver möss.\n--\nThis e-mail does not constitute mice. Detta meddelande är inte avsett för möss."
    assert excluded(text) == []


def test_a_preference_is_asked_about() -> None:
    limit = limits(need_saying("helst utan djurförsök"), titled("Musmodell"))["exclusion"]
    assert limit.outcome is Outcome.UNKNOWN


def test_an_exclusion_fails_what_is_about_it_or_something_narrower() -> None:
    need = need_saying("Inga djurförsök, tack.")
    for capability in (titled("Mouse model of arthritis"), titled("Dosing of rodents"), titled("X", tags=("in vivo",))):
        limit = limits(need, capability)["exclusion"]
        assert (limit.outcome, limit.values["excluded"]) == (Outcome.FAIL, "djurförsök")
    assert limits(need, titled("Human liver spheroids"))["exclusion"].outcome is Outcome.PASS


def test_a_narrow_exclusion_leaves_the_broader_subject_alone() -> None:
    need = need_saying("inte musmodell")
    assert limits(need, titled("Råttmodell"))["exclusion"].outcome is Outcome.PASS


@pytest.mark.parametrize(
    "title", ["Organ models as an alternative to animals", "Testing without animals", "3Rs", "Ersättning av djurförsök"]
)
def test_what_replaces_the_excluded_passes(title: str) -> None:
    assert limits(need_saying("inga djurförsök"), titled(title))["exclusion"].outcome is Outcome.PASS


def test_a_word_in_the_running_text_is_a_question() -> None:
    histology = titled("Histology", "Sections of human and mouse tissue.")
    assert limits(need_saying("inga djurförsök"), histology)["exclusion"].outcome is Outcome.UNKNOWN


def test_without_a_title_the_first_sentence_tells_what_a_capability_is_about() -> None:
    untitled = replace(CAPABILITY, passages=(Passage("description", "Studies in mice. Ask for prices."),))
    assert limits(need_saying("inga djurförsök"), untitled)["exclusion"].outcome is Outcome.FAIL


def test_an_infrastructure_above_the_level_turned_down_is_asked_about() -> None:
    assert limits(need_saying("ej GMP"), titled("GMP manufacturing"))["exclusion"].outcome is Outcome.UNKNOWN


def test_a_service_form_is_a_subject_too() -> None:
    course = titled("Handle the microscope", service_form="training")
    assert limits(need_saying("vi vill inte ha en kurs"), course)["exclusion"].outcome is Outcome.FAIL


def test_a_name_of_several_things_is_a_question() -> None:
    need = need_saying("vi söker inte teknisk dokumentation")
    assert limits(need, titled("STED"))["exclusion"].outcome is Outcome.UNKNOWN


def test_a_need_that_is_tagged_with_what_it_turns_down_excludes_nothing() -> None:
    assert READER.of_need(need_saying("inte möss", tags=("mouse-model",))) == ()
    assert READER.of_need(need_saying("inte möss", tags=("musmodell",))) == ()


def test_the_quote_of_an_exclusion_stands_in_the_need() -> None:
    text = "Vi säger: \U0001f42d inga djurförsök"
    ((quote,),) = ([exclusion.quote for exclusion in READER.of_need(need_saying(text))],)
    assert text[quote.start : quote.end] == quote.text == "djurförsök"


NEEDS = st.builds(
    NeedProfile,
    id=st.just("N"),
    passages=st.sampled_from(["inga djurförsök", "inte GMP", "helst inte möss", "sekvensering", "inte råttor"]).map(
        lambda text: (Passage("text", text),)
    ),
    quality=st.frozensets(st.sampled_from(["GMP", "GLP", "BSL2", "BSL3"]), max_size=2),
    in_flemingsberg=st.sampled_from([True, None]),
    service_form=st.sampled_from(["training", None]),
    deadline=st.none() | st.dates(date(2026, 2, 20), date(2026, 5, 1)),
)
CAPABILITIES = st.builds(
    CapabilityProfile,
    id=st.just("C"),
    passages=st.sampled_from(["Mouse model", "GMP manufacturing", "Sequencing", "Rats"]).map(
        lambda title: (Passage("title", title),)
    ),
    quality=st.none() | st.frozensets(st.sampled_from(["GMP", "GLP", "BSL2", "BSL3"])),
    in_flemingsberg=st.sampled_from([True, False, None]),
    open_to_companies=st.sampled_from([True, False, None]),
    lead_time_days=st.none() | st.integers(0, 90),
)


@settings(max_examples=60)
@given(NEEDS, st.lists(CAPABILITIES, min_size=1, max_size=80), st.data())
def test_the_facts_by_row_fail_exactly_what_the_check_fails(
    need: NeedProfile, capabilities: list[CapabilityProfile], data: st.DataObject
) -> None:
    facts = CapabilityFilter.of(capabilities, READER)
    edited = data.draw(st.integers(0, len(capabilities) - 1))
    capabilities[edited] = data.draw(CAPABILITIES)
    facts.put(edited, capabilities[edited])
    expected = [
        any(limit.outcome is Outcome.FAIL for limit in check(need, each, today=TODAY, exclusions=READER))
        for each in capabilities
    ]
    assert facts.failing(need, today=TODAY).tolist() == expected


def test_a_removed_row_fails_nothing() -> None:
    facts = CapabilityFilter.of([titled("Mouse model", in_flemingsberg=False)], READER)
    need = replace(need_saying("inga djurförsök"), in_flemingsberg=True)
    assert facts.failing(need, today=TODAY).tolist() == [True]
    facts.remove(0)
    assert not np.any(facts.failing(need, today=TODAY))


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_exclusions(text: str) -> None:
    for exclusion in READER.of_need(need_saying(text)):
        assert text[exclusion.quote.start : exclusion.quote.end] == exclusion.quote.text
