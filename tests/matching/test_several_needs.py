"""Two needs in one text are told from one need, and every sentence is in at least one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from matching.embeddings.encoders import EncoderMissingError, encoder_named
from matching.engine import Engine
from matching.evaluation import OWN_SET
from matching.learning import judged_sets, several_evaluation
from matching.profiles import NeedProfile, Passage
from matching.scoring import parameters
from matching.several import needs as several_needs
from seeds.files import shipped_vocabulary

TODAY = date(2026, 1, 1)
TEXTS = several_evaluation.read(Path(__file__).parent / "data" / "several_needs.jsonl")
FIRST = "Vi vill mäta hur mycket silver som läcker ut ur vårt plåster på en vecka."
SECOND = "En helt annan fråga: finns det ett kylrum där 4 000 blodprover kan stå i tio år?"


def _engine(encoder: str) -> Engine:
    try:
        built = Engine(shipped_vocabulary(), encoder_named(encoder), parameters.load())
    except EncoderMissingError:
        pytest.skip("the encoder is not installed")
    built.put(*judged_sets.read(*OWN_SET.values()).capabilities)
    return built


@pytest.fixture(scope="module")
def words() -> Engine:
    """An engine that reads words alone, with the project's own capabilities."""
    return _engine("none")


def test_two_needs_are_told_from_one_by_words_alone(words: Engine) -> None:
    found = several_evaluation.measure(words, TEXTS, TODAY)
    assert (found.doubles, found.singles) >= (60, 80)
    assert found.recall_joined >= 0.8, found.missed_joined
    assert found.false <= 0.04, found.false_alarms
    assert len(found.cut_elsewhere) <= 2, found.cut_elsewhere


def test_two_needs_are_told_from_one_with_an_encoder() -> None:
    found = several_evaluation.measure(_engine("bundled"), TEXTS, TODAY)
    assert found.recall_joined >= 0.8, found.missed_joined
    assert found.recall_unjoined >= 0.5, found.missed
    assert found.false <= 0.03, found.false_alarms
    assert len(found.cut_elsewhere) <= 2, found.cut_elsewhere


def _need(teaser: str, **more: str) -> NeedProfile:
    texts = {"title": "Plåster och prover", "teaser": teaser, **more}
    return NeedProfile("7", tuple(Passage(field, text) for field, text in texts.items()))


def test_the_parts_tile_each_text_and_nothing_is_lost(words: Engine) -> None:
    infrastructure_text = (
        "Plåstret är tio gånger tio centimeter. Proverna står i rör för plasma. Ring före torsdag klockan tre."
    )
    need = _need(
        f"Hej Anna!\n\n{FIRST} {SECOND}\n\nMed vänlig hälsning\nNora",
        infrastructure_text=infrastructure_text,
        conditions="Nej.",
    )
    found = several_needs.find(words, need, today=TODAY)
    assert found is not None
    assert FIRST in found.first.asked
    assert found.second.asked.startswith(SECOND)
    assert found.first.best.id != found.second.best.id
    for passage in need.passages[1:]:
        kept = [*found.first.spans[passage.field], *found.second.spans[passage.field]]
        covered = {place for start, end in kept for place in range(start, end)}
        assert covered == set(range(len(passage.text)))


@pytest.mark.parametrize(
    "teaser", ["", "Hej", FIRST, SECOND, "\n\n1. \n2. \n", f"{FIRST} Därefter vill vi ha en rapport."]
)
def test_one_need_is_one(words: Engine, teaser: str) -> None:
    assert several_needs.find(words, _need(teaser), today=TODAY) is None


def test_without_capabilities_nothing_is_asked() -> None:
    empty = Engine(shipped_vocabulary(), None, parameters.load())
    assert several_needs.find(empty, _need(f"{FIRST} {SECOND}"), today=TODAY) is None
