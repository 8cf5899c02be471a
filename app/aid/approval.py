"""The approval of a support: the right is granted, brought to euro, and held against the ceiling of the undertaking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.aid.commands import StepCommand
from app.aid.ledger import list_lines
from app.aid.limits import AID_CEILING_EUR
from app.aid.undertaking import read_links
from app.aid.use_cases import note_step, require_step
from app.rates.queries import require_rate
from app.storage.locks import lock_rows
from models.accounts import User
from models.aid import AidGrant
from models.aid_rules import AidStep, fullest, in_euro
from models.errors import DomainError, StaleRecordError
from models.euro_rates import EuroRate
from models.organisations import Company


class CeilingError(DomainError):
    """A decision to go above the ceiling is missing, or there is one that is not needed; `total` is in euro."""

    code = "aid_ceiling"

    def __init__(self, total: Decimal) -> None:
        """Keep what three years come to with the support."""
        super().__init__()
        self.total = total

    @property
    def is_above(self) -> bool:
        """Tell whether three years come to more than the ceiling."""
        return self.total > AID_CEILING_EUR


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a support is in euro by a month's rate, and what the fullest three years come to with it."""

    rate: EuroRate
    euro: Decimal
    total: Decimal


def weigh(session: Session, grant: AidGrant, day: date) -> Weighed:
    """Return what a support would come to if it were granted on a day; raises RateMissingError."""
    rate = require_rate(session, day)
    euro = in_euro(grant.aid_sek, rate.rate)
    lines = list_lines(session, read_links(session).members(grant.company_id))
    return Weighed(rate, euro, fullest([*(line.dated for line in lines), (day, euro)], day))


def approve(session: Session, *, actor: User, grant_id: int, command: StepCommand, version: int | None) -> AidGrant:
    """Grant a support; all companies of the undertaking are locked, so that two at once never pass the ceiling.

    Raises RateMissingError, CeilingError, StaleRecordError, AidStepError.
    """
    company_id = require_step(session, actor, grant_id, AidStep.APPROVED, version).company_id
    members = read_links(session).members(company_id)
    lock_rows(session, Company, members)
    if not read_links(session).members(company_id) <= members:
        raise StaleRecordError
    found = require_step(session, actor, grant_id, AidStep.APPROVED, version)
    weighed, override = weigh(session, found, command.done_on), command.override
    if (weighed.total > AID_CEILING_EUR) is not (override is not None):
        raise CeilingError(weighed.total)
    note_step(found, command, actor)
    found.granted_on, found.aid_eur = command.done_on, weighed.euro
    found.rate, found.rate_source = weighed.rate.rate, weighed.rate.source
    if override is not None:
        found.override_by, found.override_reason, found.override_on = override.by, override.reason, override.on
    session.flush()
    return found
