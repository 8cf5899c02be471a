"""Which infrastructures outsiders may know of: those whose facts somebody stands behind."""

from __future__ import annotations

import sqlalchemy as sa

from models.infrastructures import Capability, Infrastructure


def published() -> sa.ColumnElement[bool]:
    """Return the condition that an infrastructure is in the public catalogue.

    Its facts have a public source, or the unit itself has confirmed them; until then only those who have signed in see
    it.
    """
    return sa.or_(Infrastructure.source_title.is_not(None), Infrastructure.confirmed_on.is_not(None))


def is_published(infrastructure: Infrastructure) -> bool:
    """Tell of one infrastructure what `published` asks of all."""
    return infrastructure.source_title is not None or infrastructure.confirmed_on is not None


def offered_publicly() -> sa.ColumnElement[bool]:
    """Return the condition that a capability, joined with its infrastructure, is in the public catalogue."""
    return sa.and_(Capability.is_active, published())
