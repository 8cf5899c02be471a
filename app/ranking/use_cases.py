"""What is done with the ranking: a set of weights is put in use or undone, and pairs are judged blind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matchmaking.active_weights import read_parameters
from app.ranking import measured_judgements
from app.ranking.commands import BlindCommand, BlindVerdict
from app.ranking.queries import find_active, get_set, last_evaluation
from app.ranking.ranking_basis import RankingBasis, active_set, record
from app.storage.locks import lock_rows
from matching.learning import refit
from matching.scoring import parameters as shipped
from matching.scoring.parameters import Parameters
from models.accounts import User
from models.clock import now
from models.engine_state import CatalogueState
from models.errors import RankingNotUsableError, RankingWouldFallError
from models.judgements import Judgement, Verdict
from models.ranking import RankingOrigin, RankingParameters, SkippedPair

_VERDICTS = {
    BlindVerdict.INTRODUCE: Verdict.INTRODUCE,
    BlindVerdict.RELATED: Verdict.SHORTLIST,
    BlindVerdict.NOT_THIS: Verdict.DISMISS,
}
# The order may be as good while a cut-off hides what it puts first: so many more of the needs, as a share, may lose
# sight of their best answer.
MOST_HIDDEN: Final = 0.05


@dataclass(frozen=True, slots=True)
class WeightComparison:
    """Two sets of weights, measured on the same needs kept aside by both."""

    old: dict[str, Any]
    new: dict[str, Any]
    old_weights: Parameters
    new_weights: Parameters

    @property
    def falls(self) -> bool:
        """Tell whether the figure that decides would be lower, or many right answers would no longer be shown."""
        hidden = self.old["shown_grade3"] - self.new["shown_grade3"]
        return bool(self.new["ndcg@5"] < self.old["ndcg@5"] or hidden > MOST_HIDDEN)

    @property
    def are_same(self) -> bool:
        """Tell whether the weights are the same."""
        return shipped.digest(self.old_weights) == shipped.digest(self.new_weights)


def weights_of(row: RankingParameters) -> Parameters:
    """Return a set's weights; raises RankingNotUsableError when the engine of today cannot rank by them.

    The shipped weights of an earlier version are not: the ones of this version have taken their place.
    """
    found = read_parameters(row.parameters) if row.is_ready else None
    if found is None or row.engine_version != shipped.load().version:
        raise RankingNotUsableError
    if row.origin is RankingOrigin.SHIPPED and found != shipped.load():
        raise RankingNotUsableError
    return found


def compare(active: RankingParameters, other: RankingParameters, way: str) -> WeightComparison:
    """Measure a set against the one in use, on the shipped needs and the needs judged here that both were not taught.

    Raises RankingNotUsableError.
    """
    measured = measured_judgements.measured_for(way, other, active)
    old, new = weights_of(active), weights_of(other)
    return WeightComparison(
        refit.figures(old, way, measured), refit.figures(new, way, measured), old_weights=old, new_weights=new
    )


def put_in_use(session: Session, *, actor: User, set_id: int, basis: RankingBasis) -> RankingParameters:
    """Let the engine rank by a set of weights from now on, in every worker.

    Raises RankingWouldFallError when it ranks the needs kept aside worse than the set in use or hides more of their
    best answers, NotFoundError outside the actor's scope, and RankingNotUsableError for a set that is not finished or
    was made for another engine.
    """
    active = _require_active(session, basis)
    chosen = get_set(session, actor, set_id)
    if chosen is active:
        return chosen
    compared = compare(active, chosen, basis.way)
    if compared.falls:
        raise RankingWouldFallError
    chosen.replaced_id = active.id
    _switch(session, actor, (active, chosen), basis, compared)
    return chosen


def undo(session: Session, *, actor: User, set_id: int, basis: RankingBasis) -> RankingParameters:
    """Go back to the set that the one in use took over from, whatever the figures say.

    Raises RankingNotUsableError when the set is not the one in use, or there is nothing to go back to.
    """
    active = _require_active(session, basis)
    shown = get_set(session, actor, set_id)
    if shown is not active or active.replaced_id is None:
        raise RankingNotUsableError
    before = get_set(session, actor, active.replaced_id)
    _switch(session, actor, (active, before), basis, compare(active, before, basis.way))
    return before


def _require_active(session: Session, basis: RankingBasis) -> RankingParameters:
    """Return the set in use, while nobody else can change which it is."""
    last_evaluation(session, lock=True)
    active = active_set(session, basis) or find_active(session)
    if active is None:
        raise RankingNotUsableError
    return active


def _switch(
    session: Session,
    actor: User,
    sets: tuple[RankingParameters, RankingParameters],
    basis: RankingBasis,
    compared: WeightComparison,
) -> None:
    """Let the second set take over from the first, tell every worker, and write the dated row."""
    old, new = sets
    moment = now()
    old.active_until = moment
    new.active_since, new.active_until = moment, None
    session.flush()
    # Every worker compares this number before it ranks, and then reads which weights are in use.
    session.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))
    record(session, replace(basis, parameters=compared.new_weights), by_id=actor.id, figures=compared.new)


def has_judged(session: Session, actor: User, need_id: int, capability_id: int) -> bool:
    """Tell whether the actor has judged a pair or skipped it."""
    return any(
        session.scalar(
            sa.select(rows.id)
            .where(rows.user_id == actor.id, rows.need_id == need_id, rows.capability_id == capability_id)
            .limit(1)
        )
        for rows in (Judgement, SkippedPair)
    )


def judge_blind(session: Session, *, actor: User, command: BlindCommand, score: float) -> bool:
    """Keep a verdict given without sight of the score; returns False when the actor has judged the pair before."""
    # One person's verdicts take turns, so that a form sent twice counts once.
    lock_rows(session, User, [actor.id])
    if has_judged(session, actor, command.need_id, command.capability_id):
        return False
    pair = {"user_id": actor.id, "need_id": command.need_id, "capability_id": command.capability_id}
    if command.verdict is BlindVerdict.SKIP:
        session.add(SkippedPair(**pair))
    else:
        verdict = _VERDICTS[command.verdict]
        session.add(Judgement(**pair, verdict=verdict, reason=command.reason, score=score, blind=True))
    session.flush()
    return True
