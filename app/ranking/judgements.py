"""What people have said of pairs, as grades that weights can be learned from, and the measuring of such pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.limits import RETRAIN_NEEDS
from app.matchmaking import Matchmaker, need_profile
from app.needs.queries import visible_needs
from matching.learning.measured_needs import JudgedPair, MeasuredNeed
from matching.profiles import NeedProfile
from models.accounts import User
from models.clock import day_of
from models.errors import RankingNotUsableError
from models.judgements import Judgement, Verdict
from models.matches import CloseReason
from models.needs import Need

GRADES: Final = {Verdict.SHORTLIST: 1, Verdict.INTRODUCE: 2, Verdict.USE: 3}
# Of all reasons only this one says that the ranking was wrong: quality, place and time are limits of their own, and
# price or a no from somebody says nothing of whether the capability answers the need.
ABOUT_RELEVANCE: Final = frozenset({CloseReason.WRONG_METHOD})
_DECIMALS: Final = 4  # as in the shipped table


@dataclass(frozen=True, slots=True)
class Grade:
    """What a pair was found worth, 0 to 3; `blind` when nobody took it up of their own accord."""

    grade: int
    blind: bool


@dataclass(frozen=True, slots=True)
class NeedToMeasure:
    """A need with graded capabilities, ready to be measured; `day` is the one its limits are held against."""

    need_id: int
    profile: NeedProfile
    day: date
    grades: Mapping[int, Grade]


def grades_of(judgements: Iterable[Judgement]) -> dict[int, dict[int, Grade]]:
    """Return by need and capability what judgements, oldest first, come to.

    For one person the highest word stands until they say that the method is wrong, and that until they think better
    of it; of several people's grades the lower middle one counts.
    """
    said: dict[tuple[int, int], dict[int | None, int]] = defaultdict(dict)
    chosen: set[tuple[int, int]] = set()
    for judgement in judgements:
        if judgement.verdict is Verdict.DISMISS and judgement.reason not in ABOUT_RELEVANCE:
            continue
        pair = (judgement.need_id, judgement.capability_id)
        grade = GRADES.get(judgement.verdict, 0)
        before = said[pair].get(judgement.user_id, 0)
        said[pair][judgement.user_id] = max(before, grade) if grade else 0
        if not judgement.blind:
            chosen.add(pair)
    found: dict[int, dict[int, Grade]] = defaultdict(dict)
    for (need_id, capability_id), by_user in sorted(said.items()):
        ordered = sorted(by_user.values())
        grade = ordered[(len(ordered) - 1) // 2]
        found[need_id][capability_id] = Grade(grade, blind=(need_id, capability_id) not in chosen)
    return dict(found)


def teaches(grades: Mapping[int, Grade]) -> bool:
    """Tell whether a need has something that fits and something that does not."""
    values = [grade.grade for grade in grades.values()]
    return bool(values) and min(values) == 0 and max(values) > 0


def list_grades(session: Session) -> dict[int, dict[int, Grade]]:
    """Return the grades of the needs that were judged last, by need and capability."""
    latest = (
        sa.select(Judgement.need_id)
        .group_by(Judgement.need_id)
        .order_by(sa.func.max(Judgement.id).desc())
        .limit(RETRAIN_NEEDS)
    )
    judgements = sa.select(Judgement).where(Judgement.need_id.in_(latest)).order_by(Judgement.id)
    return grades_of(session.scalars(judgements))


def list_judged_needs(session: Session, actor: User, ids: Iterable[int] | None = None) -> list[NeedToMeasure]:
    """Return the judged needs that can teach an order, by id; all of them, or those of the given ids."""
    grades = {need_id: found for need_id, found in list_grades(session).items() if teaches(found)}
    wanted = grades.keys() if ids is None else grades.keys() & set(ids)
    return _with_profiles(session, visible_needs(actor), {need_id: grades[need_id] for need_id in wanted})


def list_kept_aside(session: Session, at_most: int) -> list[NeedToMeasure]:
    """Return the newest judged needs that are measured on and not learned from, for figures that name none of them."""
    grades = {need_id: found for need_id, found in list_grades(session).items() if teaches(found) and not need_id % 2}
    wanted = sorted(grades, reverse=True)[:at_most]
    return _with_profiles(session, sa.select(Need), {need_id: grades[need_id] for need_id in wanted})


def _with_profiles(
    session: Session, needs: sa.Select[Need], grades: Mapping[int, Mapping[int, Grade]]
) -> list[NeedToMeasure]:
    found = session.scalars(needs.where(Need.id.in_(grades)).options(selectinload(Need.concepts)).order_by(Need.id))
    return [
        NeedToMeasure(need.id, need_profile(need), need.opened_on or day_of(need.created_at), grades[need.id])
        for need in found
    ]


def measure(matchmaker: Matchmaker, need: NeedToMeasure, signals: Sequence[str]) -> MeasuredNeed:
    """Return a judged need with its pairs' signal values, in the order of `signals`.

    Capabilities that are no longer offered are left out. Raises RankingNotUsableError when the engine has other
    signals than the judged table.
    """
    with matchmaker.engine() as engine:
        ids, values = engine.values(need.profile)
        if values.keys() != set(signals):
            raise RankingNotUsableError
        failing = engine.failing(need.profile, today=need.day)
        half_score = engine.half_score(need.profile)
    place = {capability_id: at for at, capability_id in enumerate(ids)}
    return MeasuredNeed(
        need=need.need_id,
        half_score=round(half_score, 6),
        pairs=tuple(
            JudgedPair(
                capability=capability_id,
                grade=judged.grade,
                blind=judged.blind,
                fails=str(capability_id) in failing,
                values=tuple(round(float(values[name][place[str(capability_id)]]), _DECIMALS) for name in signals),
            )
            for capability_id, judged in need.grades.items()
            if str(capability_id) in place
        ),
    )
