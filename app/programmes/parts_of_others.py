"""Indicators that are a part of another of the same programme: what counts in the one counts in the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.programmes.achievement_facts import AchievementFacts, read_achievements
from app.programmes.achievement_rules import ACHIEVEMENT_RULES, Whole, judge_achievements
from app.programmes.counting import count_uses
from models.programmes import Indicator, Programme

# The EU's common output indicators: enterprises supported in all, and those of them supported in one way; so with the
# smart region's. What a rule of uses counts (RCO04, RCO10) is a part by itself: it asks all that the whole does.
_WHOLE_OF: Final = {
    "RCO02": "RCO01",
    "RCO03": "RCO01",
    "RCO04": "RCO01",
    "non-financial-support": "companies-supported",
}


def whole_of(indicator: Indicator, programme: Programme) -> Indicator | None:
    """Return the indicator of the same programme that one is a part of, where there is one."""
    code = _WHOLE_OF.get(indicator.code)
    return next((each for each in programme.indicators if each.code == code), None)


def counted_in_whole(session: Session, indicator: Indicator, programme: Programme, *, until: date) -> Whole | None:
    """Return who counts by a day for the indicator that one is a part of; None for one that is no part."""
    whole = whole_of(indicator, programme)
    if whole is None:
        return None
    if whole.rule not in ACHIEVEMENT_RULES:
        counted = count_uses(session, programme, until=until).get(whole.rule, ())
        return Whole(frozenset(each.counted_id for each in counted))
    return _entered(read_achievements(session, programme), whole, programme, until)


def _entered(facts: Sequence[AchievementFacts], whole: Indicator, programme: Programme, until: date) -> Whole:
    judged = judge_achievements(facts, whole, programme, until=until)
    counting = [each for each, objections in judged if not objections]
    return Whole(
        frozenset(each.company_id for each in counting if each.company_id is not None),
        frozenset(each.name for each in counting if each.company_id is None),
        frozenset(each.name for each in counting if each.company_id is not None),
    )
