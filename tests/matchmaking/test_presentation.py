"""How a pair is put in words: parts that add up, and what speaks against it told apart from what speaks for it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from app.matchmaking.presentation import show
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Candidate, Contribution, Quote, Reason, Strength

NEED = NeedProfile("1", (Passage("title", "Delar i metall"),))


class OneCapability:
    """A catalogue of one capability, whose concepts are called by their ids."""

    def capability(self, capability_id: int) -> CapabilityProfile | None:
        return CapabilityProfile(str(capability_id), (Passage("title_sv", "Stereolitografi"),))

    def concept_label(self, concept_id: str, language: str) -> str:
        return concept_id


def a_candidate(amounts: dict[str, float], *reasons: Reason) -> Candidate:
    parts = tuple(Contribution(signal, 0.5, amount) for signal, amount in amounts.items())
    return Candidate("1", "2", round(sum(amounts.values()), 6), 0.5, Strength.GOOD, parts, (), reasons)


def against(*denial: tuple[str, str]) -> Reason:
    return Reason("not_for", 0.1, "stereolitografi", Quote("title", 0, 14, "Delar i metall"), None, denial)


@pytest.mark.parametrize(
    "amounts",
    [
        {"wording": 0.312345, "spelling": 0.200655, "not_for": -0.150444},
        {"wording": 0.1, "not_for": -0.1},
        {"wording": 0.000_4, "spelling": 0.000_4, "not_for": -0.000_3},
        {"wording": 0.999_999, "not_for": -0.000_001},
    ],
)
def test_shown_parts_add_up_to_the_shown_score_when_one_takes_away(app: Flask, amounts: dict[str, float]) -> None:
    with app.app_context(), force_locale("sv"):
        shown = show(a_candidate(amounts), NEED, OneCapability(), language="sv")
    assert sum(part.shown for part in shown.parts) == pytest.approx(shown.shown_score, abs=1e-9)
    assert all(abs(part.shown - part.amount) < 0.001 for part in shown.parts)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sv", "stereolitografi är inte till för ”delar i metall”."),
        ("en", "stereolitografi: “does not print metal”."),
    ],
)
def test_an_objection_is_a_sentence_in_the_readers_language(app: Flask, language: str, sentence: str) -> None:
    told = against(("sv", "delar i metall"), ("en", "does not print metal"))
    with app.app_context(), force_locale(language):
        shown = show(a_candidate({"wording": 0.3}, told), NEED, OneCapability(), language=language).reasons[0]
    assert shown.objection == sentence
    assert shown.need is not None
    assert shown.need.text == "Delar i metall"


def test_a_phrase_of_the_other_language_is_better_than_none(app: Flask) -> None:
    with app.app_context(), force_locale("en"):
        shown = show(a_candidate({}, against(("sv", "metall"))), NEED, OneCapability(), language="en").reasons[0]
    assert shown.objection == "stereolitografi is not for “metall”."


def test_an_objection_is_shown_after_the_best_reasons_however_many_there_are(app: Flask) -> None:
    many = [Reason("words", 1.0 - place / 10, f"c{place}") for place in range(5)]
    with app.app_context(), force_locale("sv"):
        shown = show(a_candidate({}, *many, against(("sv", "metall"))), NEED, OneCapability(), language="sv").reasons
    assert [reason.kind for reason in shown] == ["words", "words", "words", "not_for"]
    assert [reason.objection is None for reason in shown] == [True, True, True, False]
