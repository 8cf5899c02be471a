"""The ledger of an undertaking: every aid that counts or has counted, own and declared, and the room that is left."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.aid.declarations import declared_until
from app.aid.limits import AID_CEILING_EUR, AID_WARN_PERCENT
from models.aid import AidGrant, EarlierAid
from models.aid_rules import counts_until, sum_on
from models.organisations import Company


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Aid that was granted on a day, in euro: by us (`giver` is None) or, as declared, by others."""

    granted_on: date
    euro: Decimal
    giver: str | None
    company_id: int
    company: str
    grant_id: int
    what: str | None

    @property
    def counts_until(self) -> date:
        """Return the last day on which it counts."""
        return counts_until(self.granted_on)

    @property
    def dated(self) -> tuple[date, Decimal]:
        """Return what the sums are made of."""
        return self.granted_on, self.euro


@dataclass(frozen=True, slots=True)
class AidStanding:
    """How an undertaking stands on a day, in euro; lines come newest first."""

    day: date
    lines: Sequence[LedgerLine]
    ceiling: Decimal = Decimal(AID_CEILING_EUR)

    @property
    def used(self) -> Decimal:
        """Return what was granted in the three years back from the day."""
        return sum_on((line.dated for line in self.lines), self.day)

    @property
    def room(self) -> Decimal:
        """Return what may still be granted; nothing above the ceiling."""
        return max(self.ceiling - self.used, Decimal(0))

    @property
    def is_near(self) -> bool:
        """Tell whether so much is used that there is a warning."""
        return self.used * 100 >= self.ceiling * AID_WARN_PERCENT

    @property
    def is_above(self) -> bool:
        """Tell whether more than the ceiling is used."""
        return is_above_ceiling(self.used)

    def counts(self, line: LedgerLine) -> bool:
        """Tell whether a line counts on the day."""
        return line.granted_on <= self.day <= line.counts_until


def is_above_ceiling(total: Decimal) -> bool:
    """Tell whether so many euro in three years are more than an undertaking may receive; the ceiling itself is not."""
    return total > AID_CEILING_EUR


def list_lines(session: Session, members: Collection[int]) -> list[LedgerLine]:
    """Return all aid of the companies of an undertaking, the newest first.

    Of each company the latest declaration counts. Those of one undertaking tell of the same aid again and again: a line
    that stands alike in several counts once, or as often as the one declaration says that has it most often.
    """
    lines = [*_own(session, members), *list_declared(session, members)]
    return sorted(lines, key=lambda line: (line.granted_on, line.grant_id), reverse=True)


def _own(session: Session, members: Collection[int]) -> list[LedgerLine]:
    found = session.execute(
        sa.select(AidGrant.granted_on, AidGrant.aid_eur, AidGrant.id, AidGrant.what, Company.id, Company.name)
        .join(Company, Company.id == AidGrant.company_id)
        .where(AidGrant.company_id.in_(members), AidGrant.granted_on.is_not(None), AidGrant.taken_back_at.is_(None))
    )
    return [
        LedgerLine(on, euro, None, company_id, name, number, what)
        for on, euro, number, what, company_id, name in found
        if on is not None and euro is not None
    ]


def list_declared(session: Session, members: Collection[int]) -> list[LedgerLine]:
    """Return the aid from others that the companies' declarations tell of which stand, the same aid once."""
    standing = [number for number, until in declared_until(session, members).items() if until is None]
    found = session.execute(
        sa.select(EarlierAid.granted_on, EarlierAid.aid_eur, EarlierAid.giver, AidGrant.id, Company.id, Company.name)
        .join(AidGrant, AidGrant.id == EarlierAid.grant_id)
        .join(Company, Company.id == AidGrant.company_id)
        .where(AidGrant.id.in_(standing))
        .order_by(EarlierAid.id)
    )
    said: dict[int, Counter[tuple[date, Decimal, str]]] = defaultdict(Counter)
    lines: dict[tuple[date, Decimal, str], LedgerLine] = {}
    for on, euro, giver, number, company_id, name in found:
        key = (on, euro, giver.casefold())
        said[number][key] += 1
        lines.setdefault(key, LedgerLine(on, euro, giver, company_id, name, number, None))
    most: Counter[tuple[date, Decimal, str]] = Counter()
    for each in said.values():
        most |= each
    return [lines[key] for key in most.elements()]
