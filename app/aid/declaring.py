"""A company declares what it has received from others: in euro, and with a reason for what it declares no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.aid.commands import DeclaredAid, StepCommand
from app.aid.ledger import LedgerLine, list_declared
from app.aid.use_cases import note_step, require_step
from app.rates.queries import require_rate
from app.storage.locks import lock_rows
from models.accounts import User
from models.aid import AidGrant, EarlierAid
from models.aid_rules import AidStep, in_euro
from models.clock import today
from models.errors import DomainError
from models.organisations import Company


class LeftOutError(DomainError):
    """A declaration lets aid go that was declared before and still counts, and nobody has said why: `lines`."""

    code = "aid_left_out"

    def __init__(self, lines: Sequence[LedgerLine]) -> None:
        """Keep what was declared before."""
        super().__init__()
        self.lines = lines


class NoCentError(DomainError):
    """What is declared in kronor comes to less than half a cent: `amount`."""

    code = "aid_no_cent"

    def __init__(self, amount: Decimal) -> None:
        """Keep the kronor."""
        super().__init__()
        self.amount = amount


def take_declaration(
    session: Session, *, actor: User, grant_id: int, command: StepCommand, version: int | None
) -> AidGrant:
    """Write a declaration down; where it lets aid go that still counts, somebody has said why.

    Raises StaleRecordError, AidStepError, RateMissingError, NoCentError, LeftOutError.
    """
    company_id = require_step(session, actor, grant_id, command.step, version).company_id
    lock_rows(session, Company, [company_id])
    found = require_step(session, actor, grant_id, command.step, version)
    before = list_declared(session, [company_id])
    found.earlier = [_in_euro(session, each) for each in command.earlier]
    note_step(found, command, actor)
    step = found.taken[AidStep.DECLARED]
    step.declarer_id = company_id
    session.flush()
    less = _cents(before)
    less.subtract(_cents(list_declared(session, [company_id])))
    left_out = [line for line in before if less[_whence(line)] > 0 and line.counts_until >= today()]
    if left_out and not command.left_out_reason:
        raise LeftOutError(left_out)
    step.left_out_reason = command.left_out_reason if left_out else None
    session.flush()
    return found


def _in_euro(session: Session, said: DeclaredAid) -> EarlierAid:
    """Return declared aid in euro; kronor by the rate of the month it was granted in."""
    if not said.in_kronor:
        return EarlierAid(granted_on=said.granted_on, giver=said.giver, aid_eur=said.amount)
    rate = require_rate(session, said.granted_on).rate
    euro = in_euro(said.amount, rate)
    if not euro:
        raise NoCentError(said.amount)
    return EarlierAid(granted_on=said.granted_on, giver=said.giver, aid_eur=euro, aid_sek=said.amount, rate=rate)


def _cents(lines: Sequence[LedgerLine]) -> Counter[tuple[date, str]]:
    """Return what each has given on each day."""
    sums: Counter[tuple[date, str]] = Counter()
    for line in lines:
        sums[_whence(line)] += int(line.euro * 100)
    return sums


def _whence(line: LedgerLine) -> tuple[date, str]:
    return line.granted_on, (line.giver or "").casefold()
