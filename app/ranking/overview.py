"""Everything the page about the ranking shows: the set in use, a newer one beside it, judgements, and the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.limits import RETRAIN_LEAST_NEEDS
from app.ranking import queries
from app.ranking.judgements import list_grades, teaches
from app.ranking.ranking_basis import RankingBasis, shipped_figures
from app.ranking.use_cases import WeightComparison, compare
from app.storage.listing import Page
from matching.scoring import parameters as shipped
from models.accounts import User
from models.errors import RankingNotUsableError
from models.judgements import Verdict
from models.ranking import EvaluationRow, RankingParameters

# From what fits best to what does not fit at all.
VERDICTS = (Verdict.USE, Verdict.INTRODUCE, Verdict.SHORTLIST, Verdict.DISMISS)


@dataclass(frozen=True, slots=True)
class SignalWeight:
    """How much a signal weighs in the set in use and in a newer one, as shares of one."""

    signal: str
    old: float
    new: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A newer set of weights beside the one in use, measured on the same needs."""

    row: RankingParameters
    compared: WeightComparison
    weights: Sequence[SignalWeight]


@dataclass(frozen=True, slots=True)
class Measuring:
    """How far a retraining has come, in needs."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Judgements:
    """How many judgements there are, by verdict as (in the work, blind), and how many needs they can teach by."""

    counts: Sequence[tuple[Verdict, int, int]]
    needs: int
    teaching: int
    kept_aside: int

    @property
    def total(self) -> int:
        """Return how many judgements there are in all."""
        return sum(worked + blind for _verdict, worked, blind in self.counts)

    @property
    def are_enough(self) -> bool:
        """Tell whether weights can be learned from them."""
        return self.teaching >= RETRAIN_LEAST_NEEDS and self.teaching > self.kept_aside


@dataclass(frozen=True, slots=True)
class RankingOverview:
    """The page's content; `active` is None until the first set has been recorded, and the shipped one is then in use.

    `version` is the engine's; sets learned for another cannot be used.
    """

    basis: RankingBasis
    active: RankingParameters | None
    figures: dict[str, Any]
    proposal: Proposal | None
    measuring: Measuring | None
    judgements: Judgements
    sets: Sequence[RankingParameters]
    history: Page[EvaluationRow]
    least: int
    version: str


def get_overview(session: Session, actor: User, basis: RankingBasis, *, page: int) -> RankingOverview:
    """Return what the administrator sees."""
    active = queries.find_active(session)
    unfinished = queries.find_unfinished(session, actor)
    return RankingOverview(
        basis=basis,
        active=active,
        figures=active.figures if active else shipped_figures(basis.way),
        proposal=_proposal(session, actor, active, basis),
        measuring=_measuring(unfinished) if unfinished else None,
        judgements=_judgements(session),
        sets=queries.list_sets(session, actor),
        history=queries.list_history(session, actor, page),
        least=RETRAIN_LEAST_NEEDS,
        version=shipped.load().version,
    )


def _proposal(session: Session, actor: User, active: RankingParameters | None, basis: RankingBasis) -> Proposal | None:
    row = queries.find_proposal(session, actor, active)
    if row is None or active is None:
        return None
    try:
        compared = compare(active, row, basis.way)
    except RankingNotUsableError:
        return None
    old, new = (each.way(basis.way).weights for each in (compared.old_weights, compared.new_weights))
    weights = [SignalWeight(signal, old[signal], new[signal]) for signal in sorted(old, key=lambda name: -old[name])]
    return Proposal(row, compared, weights)


def _measuring(row: RankingParameters) -> Measuring | None:
    """Return how far a retraining has come, or None when nothing is left of the needs that it was begun with."""
    done = len(row.material["measured"])
    total = done + len(row.material["left"])
    return Measuring(done, total) if total else None


def _judgements(session: Session) -> Judgements:
    counts = queries.count_verdicts(session)
    grades = list_grades(session)
    teaching = [need_id for need_id, found in grades.items() if teaches(found)]
    return Judgements(
        counts=[(verdict, counts.get((verdict, False), 0), counts.get((verdict, True), 0)) for verdict in VERDICTS],
        needs=len(grades),
        teaching=len(teaching),
        kept_aside=sum(need_id % 2 == 0 for need_id in teaching),
    )
