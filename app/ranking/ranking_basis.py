"""What the ranking rests on at the moment, and the dated row that is written whenever it has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matchmaking.active_weights import read_parameters
from app.ranking import measured_judgements
from app.ranking.queries import find_active, last_evaluation
from matching.engine import Engine
from matching.learning import refit
from matching.scoring import parameters as shipped
from matching.scoring.parameters import Parameters
from models.audit import AuditEntry
from models.clock import now
from models.ranking import Change, EvaluationRow, RankingOrigin, RankingParameters

_VOCABULARY_TABLES = ("concept", "term")


@dataclass(frozen=True, slots=True)
class RankingBasis:
    """The weights, the vocabulary and the language model that rank; `way` is the way of fusing that is in use."""

    parameters: Parameters
    vocabulary: str
    encoder: str
    way: str

    @property
    def weights(self) -> str:
        """Return what tells these weights from others."""
        return shipped.digest(self.parameters)

    @property
    def is_shipped(self) -> bool:
        """Tell whether the weights are the ones Brygga comes with."""
        return self.parameters == shipped.load()


def basis_of(engine: Engine) -> RankingBasis:
    """Return what an engine ranks with."""
    encoder = engine.encoder
    return RankingBasis(
        parameters=engine.parameters,
        vocabulary=engine.vocabulary.version,
        encoder=f"{encoder.name} {encoder.version}" if encoder else "none",
        way="with_encoder" if encoder else "without_encoder",
    )


def has_changed(session: Session, basis: RankingBasis, *, lock: bool = False) -> bool:
    """Tell whether the newest dated row is about something else; with `lock`, nobody writes one meanwhile."""
    last = last_evaluation(session, lock=lock)
    return last is None or bool(_changes(last, basis))


def _changes(last: EvaluationRow, basis: RankingBasis) -> list[Change]:
    pairs = (
        (Change.WEIGHTS, last.weights, basis.weights),
        (Change.VOCABULARY, last.vocabulary, basis.vocabulary),
        (Change.MODEL, last.encoder, basis.encoder),
    )
    return [change for change, before, today in pairs if before != today]


def record(
    session: Session, basis: RankingBasis, *, by_id: int | None = None, figures: dict[str, Any] | None = None
) -> EvaluationRow | None:
    """Write a dated row when something has changed since the last; the first shipped set becomes a row of its own.

    `figures` are those of the standing, where they have just been measured. Returns None when nothing has changed.
    """
    last = last_evaluation(session, lock=True)
    changes = [Change.START] if last is None else _changes(last, basis)
    active = active_set(session, basis)
    if not changes or active is None:
        return None
    if by_id is None and Change.VOCABULARY in changes:
        by_id = _who_changed_the_vocabulary(session)
    row = EvaluationRow(
        at=now(),
        by_id=by_id,
        changes=[change.value for change in changes],
        parameters=active,
        weights=basis.weights,
        vocabulary=basis.vocabulary,
        encoder=basis.encoder,
        figures=figures or _figures(active, basis),
    )
    session.add(row)
    session.flush()
    return row


def active_set(session: Session, basis: RankingBasis) -> RankingParameters | None:
    """Return the row of the weights in use, made when they are the shipped ones and have none yet.

    Returns None when an engine that is not up to date asks: its weights are neither those in use nor shipped.
    """
    active = find_active(session)
    if active is not None and _weights(active) == basis.weights:
        return active
    if not basis.is_shipped or (active is not None and _is_usable_retrained(active)):
        return None
    # The first start, or Brygga was updated and has other signals: what was learned for the old ones fits no longer.
    moment = now()
    made = RankingParameters(
        origin=RankingOrigin.SHIPPED,
        engine_version=basis.parameters.version,
        learned_way=basis.way,
        parameters=shipped.to_json(basis.parameters),
        figures=shipped_figures(basis.way),
        created_at=moment,
        active_since=moment,
    )
    if active is not None:
        active.active_until = moment
    session.add(made)
    session.flush()
    return made


def shipped_figures(way: str) -> dict[str, Any]:
    """Return what the shipped weights reached on the needs kept aside, in the form of `refit.figures`."""
    part = shipped.shipped_figures()[way]["even"]
    return {
        **part,
        "way": way,
        "shipped": {"needs": part["needs"], "ndcg@5": part["ndcg@5"]},
        "here": {"needs": 0, "ndcg@5": None},
    }


def _weights(row: RankingParameters) -> str | None:
    parameters = read_parameters(row.parameters)
    return shipped.digest(parameters) if parameters else None


def _is_usable_retrained(row: RankingParameters) -> bool:
    return (
        row.origin is RankingOrigin.RETRAINED
        and row.engine_version == shipped.load().version
        and read_parameters(row.parameters) is not None
    )


def _figures(active: RankingParameters, basis: RankingBasis) -> dict[str, Any]:
    if active.figures.get("way") == basis.way:
        return active.figures
    if basis.is_shipped:
        return shipped_figures(basis.way)
    return refit.figures(basis.parameters, basis.way, measured_judgements.measured_for(basis.way, active))


def _who_changed_the_vocabulary(session: Session) -> int | None:
    return session.scalar(
        sa.select(AuditEntry.actor_id)
        .where(AuditEntry.subject.in_(_VOCABULARY_TABLES))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
