"""The engine: one score for a pair everywhere, parts that add up, any input, any order of edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.embeddings.vector_store import MemoryStore
from matching.engine import Engine
from matching.profiles import NeedProfile, Passage
from matching.results import Ranking, Strength
from matching.scoring import parameters
from matching.scoring.parameters import Parameters
from matching.vocabulary.concepts import Vocabulary
from tests.matching.worlds import (
    LetterEncoder,
    a_capability,
    a_concept,
    a_need,
    an_engine,
    own_set,
    shipped_engine,
    small_vocabulary,
    three_capabilities,
)

TODAY = date(2026, 3, 1)
ENCODERS = pytest.mark.parametrize("encoder", [None, LetterEncoder()], ids=["words alone", "with an encoder"])


def ids(ranking: Ranking) -> list[str]:
    return [candidate.capability_id for candidate in ranking.candidates]


@ENCODERS
def test_the_order_of_those_ranked_among_changes_nothing(encoder: LetterEncoder | None) -> None:
    engine = an_engine(encoder)
    everything = engine.rank(a_need(), today=TODAY)
    for among in (["gmp", "spr", "tem"], ["tem", "gmp", "spr"]):
        assert engine.rank(a_need(), today=TODAY, among=among) == everything


def test_the_first_few_are_those_of_the_whole_order_also_among_equals() -> None:
    engine = an_engine(None)
    engine.put(*(a_capability(f"twin {number}", "Surface plasmon resonance.") for number in range(9)))
    for need in (a_need(), a_need(quality=frozenset({"GMP"}))):
        everything = engine.order(need, today=TODAY)
        for top in range(1, len(everything) + 2):
            assert engine.order(need, today=TODAY, top=top) == everything[:top]


@ENCODERS
def test_the_best_of_a_few_is_the_first_of_them_in_the_whole_order(encoder: LetterEncoder | None) -> None:
    engine = an_engine(encoder)
    needs = [a_need(), a_need("n2", "Vi behöver veta om det läcker.", quality=frozenset({"GMP"})), a_need("n3", " ")]
    for among in (["gmp"], ["tem", "gmp"], ["tem", "spr", "gmp"]):
        firsts = [next(each for each in engine.order(need, today=TODAY) if each.id in among) for need in needs]
        assert engine.best_among(among, needs, today=TODAY) == firsts
    with pytest.raises(KeyError):
        engine.best_among(["nowhere"], needs, today=TODAY)


@ENCODERS
def test_a_swedish_problem_finds_the_english_method(encoder: LetterEncoder | None) -> None:
    ranking = an_engine(encoder).rank(a_need(), today=TODAY)
    assert ids(ranking)[0] == "spr"
    assert ranking.suitable


@ENCODERS
def test_contributions_add_up_to_the_score_exactly(encoder: LetterEncoder | None) -> None:
    for candidate in an_engine(encoder).rank(a_need(tags=("SPR",)), today=TODAY).candidates:
        assert round(sum(part.amount for part in candidate.contributions), 6) == candidate.score
        assert all(
            0.0 <= part.value <= 1.0 and (part.amount >= 0.0 or part.signal == "not_for")
            for part in candidate.contributions
        )
        assert 0.0 <= candidate.score < 1.0
        assert 0.0 <= candidate.probability <= 1.0


@ENCODERS
def test_a_pair_scores_the_same_alone_and_among_others(encoder: LetterEncoder | None) -> None:
    engine = an_engine(encoder)
    needs = [a_need("n1"), a_need("n2", "Se virus i mikroskop"), a_need("n3", "We need a clean room")]
    for need in needs:
        for candidate in engine.rank(need, today=TODAY).candidates:
            assert candidate == engine.pair(need, candidate.capability_id, TODAY)


def test_a_pair_scores_the_same_whatever_else_is_in_the_catalogue() -> None:
    judged, engine = own_set(), Engine(shipped_engine().vocabulary, None, parameters.load())
    engine.put(judged.capabilities[8])
    for need in judged.needs[:5]:
        pair = shipped_engine().pair(need.profile, judged.capabilities[8].id, TODAY)
        assert engine.rank(need.profile, today=TODAY).candidates[0].score == pair.score


def test_the_order_does_not_depend_on_the_order_of_edits() -> None:
    judged = own_set()
    shuffled = list(judged.capabilities)
    Random(4).shuffle(shuffled)
    engine = Engine(shipped_engine().vocabulary, None, parameters.load())
    for capability in shuffled:
        engine.put(replace(capability, passages=(Passage("text", "something else"),)))
    engine.remove(shuffled[3].id)
    for capability in shuffled:
        engine.put(capability)
    for need in judged.needs[:6]:
        assert engine.order(need.profile, today=TODAY) == shipped_engine().order(need.profile, today=TODAY)


def test_candidates_stand_in_order_of_score_with_failing_ones_last() -> None:
    ranking = an_engine().rank(a_need(quality=frozenset({"GMP"})), today=TODAY)
    assert [candidate.fails for candidate in ranking.candidates] == sorted(c.fails for c in ranking.candidates)
    held = [candidate for candidate in ranking.candidates if not candidate.fails]
    assert all(one.score >= two.score for one, two in pairwise(held))


def test_what_fails_a_hard_limit_is_not_called_suitable() -> None:
    engine = Engine(small_vocabulary(), None, parameters.load())
    engine.put(a_capability(quality=frozenset()))
    assert engine.rank(a_need(), today=TODAY).suitable
    assert not engine.rank(a_need(quality=frozenset({"GMP"})), today=TODAY).suitable


def test_of_two_equal_capabilities_the_ready_and_lately_confirmed_one_comes_first() -> None:
    engine = Engine(small_vocabulary(), None, parameters.load())
    engine.put(
        a_capability("a"),
        a_capability("b", confirmed_on=date(2025, 1, 1)),
        a_capability("c", confirmed_on=date(2026, 1, 1)),
        a_capability("d", open_to_companies=True, ready=True),
    )
    # Fresh facts come before all, as tests/matching/test_age.py says of what is not equal.
    assert ids(engine.rank(a_need(), today=TODAY)) == ["c", "d", "b", "a"]


def test_nothing_shared_is_weak_and_nothing_suitable() -> None:
    ranking = an_engine().rank(a_need(text="Vindtunnel för tält"), today=TODAY)
    assert not ranking.suitable
    assert {candidate.strength for candidate in ranking.candidates} == {Strength.WEAK}


def test_a_removed_capability_is_gone_and_a_changed_one_is_ranked_by_its_new_text() -> None:
    engine = an_engine()
    engine.remove("spr")
    engine.remove("never there")
    assert "spr" not in engine
    engine.put(a_capability("gmp", "Surface plasmon resonance"))
    assert ids(engine.rank(a_need(), today=TODAY, top=1)) == ["gmp"]
    assert len(engine) == 2


def test_an_unchanged_text_is_never_encoded_twice() -> None:
    encoder, vectors = LetterEncoder(), MemoryStore()
    counts = []
    for _ in range(2):
        engine = Engine(small_vocabulary(), encoder, parameters.load(), vectors)
        engine.put(*three_capabilities())
        engine.order(a_need(), today=TODAY)
        counts.append(encoder.encoded)
    assert counts[0] == counts[1] > 0


def test_a_new_synonym_takes_effect_with_a_new_engine_on_the_same_vectors() -> None:
    need, words = a_need(text="Vi vill köra en blixtmätare"), small_vocabulary()
    named = a_concept(
        "surface-plasmon-resonance",
        "ytplasmonresonans",
        "surface plasmon resonance",
        synonyms_sv=["blixtmätare"],
        problems_sv=["hur hårt binder vår antikropp"],
    )
    before = an_engine().rank(need, today=TODAY)
    after = an_engine(words=Vocabulary.of([*words.concepts.values(), named])).rank(need, today=TODAY)
    assert not before.suitable
    assert after.suitable
    assert ids(after)[0] == "spr"


def test_similar_needs_leave_the_need_itself_out() -> None:
    engine = an_engine(LetterEncoder())
    others = [a_need("n1"), a_need("n2", "Hur snabbt släpper antikroppen?"), a_need("n3", "Renrum")]
    assert [like.id for like in engine.similar_needs(others[0], others)] == ["n2", "n3"]


def test_unknown_capabilities_are_a_key_error() -> None:
    with pytest.raises(KeyError):
        an_engine().pair(a_need(), "missing", TODAY)


def test_an_empty_catalogue_has_nothing_suitable() -> None:
    assert Engine(small_vocabulary(), None, parameters.load()).rank(a_need(), today=TODAY) == Ranking(
        (), suitable=False
    )


def test_strength_words_follow_the_probability() -> None:
    bounds: Parameters = parameters.load()
    words = [Strength.STRONG, Strength.GOOD, Strength.POSSIBLE, Strength.WEAK]
    for need in own_set().needs:
        found = shipped_engine().rank(need.profile, today=TODAY, top=3).candidates
        held = [candidate for candidate in found if not candidate.fails]
        places = [words.index(candidate.strength) for candidate in held]
        assert places == sorted(places)
        assert all(candidate.probability >= bounds.strengths[Strength.STRONG] for candidate in held if not places)


ODD_TEXTS = [
    "", " ", "x", "och att det", "🧪🔬😀", "\x00\x01\x1b[31m", "<script>alert('x')</script>", "…!?", "ａｂｃ",
    "Нужен микроскоп", "我们需要显微镜", "مجهر", "a" * 100_000, "virus " * 20_000, "\ud800", "e\u0301" * 50, "'" * 500,
]  # fmt: skip


@ENCODERS
@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_any_text_gets_an_answer_on_either_side(text: str, encoder: LetterEncoder | None) -> None:
    engine = an_engine(encoder)
    engine.put(a_capability("odd", text, tags=(text,)))
    ranking = engine.rank(a_need(text=text, tags=(text,)), today=TODAY)
    assert len(ranking.candidates) == 4


@settings(max_examples=40)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_have_one_score(asked: str, offered: str) -> None:
    engine = Engine(small_vocabulary(), None, parameters.load())
    capability, need = a_capability("c", offered), a_need(text=asked)
    engine.put(capability)
    one = engine.rank(need, today=TODAY).candidates[0]
    two = engine.pair(need, capability.id, TODAY)
    assert one == two
    assert round(sum(part.amount for part in one.contributions), 6) == one.score


def test_a_need_without_any_passage_gets_an_answer() -> None:
    assert len(an_engine(LetterEncoder()).rank(NeedProfile("n", ()), today=TODAY).candidates) == 3
