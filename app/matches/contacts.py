"""Whether anybody at a unit can open the link in its letter."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role, User, user_infrastructure
from models.infrastructures import Infrastructure


def unit_can_sign_in(session: Session, unit: Infrastructure) -> bool:
    """Tell whether anybody with an open account acts for an infrastructure."""
    accounts = (
        sa.select(User.id)
        .join(user_infrastructure, user_infrastructure.c.user_id == User.id)
        .where(user_infrastructure.c.infrastructure_id == unit.id, User.is_active, User.role == Role.STAFF)
    )
    return session.scalar(sa.select(accounts.exists())) or False
