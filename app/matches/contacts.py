"""Who at a unit can sign in and so open the link in its letter."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role, User, user_infrastructure
from models.infrastructures import Infrastructure


def list_account_holders(session: Session, infrastructure: Infrastructure) -> Sequence[User]:
    """Return the users with an open account who act for an infrastructure, by name."""
    return session.scalars(
        sa.select(User)
        .join(user_infrastructure, user_infrastructure.c.user_id == User.id)
        .where(user_infrastructure.c.infrastructure_id == infrastructure.id, User.is_active, User.role == Role.STAFF)
        .order_by(User.name, User.id)
    ).all()
