"""Uses: a company has used an infrastructure, with a date and evidence; this is what the targets count."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Mapper

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

if TYPE_CHECKING:
    from models.matches import Match


_GIVEN = "number_given"  # where a use that was written keeps what `number_given` tells
_NUMBERS_LOCK = 0x6E75_6D62  # "numb": one lock for the next company's number, on PostgreSQL


class EvidenceKind(enum.StrEnum):
    """What shows that the use took place; without evidence it does not count."""

    DOCUMENT = "document"
    BOTH_CONFIRMED = "both_confirmed"


class Why(enum.StrEnum):
    """Why a use or another achievement does not count."""

    NO_EVIDENCE = "no_evidence"
    DISPUTED = "disputed"
    OUTSIDE_PERIOD = "outside_period"
    NO_ORG_NUMBER = "no_org_number"
    SIZE_UNKNOWN = "size_unknown"
    NOT_SMF = "not_smf"
    NOT_FLEMINGSBERG = "not_flemingsberg"
    GATE_NOT_PASSED = "gate_not_passed"
    NO_JOINT_RD = "no_joint_rd"
    NO_PROGRAMME = "no_programme"
    NOT_IN_WHOLE = "not_in_whole"
    COUNTED_BEFORE = "counted_before"


class Use(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """One use of an infrastructure by a company; `value_sek` is its worth in kronor before tax."""

    __tablename__ = "use"
    __table_args__ = table(Sensitivity.INTERNAL)

    match_id: Mapped[int] = internal(sa.ForeignKey("match.id"), index=True)
    started_on: Mapped[date] = internal(index=True)
    completed_on: Mapped[date | None] = internal()
    hours: Mapped[Decimal | None] = internal(sa.Numeric(8, 2))
    value_sek: Mapped[Decimal | None] = confidential(sa.Numeric(12, 2))
    description: Mapped[str | None] = confidential(sa.Text)
    evidence_kind: Mapped[EvidenceKind | None] = internal()
    evidence: Mapped[str | None] = confidential(sa.String(500))
    # The evidence was not written by anybody: it says which files, or whose confirmations, stand.
    evidence_is_made: Mapped[bool | None] = internal()
    # A party has said that the use is wrong, and nobody has decided otherwise; told by `settle_evidence`.
    is_disputed: Mapped[bool | None] = internal()
    # Who has decided that the use stands although a party says that it is wrong, and why.
    stands_because: Mapped[str | None] = confidential(sa.String(500))
    # Who has decided that the unit is used although its aid is not approved on the first day, and why.
    unapproved_because: Mapped[str | None] = confidential(sa.String(500))
    # Who has decided that the unit is used although companies then take more than they may.
    share_agreed_by: Mapped[str | None] = personal(sa.String(200))
    joint_rd: Mapped[bool] = internal(default=False)
    joint_rd_evidence: Mapped[str | None] = confidential(sa.String(500))
    recorded_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    match: Mapped[Match] = relation(back_populates="uses")

    @property
    def has_evidence(self) -> bool:
        """Tell whether the use can count: it has a kind of evidence and says where the evidence is."""
        return is_evidence(self.evidence_kind, self.evidence)

    @property
    def is_joint_research(self) -> bool:
        """Tell whether it is shown that both did research together, which is no economic activity."""
        return is_joint_research(self.joint_rd, self.joint_rd_evidence)


def is_evidence(kind: EvidenceKind | None, evidence: str | None) -> bool:
    """Tell whether evidence is there: of a kind, and said where."""
    return kind is not None and bool(evidence)


def is_joint_research(joint_rd: bool, evidence: str | None) -> bool:
    """Tell whether joint research is said and shown."""
    return joint_rd and bool(evidence)


def number_given(use: Use) -> tuple[int, int] | None:
    """Return the company that got its number with the use that was just written, and the number; for the trail."""
    given: tuple[int, int] | None = sa.inspect(use).info.get(_GIVEN)
    return given


@sa.event.listens_for(Use, "after_insert")
def _number_the_company(_mapper: Mapper[Use], connection: sa.Connection, use: Use) -> None:
    """Give a company with its first use the next number; the same transaction keeps two from taking one."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_NUMBERS_LOCK)))
    tables = Base.metadata.tables
    company, need, match = tables["company"], tables["need"], tables["match"]
    whose = sa.select(need.c.company_id).join(match, match.c.need_id == need.c.id).where(match.c.id == use.match_id)
    # A number that went with a merged company is no other's.
    numbers = sa.union_all(sa.select(company.alias().c.report_number), sa.select(tables["merge"].c.report_number))
    taken = numbers.subquery()
    following = sa.select(sa.func.coalesce(sa.func.max(taken.c[0]), 0) + 1)
    given = connection.execute(
        sa.update(company)
        .where(company.c.id == whose.scalar_subquery(), company.c.report_number.is_(None))
        .values(report_number=following.scalar_subquery())
        .returning(company.c.id, company.c.report_number)
    ).one_or_none()
    sa.inspect(use).info[_GIVEN] = tuple(given) if given else None
