"""Old facts stand lower in an order, more than a tie-break does, and the score stays what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from matching.engine import Engine
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.scoring import parameters
from matching.scoring.age import FRESH_DAYS, ConfirmedDays, is_old, standing
from tests.matching.test_explanation import VOCABULARY

TODAY = date(2026, 3, 1)
FRESH, OLD = TODAY - timedelta(days=FRESH_DAYS), TODAY - timedelta(days=FRESH_DAYS + 1)
NEED = NeedProfile(
    "n", (Passage("title", "Vi vill färga vävnadssnitt och läsa dem i mikroskop med en patolog.", "sv"),)
)


def offer(number: str, words: str) -> CapabilityProfile:
    return CapabilityProfile(number, (Passage("title_sv", words, "sv"),))


# The first fits a little better than the second, and far better than the third.
OFFERS = (
    offer("1", "Vi färgar vävnadssnitt och läser dem i mikroskop med en patolog."),
    offer("2", "Vi färgar vävnadssnitt och läser dem i mikroskop."),
    offer("3", "Vi läser texter."),
)


def engine_of(*days: date | None) -> Engine:
    engine = Engine(VOCABULARY, None, parameters.load())
    engine.put(*(replace(each, confirmed_on=day) for each, day in zip(OFFERS, days, strict=True)))
    return engine


@pytest.mark.parametrize(
    ("days", "order"),
    [
        ((None, None, None), "123"),
        ((FRESH, FRESH, FRESH), "123"),
        ((OLD, OLD, OLD), "123"),
        ((OLD, FRESH, FRESH), "213"),
        ((None, FRESH, FRESH), "213"),
        ((FRESH, OLD, OLD), "123"),
        ((OLD, OLD, FRESH), "123"),
    ],
)
def test_what_is_old_stands_below_what_fits_nearly_as_well(days: tuple[date | None, ...], order: str) -> None:
    engine, plain = engine_of(*days), engine_of(None, None, None)
    found = engine.rank(NEED, today=TODAY).candidates
    assert "".join(each.capability_id for each in found) == order
    assert "".join(each.id for each in engine.order(NEED, today=TODAY, top=2)) == order[:2]
    scores = {each.capability_id: each.score for each in plain.rank(NEED, today=TODAY).candidates}
    assert {each.capability_id: each.score for each in found} == scores
    old = {str(at): is_old(day, TODAY) for at, day in enumerate(days, start=1)}
    assert {each.capability_id: each.has_old_facts for each in found} == old


def test_a_confirmed_capability_passes_one_that_is_a_sixth_better_and_no_more() -> None:
    scores = np.array([500_000, 585_000, 589_000], dtype=np.int64)
    stand = standing(scores, np.array([False, True, True]))
    assert list(np.argsort(-stand)) == [2, 0, 1]


def test_days_are_told_by_row_as_one_by_one() -> None:
    kept = ConfirmedDays()
    days = [None, OLD, FRESH, TODAY + timedelta(days=3), None] * 40
    for row, day in enumerate(days):
        kept.put(row, replace(OFFERS[0], confirmed_on=day))
    kept.put(1, replace(OFFERS[0], confirmed_on=FRESH))
    days[1] = FRESH
    assert kept.old(np.arange(len(days)), TODAY).tolist() == [is_old(day, TODAY) for day in days]
