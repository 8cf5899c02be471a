"""Reads of infrastructures and capabilities, scoped to the actor."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.infrastructures import Infrastructure


def list_all_infrastructures(session: Session) -> Sequence[Infrastructure]:
    """Return every infrastructure by name, for choosing among them; their facts are public."""
    return session.scalars(sa.select(Infrastructure).order_by(Infrastructure.name_sort, Infrastructure.id)).all()
