"""Learning the weights again: measured need by need, so that it can stop, show how far it has come, and go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session

from app.limits import RETRAIN_LEAST_NEEDS
from app.matchmaking import Matchmaker
from app.ranking import measured_judgements
from app.ranking.judgements import NeedToMeasure, list_judged_needs, measure
from app.ranking.queries import find_unfinished, get_set
from app.ranking.ranking_basis import RankingBasis, active_set
from matching.learning import judged_pairs, refit
from matching.learning.measured_needs import MeasuredNeed
from matching.scoring import parameters as shipped
from matching.scoring.parameters import Parameters
from models.accounts import User
from models.errors import TooFewJudgementsError
from models.ranking import RankingOrigin, RankingParameters


@dataclass(frozen=True, slots=True)
class Task:
    """What is left to do for a set of weights; holds no row, so that no transaction need be open meanwhile."""

    set_id: int
    basis: RankingBasis
    measured: Sequence[MeasuredNeed]
    left: Sequence[NeedToMeasure]


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far a task has come; `learned` and `figures` are there once nothing is left."""

    set_id: int
    measured: Sequence[MeasuredNeed]
    left: Sequence[int]
    learned: Parameters | None = None
    figures: dict[str, Any] | None = None


def prepare(session: Session, *, actor: User, basis: RankingBasis) -> Task:
    """Return the task at hand: the one that was begun and not finished, or a new one.

    A task begun with other words in the vocabulary, for another way of fusing, or on needs that are all gone, starts
    from the beginning. Raises TooFewJudgementsError.
    """
    row = find_unfinished(session, actor)
    if row is not None and _still_fits(row, basis):
        measured = measured_judgements.from_json(row.material)
        left = list_judged_needs(session, actor, row.material["left"])
        if measured or left:
            return Task(row.id, basis, measured, left)
    needs = list_judged_needs(session, actor)
    if len(needs) < RETRAIN_LEAST_NEEDS or not any(need.need_id % 2 for need in needs):
        raise TooFewJudgementsError
    active_set(session, basis)
    row = row or RankingParameters(origin=RankingOrigin.RETRAINED, created_by_id=actor.id)
    row.engine_version, row.learned_way = shipped.load().version, basis.way
    row.material = _material(basis, [], [need.need_id for need in needs])
    session.add(row)
    session.flush()
    return Task(row.id, basis, [], needs)


def _still_fits(row: RankingParameters, basis: RankingBasis) -> bool:
    begun = (row.engine_version, row.learned_way, row.material.get("vocabulary"))
    return begun == (shipped.load().version, basis.way, basis.vocabulary)


def _material(basis: RankingBasis, measured: Sequence[MeasuredNeed], left: Sequence[int]) -> dict[str, Any]:
    return {"vocabulary": basis.vocabulary, "measured": measured_judgements.to_json(measured), "left": list(left)}


def advance(task: Task, matchmaker: Matchmaker, *, seconds: float) -> TrainingProgress:
    """Measure for so many seconds, at least one need, and learn when all are measured; touches no session.

    Learning takes some seconds itself, and so waits for the next turn when measuring has filled this one.
    """
    signals = judged_pairs.load()[task.basis.way].signals
    measured, left, until = list(task.measured), list(task.left), monotonic() + seconds
    is_late = False
    while left and not is_late:
        measured.append(measure(matchmaker, left.pop(0), signals))
        is_late = monotonic() > until
    if is_late:
        return TrainingProgress(task.set_id, measured, [need.need_id for need in left])
    learned = refit.learn(task.basis.parameters, task.basis.way, measured)
    learned = replace(learned, version=shipped.digest(learned))
    figures = refit.figures(learned, task.basis.way, measured)
    return TrainingProgress(task.set_id, measured, [], learned, figures)


def keep(session: Session, *, actor: User, basis: RankingBasis, progress: TrainingProgress) -> RankingParameters:
    """Write down how far a task has come."""
    row = get_set(session, actor, progress.set_id)
    row.material = _material(basis, progress.measured, progress.left)
    row.judgements = sum(len(need.pairs) for need in progress.measured if need.teaches)
    if progress.learned is not None and progress.figures is not None:
        row.parameters = shipped.to_json(progress.learned)
        row.figures = progress.figures
    session.flush()
    return row
