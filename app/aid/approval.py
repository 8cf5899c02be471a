"""The check and the approval of a support: both are held to the ceiling of its undertaking, by one function.

With the approval the right is granted, and the month's rate brings it to euro for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.aid.commands import StepCommand
from app.aid.ledger import is_above_ceiling, list_lines
from app.aid.near_links import NearLink, find_near_links
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


class NearLinkError(DomainError):
    """Linked companies are named nearly as those on record, and nobody has said that they are others: `near`."""

    code = "aid_near_link"

    def __init__(self, near: Sequence[NearLink]) -> None:
        """Keep what they may be."""
        super().__init__()
        self.near = near


class NoEuroError(DomainError):
    """Aid comes to less than half a cent: there is nothing to grant, nor to tell the register."""

    code = "aid_no_euro"


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
        return is_above_ceiling(self.total)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a support is in euro by a month's rate, and what the fullest three years come to with it."""

    rate: EuroRate
    euro: Decimal
    total: Decimal

    @property
    def is_above(self) -> bool:
        """Tell whether that is above the ceiling."""
        return is_above_ceiling(self.total)


def weigh(session: Session, grant: AidGrant, day: date) -> Weighed:
    """Return what a support would come to if it were granted on a day; raises RateMissingError."""
    rate = require_rate(session, day)
    euro = in_euro(grant.aid_sek, rate.rate)
    lines = list_lines(session, read_links(session).members(grant.company_id))
    return Weighed(rate, euro, fullest([*(line.dated for line in lines), (day, euro)], day))


def take_held_step(
    session: Session, *, actor: User, grant_id: int, command: StepCommand, version: int | None
) -> AidGrant:
    """Check a support, or approve it, by which it is granted; raises what `hold_to_ceiling` raises."""
    found, weighed = hold_to_ceiling(session, actor=actor, grant_id=grant_id, command=command, version=version)
    note_step(found, command, actor)
    if command.step is AidStep.APPROVED:
        found.granted_on, found.aid_eur = command.done_on, weighed.euro
        found.rate, found.rate_source = weighed.rate.rate, weighed.rate.source
    session.flush()
    return found


def hold_to_ceiling(
    session: Session, *, actor: User, grant_id: int, command: StepCommand, version: int | None
) -> tuple[AidGrant, Weighed]:
    """Return a support that may be checked or approved as of the command's day, and what it comes to.

    Above the ceiling somebody has decided so by name, and below it nobody has: that is kept on the support. All
    companies of the undertaking are locked, so that two at once never pass the ceiling. Raises RateMissingError,
    CeilingError, NearLinkError, NoEuroError, StaleRecordError, AidStepError.
    """
    company_id = require_step(session, actor, grant_id, command.step, version).company_id
    links = read_links(session)
    members = links.members(company_id)
    # Names are compared in a transaction of their own, so before anything is locked.
    unrecorded = () if command.are_others else links.names_unrecorded(company_id)
    if near := find_near_links(session, actor, members, unrecorded):
        raise NearLinkError(near)
    lock_rows(session, Company, members)
    if not read_links(session).members(company_id) <= members:
        raise StaleRecordError
    found = require_step(session, actor, grant_id, command.step, version)
    weighed, override = weigh(session, found, command.done_on), command.override
    if not weighed.euro:
        raise NoEuroError
    if weighed.is_above is not (override is not None):
        raise CeilingError(weighed.total)
    found.override_by = override.by if override else None
    found.override_reason = override.reason if override else None
    found.override_on = override.on if override else None
    return found, weighed
