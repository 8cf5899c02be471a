"""Which achievements make up each indicator: those against which nothing is to be said."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.programmes.achievement_facts import AchievementFacts, read_achievements
from app.programmes.achievement_rules import ACHIEVEMENT_RULES, judge_achievements, plain_objections
from app.programmes.judging import Period
from app.programmes.parts_of_others import counted_in_whole
from app.storage.kept_answers import kept
from models.achievements import EVENTS, LADDER_LEVELS, Achievement, AchievementKind
from models.organisations import Company
from models.programmes import Indicator, Programme
from models.uses import Why


@dataclass(frozen=True, slots=True)
class CountedAchievement:
    """One achievement that counts, how much (1, or the amount that was entered), and what it is or is about, by name.

    `name` is a sort key, and empty for an amount that is about nobody.
    """

    achievement_id: int
    amount: Decimal
    name: str


def count_achievements(
    session: Session, programme: Programme, *, until: date
) -> Mapping[str, tuple[CountedAchievement, ...]]:
    """Return what counts for each indicator that achievements make up, by its code, as of a day.

    One pass over the programme's achievements, kept until a record changes.
    """

    def count() -> Mapping[str, tuple[CountedAchievement, ...]]:
        facts = read_achievements(session, programme)
        return {
            indicator.code: tuple(
                CountedAchievement(each.id, each.amount if each.amount is not None else Decimal(1), each.name)
                for each, objections in _judge(session, facts, indicator, programme, until)
                if not objections
            )
            for indicator in programme.indicators
            if indicator.rule in ACHIEVEMENT_RULES
        }

    return kept(session, ("counted achievements", programme.id, until), count)


def _judge(
    session: Session, facts: Sequence[AchievementFacts], indicator: Indicator, programme: Programme, until: date
) -> list[tuple[AchievementFacts, tuple[Why, ...]]]:
    asks = ACHIEVEMENT_RULES[indicator.rule].asks_whole
    whole = counted_in_whole(session, indicator, programme, until=until) if asks else None
    return judge_achievements(facts, indicator, programme, until=until, whole=whole)


def load_achievements(session: Session, counted: Sequence[CountedAchievement]) -> Sequence[Achievement]:
    """Return the achievements behind a count with their companies, the earliest first."""
    return achievements_with(session, [each.achievement_id for each in counted])


def achievements_with(session: Session, numbers: Collection[int]) -> Sequence[Achievement]:
    """Return the achievements of these numbers with their companies, the earliest first."""
    if not numbers:
        return ()
    found = (
        sa.select(Achievement)
        .where(Achievement.id.in_(numbers))
        .options(joinedload(Achievement.company).selectinload(Company.declarations), joinedload(Achievement.network))
        .order_by(Achievement.happened_on, Achievement.id)
    )
    return session.scalars(found).all()


def objections_of(
    session: Session, programme: Programme, achievement: Achievement, *, until: date
) -> list[tuple[Indicator, tuple[Why, ...]]]:
    """Return the indicators whose kind an achievement is of, each with what is to be said against its counting."""
    facts = read_achievements(session, programme)
    return [
        (indicator, objections)
        for indicator in programme.indicators
        if indicator.rule in ACHIEVEMENT_RULES
        for each, objections in _judge(session, facts, indicator, programme, until)
        if each.id == achievement.id
    ]


def count_events(session: Session, programme: Programme, *, until: date) -> Mapping[AchievementKind, tuple[int, ...]]:
    """Return the numbers of the events of each type that were held with evidence, each once, in the order of types."""

    def count() -> Mapping[AchievementKind, tuple[int, ...]]:
        period = Period.until(programme, until)
        held: dict[AchievementKind, dict[tuple[date, str], int]] = {kind: {} for kind in EVENTS}
        for facts in read_achievements(session, programme):
            if facts.kind in held and not plain_objections(facts, period):
                held[facts.kind].setdefault((facts.happened_on, facts.name), facts.id)
        return {kind: tuple(numbers.values()) for kind, numbers in held.items() if numbers}

    return kept(session, ("events held", programme.id, until), count)


def count_levels(session: Session, programme: Programme, *, until: date) -> Mapping[int, tuple[int, ...]]:
    """Return the latest steps of the companies and networks on each level of the cooperation ladder, by their numbers.

    Empty where nobody has taken a step.
    """
    standing = {step.whose: step for step in _read_steps(session, programme) if step.happened_on <= until}
    if not standing:
        return {}
    return {level: tuple(step.id for step in standing.values() if step.level == level) for level in LADDER_LEVELS}


class _LadderStep(NamedTuple):
    id: int
    happened_on: date
    level: int | None
    company_id: int | None
    organisation: str | None
    network_id: int | None

    @property
    def whose(self) -> tuple[int | None, str | None, int | None]:
        return self.company_id, self.organisation, self.network_id


def _read_steps(session: Session, programme: Programme) -> Sequence[_LadderStep]:
    """Return the steps of a programme that count, the earliest first; kept until a record changes, for every month."""
    steps = (
        sa.select(
            Achievement.id,
            Achievement.happened_on,
            Achievement.level,
            Achievement.company_id,
            Achievement.organisation,
            Achievement.network_id,
        )
        .where(
            Achievement.programme_id == programme.id,
            Achievement.kind == AchievementKind.LADDER,
            Achievement.taken_back_at.is_(None),
            Achievement.evidence.is_not(None),
        )
        .order_by(Achievement.happened_on, Achievement.id)
    )
    return kept(session, ("steps", programme.id), lambda: [_LadderStep(*row) for row in session.execute(steps)])
