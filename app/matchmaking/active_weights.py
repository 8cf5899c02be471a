"""The weights that the engine ranks by: those that somebody has put in use, else the shipped ones."""

from __future__ import annotations

import logging

import sqlalchemy as sa

from matching.scoring import parameters as shipped
from matching.scoring.parameters import Parameters
from models.ranking import RankingOrigin, RankingParameters

log = logging.getLogger(__name__)


def active_parameters(connection: sa.Connection) -> Parameters | None:
    """Return the weights that somebody has put in use, or None when the shipped ones are.

    A set that was learned for another version of the engine's signals is passed over: it would rank by chance.
    """
    in_use = sa.select(RankingParameters.origin, RankingParameters.parameters, RankingParameters.engine_version).where(
        RankingParameters.active_since.is_not(None), RankingParameters.active_until.is_(None)
    )
    row = connection.execute(in_use.order_by(RankingParameters.id.desc()).limit(1)).one_or_none()
    if row is None or row.origin is RankingOrigin.SHIPPED or row.engine_version != shipped.load().version:
        return None
    return read_parameters(row.parameters)


def read_parameters(content: object) -> Parameters | None:
    """Return stored weights, or None when they cannot be read or speak of other signals than the engine's."""
    try:
        found = shipped.from_json(content)  # type: ignore[arg-type]  # kept as JSON; from_json checks it
    except (KeyError, ValueError, TypeError, AttributeError):
        log.exception("A stored set of weights cannot be read; the shipped one is used.")
        return None
    return found if shipped.fits(found) else None
