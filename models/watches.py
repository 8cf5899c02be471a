"""Needs that somebody waits for something new to fit, and what has come to fit them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, internal, relation, table
from models.clock import now
from models.infrastructures import Infrastructure
from models.needs import Need


class NeedWatch(Base, Identified):
    """That one person wants to be told when a further unit fits a need.

    `revision` is the catalogue's when the need was ranked last, `asked` a digest of what the need asked for then, and
    `known` the units that have stood among its suggestions since the watch began: of each of the others the person is
    told once. One that ended is kept with `ended_at`, so that it can go on as it was.
    """

    __tablename__ = "need_watch"
    __table_args__ = table(Sensitivity.INTERNAL, sa.UniqueConstraint("need_id", "user_id"))

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"))
    user_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"), index=True)
    known: Mapped[list[int]] = internal(sa.JSON)
    revision: Mapped[int] = internal()
    asked: Mapped[str | None] = internal(sa.String(64))
    began_at: Mapped[datetime] = internal(default=now)
    ended_at: Mapped[datetime | None] = internal()


class Notice(Base, Identified):
    """That a unit came to fit a need that somebody watches; of one unit there is one, whatever becomes of it.

    `shown_at` is when the home page first showed it, and `is_fitting` whether the unit fits still.
    """

    __tablename__ = "notice"
    __table_args__ = table(Sensitivity.INTERNAL, sa.UniqueConstraint("user_id", "need_id", "infrastructure_id"))

    user_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"))
    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), index=True)
    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    at: Mapped[datetime] = internal(default=now, index=True)
    shown_at: Mapped[datetime | None] = internal()
    is_fitting: Mapped[bool] = internal(default=True, server_default=sa.true())

    need: Mapped[Need] = relation()
    infrastructure: Mapped[Infrastructure] = relation()
