"""The way back from what was done last with a unit's ladder or its confirmation: the rows are put as they were."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.kept_rows import KeptRows, digest_of, put_back, read_rows
from models.clock import now
from models.errors import BuiltUponError
from models.infrastructures import Infrastructure
from models.readiness_items import ReadinessItem
from models.undo import InfrastructureWayBack

# What assessing and confirming write of the unit itself; its other facts may be changed meanwhile.
_OF_THE_INFRASTRUCTURE: Final = frozenset({"opened_on", "closed_on", "confirmed_on", "confirmed_by_id"})


def rows_of_infrastructure(session: Session, infrastructure: Infrastructure) -> KeptRows:
    """Return how a unit's ladder and its confirmation stand, by table and number, as plain data."""
    session.flush()
    return {
        ReadinessItem.__tablename__: read_rows(
            session, ReadinessItem, ReadinessItem.infrastructure_id == infrastructure.id
        ),
        Infrastructure.__tablename__: read_rows(
            session, Infrastructure, Infrastructure.id == infrastructure.id, only=_OF_THE_INFRASTRUCTURE
        ),
    }


def keep_way_back(session: Session, infrastructure: Infrastructure, before: KeptRows) -> int | None:
    """Keep how the rows stood before what has just been done, and return the number that takes it back.

    None where it changed nothing; then what was kept before stays.
    """
    after = rows_of_infrastructure(session, infrastructure)
    if after == before:
        return None
    digest = digest_of(after)
    session.execute(
        sa.delete(InfrastructureWayBack).where(InfrastructureWayBack.infrastructure_id == infrastructure.id)
    )
    session.add(InfrastructureWayBack(infrastructure_id=infrastructure.id, before=before, after=digest, at=now()))
    session.flush()
    return _number(digest)


def go_back(session: Session, infrastructure: Infrastructure, number: int | None) -> None:
    """Put the rows as they were before what the number stands for.

    Raises BuiltUponError where something else has been done since.
    """
    kept = session.scalar(
        sa.select(InfrastructureWayBack).where(InfrastructureWayBack.infrastructure_id == infrastructure.id)
    )
    current = rows_of_infrastructure(session, infrastructure)
    if kept is None or kept.after != digest_of(current) or _number(kept.after) != number:
        raise BuiltUponError
    before: KeptRows = kept.before
    session.delete(kept)
    session.flush()
    put_back(session, (ReadinessItem, Infrastructure), current, before)
    session.expire_all()


def _number(digest: str) -> int:
    """Return a number of nine digits at most, as forms carry them, that stands for a digest."""
    return int(digest[:7], 16)
