"""What judgements come to, and what weights learn from them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from app.ranking import measured_judgements
from app.ranking.judgements import Grade, grades_of, teaches
from matching.learning import judged_pairs, refit
from matching.learning.measured_needs import JudgedPair, MeasuredNeed
from matching.scoring import parameters as shipped
from models.judgements import Judgement, Verdict
from models.matches import CloseReason

WAY = "without_encoder"
SIGNALS = judged_pairs.load()[WAY].signals


def said(verdict: Verdict, *, user: int = 1, reason: CloseReason | None = None, blind: bool = False) -> Judgement:
    return Judgement(need_id=1, capability_id=2, user_id=user, verdict=verdict, reason=reason, blind=blind)


def pair(capability: int, grade: int, *, blind: bool = False, **values: float) -> JudgedPair:
    return JudgedPair(capability, grade, blind, fails=False, values=tuple(values.get(name, 0.0) for name in SIGNALS))


def need(number: int, *pairs: JudgedPair) -> MeasuredNeed:
    return MeasuredNeed(number, half_score=0.3, pairs=pairs)


def misled(number: int) -> MeasuredNeed:
    """Give a need whose words lead astray and whose tags are right."""
    return need(number, pair(1, 3, tags=0.9), pair(2, 0, wording=0.9), pair(3, 0, wording=0.8))


@pytest.mark.parametrize(
    ("verdicts", "grade"),
    [
        ([said(Verdict.SHORTLIST)], 1),
        ([said(Verdict.SHORTLIST), said(Verdict.INTRODUCE)], 2),
        ([said(Verdict.USE), said(Verdict.SHORTLIST)], 3),
        ([said(Verdict.SHORTLIST), said(Verdict.DISMISS, reason=CloseReason.WRONG_METHOD)], 0),
        ([said(Verdict.DISMISS, reason=CloseReason.WRONG_METHOD), said(Verdict.INTRODUCE)], 2),
        ([said(Verdict.INTRODUCE), said(Verdict.DISMISS, reason=CloseReason.TOO_EXPENSIVE)], 2),
        ([said(Verdict.INTRODUCE, user=1), said(Verdict.USE, user=2), said(Verdict.SHORTLIST, user=3)], 2),
    ],
)
def test_verdicts_come_to_one_grade(verdicts: list[Judgement], grade: int) -> None:
    assert grades_of(verdicts)[1][2].grade == grade


@pytest.mark.parametrize("reason", [reason for reason in CloseReason if reason is not CloseReason.WRONG_METHOD])
def test_a_pair_dismissed_for_anything_but_the_method_says_nothing_of_the_ranking(reason: CloseReason) -> None:
    assert grades_of([said(Verdict.DISMISS, reason=reason)]) == {}


def test_a_need_teaches_only_when_something_fits_and_something_does_not() -> None:
    assert not teaches({1: Grade(2, blind=False), 2: Grade(3, blind=False)})
    assert not teaches({1: Grade(0, blind=True)})
    assert teaches({1: Grade(0, blind=True), 2: Grade(1, blind=False)})


def test_judgements_move_the_weights_toward_what_they_praise() -> None:
    ours = shipped.load()
    learned = refit.learn(ours, WAY, [misled(number) for number in range(1, 40, 2)])
    assert learned.without_encoder.weights["tags"] > ours.without_encoder.weights["tags"]
    assert learned.without_encoder.weights["wording"] < ours.without_encoder.weights["wording"]
    assert learned.with_encoder == ours.with_encoder


def test_judgements_that_lead_astray_elsewhere_do_not_count() -> None:
    """Praise for what the words already say right leaves the weights as they are, or nearly so."""
    ours = shipped.load()
    praise = [need(number, pair(1, 2, wording=0.9, tags=0.2), pair(2, 0, tags=0.1)) for number in range(1, 20, 2)]
    learned = refit.learn(ours, WAY, praise)
    before, after = (refit.figures(each, WAY, [])["shipped"]["ndcg@5"] for each in (ours, learned))
    assert after >= before - 0.005


def test_learning_twice_gives_the_same_weights() -> None:
    judged = [misled(number) for number in range(1, 20)]
    assert refit.learn(shipped.load(), WAY, judged) == refit.learn(shipped.load(), WAY, judged)


def test_needs_kept_aside_are_never_learned_from() -> None:
    ours = shipped.load()
    odd = [misled(number) for number in range(1, 20, 2)]
    even = [misled(number) for number in range(2, 20, 2)]
    assert refit.learn(ours, WAY, odd + even) == refit.learn(ours, WAY, odd)
    assert refit.learn(ours, WAY, even) == refit.learn(ours, WAY, [])


def test_without_judgements_the_shipped_weights_and_figures_come_out_again() -> None:
    ours = shipped.load()
    assert refit.learn(ours, WAY, []) == ours
    figures = refit.figures(ours, WAY, [])
    told = shipped.shipped_figures()[WAY]["even"]
    assert {name: figures[name] for name in told} == told


def test_the_figure_is_the_mean_over_shipped_needs_and_those_judged_here() -> None:
    ours = shipped.load()
    figures = refit.figures(ours, WAY, [misled(2), misled(4), misled(5)])
    assert figures["here"] == {"needs": 2, "ndcg@5": 0.5}
    whole = figures["shipped"]["ndcg@5"] * figures["shipped"]["needs"] + 2 * 0.5
    assert math.isclose(figures["ndcg@5"], whole / figures["needs"], abs_tol=1e-4)


def test_pairs_people_chose_to_judge_do_not_change_what_a_score_is_worth() -> None:
    chosen = [misled(number) for number in range(1, 40, 2)]
    blind = [replace(each, pairs=tuple(replace(one, blind=True) for one in each.pairs)) for each in chosen]
    from_chosen = refit.learn(shipped.load(), WAY, chosen).without_encoder
    from_blind = refit.learn(shipped.load(), WAY, blind).without_encoder
    assert from_chosen.weights == from_blind.weights
    assert from_chosen.slope != from_blind.slope


def test_measured_needs_are_kept_as_they_are() -> None:
    judged = [misled(3), need(4)]
    assert measured_judgements.from_json({"measured": measured_judgements.to_json(judged)}) == judged


def test_the_digest_tells_weights_apart_and_not_their_version() -> None:
    ours = shipped.load()
    other = replace(ours, without_encoder=replace(ours.without_encoder, cut_off=0.9))
    assert shipped.digest(replace(ours, version="x")) == shipped.digest(ours)
    assert shipped.digest(other) != shipped.digest(ours)
