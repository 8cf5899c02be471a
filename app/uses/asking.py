"""What is asked before a use is saved: whether it is recorded already, and who lets companies take that much of a unit.

Both are asked while the company and the unit are locked, so that of two who save at once the second is asked as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.infrastructures.economic_share import EconomicShare, ShareState, economic_share
from app.uses.commands import UseCommand
from app.uses.queries import list_same
from models.errors import DomainError
from models.matches import Match
from models.uses import Use


class SameUseError(DomainError):
    """Uses of the company and the unit on these days are recorded, and nobody has said that it is another: `same`."""

    code = "same_use"

    def __init__(self, same: Sequence[Use]) -> None:
        """Keep the uses."""
        super().__init__()
        self.same = same


class ShareError(DomainError):
    """Companies would take more of the unit's year than they may, and nobody is named who has decided so: `share`."""

    code = "use_share"

    def __init__(self, share: EconomicShare) -> None:
        """Keep the share that it would be."""
        super().__init__()
        self.share = share


def require_answers(session: Session, match: Match, command: UseCommand, use: Use | None) -> None:
    """Ask what must be known before a use is saved, `use` when it is corrected: of what is not changed nobody is asked.

    Company and unit must be locked. Raises SameUseError, ShareError.
    """
    if not command.is_another and (use is None or _days(use) != _days(command)):
        first, last = _days(command)
        same = list_same(session, match, first, last or first, besides=use.id if use else None)
        if same:
            raise SameUseError(same)
    if command.hours and not command.joint_rd and (use is None or _taken(use) != _taken(command)):
        share = share_with(session, match, command.started_on.year, more=command.hours, besides=use)
        if share.state is ShareState.OVER and not command.share_agreed_by:
            raise ShareError(share)


def share_with(session: Session, match: Match, year: int, *, more: Decimal, besides: Use | None) -> EconomicShare:
    """Return how much of a unit's year companies use with hours more, without a use that they are instead of."""
    number = match.capability.infrastructure_id
    return economic_share(session, number, year, besides=besides.id if besides else None, more=more)


def _days(said: Use | UseCommand) -> tuple[date, date | None]:
    return said.started_on, said.completed_on


def _taken(said: Use | UseCommand) -> tuple[date, Decimal | None, bool]:
    return said.started_on, said.hours, said.joint_rd
