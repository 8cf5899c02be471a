"""Programmes, their indicators with targets, and the monthly reports frozen for them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.audit import keyed_digest
from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, internal, public, relation, table
from models.clock import now


class CountingRule(enum.StrEnum):
    """How an indicator is counted: from uses, from achievements of a kind, or from what is entered for it by hand."""

    SMF_USED = "smf_used"
    INFRASTRUCTURE_OPENED = "infrastructure_opened"
    COMPANY_SUPPORTED = "company_supported"
    JOINT_RD = "joint_rd"
    NETWORK_STARTED = "network_started"
    SOCIAL_EVENT = "social_event"
    ESTABLISHED = "established"
    STARTED_UP = "started_up"
    SUSTAINABILITY_STARTED = "sustainability_started"
    ENTERED_COMPANY = "entered_company"
    ENTERED_SMF = "entered_smf"
    ENTERED_PART = "entered_part"
    REPORTED = "reported"


class Programme(Base, Identified, Timestamps, Versioned):
    """A programme with its own period and indicators."""

    __tablename__ = "programme"
    __table_args__ = table(Sensitivity.PUBLIC)

    code: Mapped[str] = public(sa.String(40), unique=True)
    name_sv: Mapped[str] = public(sa.String(200))
    name_en: Mapped[str] = public(sa.String(200))
    starts_on: Mapped[date] = public()
    ends_on: Mapped[date] = public()
    # The consultant's hours: in all, and at most in one calendar year.
    budget_hours: Mapped[int | None] = internal()
    budget_hours_a_year: Mapped[int | None] = internal()

    indicators: Mapped[list[Indicator]] = relation(
        back_populates="programme", order_by="Indicator.position", cascade="all, delete-orphan"
    )


class Indicator(Base, Identified, Timestamps, Versioned):
    """Something the programme promised: data, not code, but for the rule that counts it."""

    __tablename__ = "indicator"
    __table_args__ = table(Sensitivity.PUBLIC, sa.UniqueConstraint("programme_id", "code", name="uq_indicator_code"))

    programme_id: Mapped[int] = public(sa.ForeignKey("programme.id"), index=True)
    code: Mapped[str] = public(sa.String(40))
    position: Mapped[int] = public(default=0)
    name_sv: Mapped[str] = public(sa.String(200))
    name_en: Mapped[str] = public(sa.String(200))
    unit: Mapped[str] = public(sa.String(20))
    target: Mapped[Decimal | None] = public(sa.Numeric(14, 2))
    rule: Mapped[CountingRule] = public(default=CountingRule.REPORTED)
    note: Mapped[str | None] = public(sa.String(300))

    programme: Mapped[Programme] = relation(back_populates="indicators")


class FrozenReport(Base, Identified):
    """A report of a month, or of the three `months` of a quarter, as it was at its cut-off; it never changes.

    `digest` is made with the installation's key and covers all the rest: `content` with its `format`, who froze it and
    when, and how far the audit trail reached then. `sealed_at` is later than `frozen_at` for reports that are older
    than their digests.
    """

    __tablename__ = "frozen_report"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("programme_id", "month", "months", name="uq_frozen_report_span")
    )

    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    # The first day of the month, or the quarter, reported.
    month: Mapped[date] = internal()
    months: Mapped[int] = internal(default=1)
    format: Mapped[int] = internal()
    # Read as text, see `app/reports/frozen.py`: what was tampered with need not be JSON any more.
    content: Mapped[dict[str, Any]] = internal(deferred=True)
    frozen_at: Mapped[datetime] = internal(default=now)
    frozen_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    sealed_at: Mapped[datetime] = internal(default=now)
    audit_entries: Mapped[int] = internal()
    audit_digest: Mapped[str] = internal(sa.String(64))
    digest: Mapped[str] = internal(sa.String(64))

    programme: Mapped[Programme] = relation()
    files: Mapped[list[ReportFile]] = relation(back_populates="frozen", order_by="ReportFile.name")

    def expected_digest(self, key: bytes, content: object) -> str:
        """Return the digest that the report gives with some content, be it its own or what the database has for it."""
        who_and_when = (self.frozen_at.isoformat(), self.frozen_by_id, self.sealed_at.isoformat())
        # A month is sealed as it was before quarters were frozen.
        span = (self.month.isoformat(), *((self.months,) if self.months > 1 else ()))
        about = (self.format, self.programme_id, *span)
        return keyed_digest(key, "report", *about, *who_and_when, self.audit_entries, self.audit_digest, content)


class ReportFile(Base, Identified):
    """A document of a frozen report, byte for byte as it was made when the report was frozen.

    The report's sealed content holds the SHA-256 of each by its name, such as "sv.pdf".
    """

    __tablename__ = "report_file"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("frozen_report_id", "name", name="uq_report_file_name")
    )

    frozen_report_id: Mapped[int] = internal(sa.ForeignKey("frozen_report.id"), index=True)
    name: Mapped[str] = internal(sa.String(40))
    data: Mapped[bytes] = internal(sa.LargeBinary, deferred=True)

    frozen: Mapped[FrozenReport] = relation(back_populates="files")


class ReportComment(Base, Identified, Timestamps, Versioned):
    """What the author says of a month to whoever reads its report; it is frozen with the report."""

    __tablename__ = "report_comment"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("programme_id", "month", name="uq_report_comment_month")
    )

    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    # The first day of the month reported.
    month: Mapped[date] = internal()
    text: Mapped[str | None] = internal(sa.Text)

    programme: Mapped[Programme] = relation()
