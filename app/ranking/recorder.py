"""Notices when the engine has come to rank by other weights, words or another model, and dates it.

The look costs two comparisons a request; what is found is written when the answer has been sent.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import sqlalchemy as sa
from flask import Response, current_app
from sqlalchemy.exc import DBAPIError

from app.limits import EVALUATED_NEEDS
from app.matchmaking import Matchmaker, matchmaker
from app.ranking.judgements import NeedToMeasure, list_kept_aside, measure
from app.ranking.ranking_basis import RankingBasis, basis_of, has_changed, record
from app.storage.database import BryggaSession, db
from app.storage.sqlite import take_turn
from matching.learning import judged_pairs, refit
from models.errors import RankingNotUsableError

_SEEN: Final = "brygga-ranking-seen"

log = logging.getLogger(__name__)


def note_changes(response: Response) -> Response:
    """After each request: when the engine is another than last time, see to it that the change is dated."""
    engine = matchmaker().built_engine
    # An engine without capabilities is an engine, though it is as long as an empty list.
    if engine is not None and current_app.extensions.get(_SEEN) != (engine, engine.parameters):
        current_app.extensions[_SEEN] = (engine, engine.parameters)
        keeper, database, basis = matchmaker(), db.engine, basis_of(engine)
        response.call_on_close(lambda: date_change(database, keeper, basis))
    return response


def date_change(database: sa.Engine, keeper: Matchmaker, basis: RankingBasis) -> None:
    """Write the dated row for what the engine ranks with now, unless another worker has; a busy database is let be."""
    try:
        with BryggaSession(database) as session:
            if not has_changed(session, basis):
                return
            needs = list_kept_aside(session, EVALUATED_NEEDS)
        figures = _measured(keeper, needs, basis) if needs else None
        with BryggaSession(database) as session:
            take_turn(session.connection())
            record(session, basis, figures=figures)
            session.commit()
    except (DBAPIError, RankingNotUsableError) as error:
        log.warning("What has changed about the ranking was not dated: %s", error)


def _measured(keeper: Matchmaker, needs: list[NeedToMeasure], basis: RankingBasis) -> dict[str, Any]:
    """Return the figures with the needs judged here as the engine reads them now."""
    signals = judged_pairs.load()[basis.way].signals
    return refit.figures(basis.parameters, basis.way, [measure(keeper, need, signals) for need in needs])
