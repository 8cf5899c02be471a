"""Who gets a letter when a report is frozen, and the letters that went: one a report, each with a link of its own."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    confidential,
    internal,
    personal,
    relation,
    table,
)
from models.clock import now
from models.programmes import FrozenReport, Programme
from models.vocabulary import Language


class ReportReceiver(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Somebody who is told by letter of a programme's reports; none goes from the moment `stopped_at` on."""

    __tablename__ = "report_receiver"
    __table_args__ = table(
        Sensitivity.PERSONAL, sa.UniqueConstraint("programme_id", "email", name="uq_report_receiver_email")
    )

    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    name: Mapped[str] = personal(sa.String(200))
    email: Mapped[str] = personal(sa.String(254))
    language: Mapped[Language] = internal(default=Language.SV)
    stopped_at: Mapped[datetime | None] = internal()

    programme: Mapped[Programme] = relation()


class ReportLetter(Base, Identified):
    """A letter to a receiver about a frozen report; only the SHA-256 of its link's token is kept.

    The link stops the letters at any time. Where `opens_report` says so it also shows the report, until it expires:
    whoever has an account signs in instead.
    """

    __tablename__ = "report_letter"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL, sa.UniqueConstraint("receiver_id", "frozen_report_id", name="uq_report_letter_once")
    )

    receiver_id: Mapped[int] = internal(sa.ForeignKey("report_receiver.id"), index=True)
    frozen_report_id: Mapped[int] = internal(sa.ForeignKey("frozen_report.id"), index=True)
    opens_report: Mapped[bool] = internal()
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = internal()
    created_at: Mapped[datetime] = internal(default=now)

    receiver: Mapped[ReportReceiver] = relation()
    frozen: Mapped[FrozenReport] = relation()
