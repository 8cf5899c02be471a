"""Records that may be of one and the same: what they are found by, the pairs that are asked about, and merges."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, confidential, internal, table
from models.clock import now

_ONE_KIND = "(company_id IS NULL) <> (person_id IS NULL)"


class DoubleKey(Base, Identified):
    """Something that a company or a person may share with its double, as a number; see `app/likeness/keys.py`.

    Made of the record as `stamp` says it stood, and made anew when the record has another: so it tells by itself which
    records have changed since they were compared.
    """

    __tablename__ = "double_key"
    __table_args__ = table(Sensitivity.INTERNAL, sa.CheckConstraint(_ONE_KIND, name="one_kind"))

    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = internal(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    key: Mapped[int] = internal(sa.BigInteger, index=True)
    stamp: Mapped[int] = internal(sa.BigInteger)


class DoublePair(Base, Identified):
    """Two companies, or two people, that may be one; `decided_at` says that somebody has said that they are not.

    A pair that is no longer alike goes, unless it was decided on: what has been said is remembered.
    """

    __tablename__ = "double_pair"
    __table_args__ = table(Sensitivity.INTERNAL, sa.CheckConstraint(_ONE_KIND, name="one_kind"))

    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id", ondelete="CASCADE"), index=True)
    other_company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = internal(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_person_id: Mapped[int | None] = internal(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    score: Mapped[float] = internal()
    reasons: Mapped[list[str]] = internal()
    decided_at: Mapped[datetime | None] = internal()
    decided_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    @property
    def mark(self) -> str:
        """Return what tells this pair from another that gets its number: the numbers of both records."""
        both = (self.company_id, self.other_company_id, self.person_id, self.other_person_id)
        return "-".join(str(number) for number in both if number is not None)


class Merge(Base, Identified):
    """Two records that became one: the number of the one that went, and where it went.

    `kept` holds what is needed to part them again exactly, and is emptied when that can no longer be done. The number
    stays, so that old addresses lead on; so does the number in reports, which is no other company's ever after.
    """

    __tablename__ = "merge"
    __table_args__ = table(Sensitivity.CONFIDENTIAL, sa.CheckConstraint(_ONE_KIND, name="one_kind"))

    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id"), index=True)
    person_id: Mapped[int | None] = internal(sa.ForeignKey("person.id"), index=True)
    gone_id: Mapped[int] = internal(index=True)
    report_number: Mapped[int | None] = internal()
    kept: Mapped[dict[str, Any] | None] = confidential(sa.JSON(none_as_null=True))
    at: Mapped[datetime] = internal(default=now)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    @property
    def mark(self) -> str:
        """Return what tells this merge from another that gets its number: what went, and when."""
        return f"{self.gone_id}-{self.at:%Y%m%d%H%M%S%f}"
