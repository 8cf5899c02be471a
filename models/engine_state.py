"""What the matching engine keeps between runs: texts as vectors, work on more of them, the catalogue's version."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Sensitivity, internal, table
from models.clock import now


class StoredVector(Base):
    """A text's vector under one model; the text itself is known only by its SHA-256."""

    __tablename__ = "stored_vector"
    __table_args__ = table(Sensitivity.INTERNAL)

    text_hash: Mapped[str] = internal(sa.String(64), primary_key=True)
    model: Mapped[str] = internal(sa.String(80), primary_key=True)
    model_version: Mapped[str] = internal(sa.String(40), primary_key=True)
    data: Mapped[bytes] = internal(sa.LargeBinary)


class CatalogueState(Base):
    """One row whose number grows with every change of what is matched, so that every worker sees it."""

    __tablename__ = "catalogue_state"
    __table_args__ = table(Sensitivity.INTERNAL)

    id: Mapped[int] = internal(primary_key=True)
    revision: Mapped[int] = internal(default=0)


class EncodingJob(Base):
    """Texts being encoded ahead of their use; at most one row, gone when all is done.

    Whoever works at it moves `heartbeat_at` on; one that stands still was left by its process, and may be taken over.
    """

    __tablename__ = "encoding_job"
    __table_args__ = table(Sensitivity.INTERNAL)

    id: Mapped[int] = internal(primary_key=True)
    total: Mapped[int] = internal()
    done: Mapped[int] = internal(default=0)
    is_paused: Mapped[bool] = internal(default=False)
    started_at: Mapped[datetime] = internal(default=now)
    heartbeat_at: Mapped[datetime] = internal(default=now)
