"""Support that companies are given for less than it is worth: what it is, each step, and aid received from others."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.aid_rules import KEPT_YEARS, AidStep, counts_until
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
from models.exact import Exact

if TYPE_CHECKING:
    from models.matches import Match
    from models.organisations import Company
    from models.programmes import Programme


class SupportKind(enum.StrEnum):
    """What a company is given."""

    INFRASTRUCTURE_USE = "infrastructure_use"
    MATCHING = "matching"
    MEETING_HOURS = "meeting_hours"
    OTHER = "other"


class ValueBasis(enum.StrEnum):
    """What shows what a support is worth."""

    PUBLISHED_PRICE = "published_price"
    QUOTE = "quote"
    FULL_COST = "full_cost"
    HOUR_RATE = "hour_rate"


class AidGrant(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """One support of a company for a programme: its worth less what is paid, in kronor before tax, is the aid.

    Worth nothing more than what is paid it is no aid, and `not_aid_reason` says why. `step` is the last that was
    taken with none before it missing; the register may have been told before that. With the approval come the day on
    which the right was granted, the aid in euro and the rate it was reckoned by, all frozen, and who decided to go
    above the ceiling where somebody did. One that was taken back is kept with `taken_back_at`.
    """

    __tablename__ = "aid_grant"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL, sa.CheckConstraint("paid_sek BETWEEN 0 AND market_sek", name="paid_at_most_its_worth")
    )

    company_id: Mapped[int] = internal(sa.ForeignKey("company.id"), index=True)
    programme_id: Mapped[int] = internal(sa.ForeignKey("programme.id"), index=True)
    match_id: Mapped[int | None] = internal(sa.ForeignKey("match.id"), index=True)
    kind: Mapped[SupportKind] = internal()
    what: Mapped[str] = confidential(sa.String(300))
    basis: Mapped[ValueBasis] = internal()
    basis_source: Mapped[str | None] = confidential(sa.String(500))
    hours: Mapped[Decimal | None] = internal(Exact(2))
    hour_rate: Mapped[Decimal | None] = internal(Exact(2))
    paid_sek: Mapped[Decimal] = confidential(Exact(2))
    market_sek: Mapped[Decimal] = confidential(Exact(2))
    not_aid_reason: Mapped[str | None] = confidential(sa.String(500))
    # The industry as the register asks for it: a code of NACE, which begins as SNI does.
    nace: Mapped[str | None] = internal(sa.String(10))
    step: Mapped[AidStep] = internal(default=AidStep.VALUED, index=True)
    granted_on: Mapped[date | None] = internal(index=True)
    aid_eur: Mapped[Decimal | None] = confidential(Exact(2))
    rate: Mapped[Decimal | None] = internal(Exact(6))
    rate_source: Mapped[str | None] = internal(sa.String(200))
    override_by: Mapped[str | None] = personal(sa.String(200))
    override_reason: Mapped[str | None] = confidential(sa.String(500))
    override_on: Mapped[date | None] = internal()
    taken_back_at: Mapped[datetime | None] = internal()

    company: Mapped[Company] = relation()
    programme: Mapped[Programme] = relation()
    match: Mapped[Match | None] = relation()
    steps: Mapped[list[AidStepTaken]] = relation(
        back_populates="grant", order_by="AidStepTaken.id", cascade="all, delete-orphan"
    )
    earlier: Mapped[list[EarlierAid]] = relation(
        back_populates="grant", order_by="EarlierAid.granted_on, EarlierAid.id", cascade="all, delete-orphan"
    )

    @property
    def aid_sek(self) -> Decimal:
        """Return the aid in kronor: what the support is worth less what is paid for it."""
        return self.market_sek - self.paid_sek

    @property
    def is_aid(self) -> bool:
        """Tell whether the company is given anything."""
        return self.aid_sek > 0

    @property
    def taken(self) -> Mapping[AidStep, AidStepTaken]:
        """Return the steps that stand; they must be loaded."""
        return {each.step: each for each in self.steps if each.taken_back_at is None}

    @property
    def kept_until(self) -> date | None:
        """Return the day until which the basis is kept: ten years from the grant (article 6.3)."""
        return None if self.granted_on is None else counts_until(self.granted_on, KEPT_YEARS)


class AidStepTaken(Base, Identified, Timestamps):
    """A step with its day and who: of the approval the funder's, of the declaration the company's.

    `said` is where its document is, and of the register the receipt. One that was taken back is kept until the step is
    taken again. Of a declaration `declarer_id` is the number of the company that made it, which stays when that one
    becomes one with another, and `left_out_reason` why aid that was declared before is declared no more.
    """

    __tablename__ = "aid_step"
    __table_args__ = table(Sensitivity.CONFIDENTIAL, sa.UniqueConstraint("grant_id", "step", name="uq_aid_step"))

    grant_id: Mapped[int] = internal(sa.ForeignKey("aid_grant.id"), index=True)
    step: Mapped[AidStep] = internal()
    done_on: Mapped[date] = internal()
    who: Mapped[str] = personal(sa.String(200))
    said: Mapped[str | None] = confidential(sa.String(500))
    declarer_id: Mapped[int | None] = internal()
    left_out_reason: Mapped[str | None] = confidential(sa.String(500))
    recorded_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    taken_back_at: Mapped[datetime | None] = internal()

    grant: Mapped[AidGrant] = relation(back_populates="steps")


class EarlierAid(Base, Identified, Timestamps):
    """De minimis aid from somebody else that a company has declared before a grant.

    Declared in kronor it keeps those and the rate; the aid counts in euro. It counts while the declaration stands.
    """

    __tablename__ = "earlier_aid"
    __table_args__ = table(Sensitivity.CONFIDENTIAL, sa.CheckConstraint("aid_eur > 0", name="some_aid"))

    grant_id: Mapped[int] = internal(sa.ForeignKey("aid_grant.id"), index=True)
    granted_on: Mapped[date] = internal()
    giver: Mapped[str] = confidential(sa.String(200))
    aid_eur: Mapped[Decimal] = confidential(Exact(2))
    aid_sek: Mapped[Decimal | None] = confidential(Exact(2))
    rate: Mapped[Decimal | None] = internal(Exact(6))

    grant: Mapped[AidGrant] = relation(back_populates="earlier")
