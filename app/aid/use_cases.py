"""What is done with supports: valued, edited, taken back; and the steps that ask for no more than who and when."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.aid.commands import StepCommand, ValueCommand
from app.aid.queries import get_grant, list_alike
from app.storage.locks import lock_rows
from models.accounts import User
from models.aid import AidGrant, AidStepTaken
from models.aid_rules import AidStep, may_take, may_take_back, reached
from models.base import require_unchanged
from models.clock import now
from models.errors import AidStepError, DomainError
from models.matches import Match
from models.organisations import Company


class SameSupportError(DomainError):
    """Supports of the company are like the one that is recorded, and nobody has said that it is another: `alike`."""

    code = "same_support"

    def __init__(self, alike: Sequence[AidGrant]) -> None:
        """Keep the supports."""
        super().__init__()
        self.alike = alike


def draft_value(
    session: Session, *, actor: User, company: Company, match: Match | None, command: ValueCommand
) -> AidGrant:
    """Record what a support is and is worth: the first step, by the actor; raises SameSupportError for one twice."""
    lock_rows(session, Company, [company.id])
    alike = () if command.is_another else list_alike(session, actor, company.id, match.id if match else None, command)
    if alike:
        raise SameSupportError(alike)
    made = AidGrant(company_id=company.id, match_id=match.id if match else None, is_demo=company.is_demo)
    _write(made, command)
    made.steps = [AidStepTaken(step=AidStep.VALUED, done_on=command.valued_on, who=actor.name, recorded_by_id=actor.id)]
    session.add(made)
    session.flush()
    return made


def edit_value(session: Session, *, actor: User, grant_id: int, command: ValueCommand, version: int | None) -> None:
    """Correct a value of which nobody has been told; raises StaleRecordError, or AidStepError once somebody has."""
    found = require_first(require_grant(session, actor, grant_id, version))
    _write(found, command)
    found.taken[AidStep.VALUED].done_on = command.valued_on
    found.updated_at = now()
    session.flush()


def take_back(session: Session, *, actor: User, grant_id: int, version: int | None) -> AidGrant:
    """Take a support back that was recorded by mistake; it is kept. Raises StaleRecordError, AidStepError."""
    found = require_first(require_grant(session, actor, grant_id, version))
    found.taken_back_at = now()
    session.flush()
    return found


def put_back(session: Session, *, actor: User, grant_id: int, version: int | None) -> None:
    """Put back a support that was taken back, exactly as it was; raises StaleRecordError."""
    require_grant(session, actor, grant_id, version, taken_back=True).taken_back_at = None
    session.flush()


def take_step(session: Session, *, actor: User, grant_id: int, command: StepCommand, version: int | None) -> AidGrant:
    """Take any step but a declaration and those that are held to the ceiling; raises StaleRecordError, AidStepError."""
    found = require_step(session, actor, grant_id, command.step, version)
    note_step(found, command, actor)
    session.flush()
    return found


def take_step_back(session: Session, *, actor: User, grant_id: int, step: AidStep, version: int | None) -> AidGrant:
    """Take a step back on which none rests; what was written stays for its form.

    Raises StaleRecordError, AidStepError.
    """
    found = require_grant(session, actor, grant_id, version)
    if not may_take_back(step, found.taken):
        raise AidStepError
    found.taken[step].taken_back_at = now()
    if step is AidStep.APPROVED:
        found.granted_on = found.aid_eur = found.rate = found.rate_source = None
    if step is AidStep.CHECKED:
        # Who decides to go above the ceiling does so in the check, and in the approval it stands in the form.
        found.override_by = found.override_reason = found.override_on = None
    _follow(found)
    session.flush()
    return found


def require_grant(
    session: Session, actor: User, grant_id: int, version: int | None, *, taken_back: bool = False
) -> AidGrant:
    """Return a support as somebody was shown it; raises StaleRecordError when it is no longer so."""
    found = get_grant(session, actor, grant_id)
    require_unchanged(found, version, taken_back=taken_back)
    return found


def require_first(grant: AidGrant) -> AidGrant:
    """Return a support that has been valued and no more; raises AidStepError for another."""
    if set(grant.taken) != {AidStep.VALUED}:
        raise AidStepError
    return grant


def require_step(session: Session, actor: User, grant_id: int, step: AidStep, version: int | None) -> AidGrant:
    """Return a support whose turn has come for a step; raises StaleRecordError, AidStepError."""
    found = require_grant(session, actor, grant_id, version)
    if not found.is_aid or not may_take(step, found.taken):
        raise AidStepError
    return found


def note_step(grant: AidGrant, command: StepCommand, actor: User) -> None:
    """Write a step down, over what was written when it was taken before; the support's version goes up."""
    row = next((each for each in grant.steps if each.step is command.step), None)
    if row is None:
        row = AidStepTaken(step=command.step)
        grant.steps.append(row)
    row.done_on, row.who, row.said = command.done_on, command.who, command.said
    row.recorded_by_id, row.taken_back_at = actor.id, None
    _follow(grant)


def _follow(grant: AidGrant) -> None:
    grant.step, grant.updated_at = reached(grant.taken), now()


def _write(grant: AidGrant, command: ValueCommand) -> None:
    for name, value in command.columns().items():
        setattr(grant, name, value)
