"""What is asked before a use is saved: whether it is recorded already, whether its figures are right, and who decides.

It is asked while the company and the unit are locked, so that of two who save at once the second is asked as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.aid.queries import list_of_match
from app.infrastructures.economic_share import EconomicShare, ShareState, economic_share
from app.uses.commands import UseCommand
from app.uses.limits import HOURS_A_DAY, UNLIKELY_SEK
from app.uses.queries import list_same
from models.accounts import User
from models.aid import AidGrant, SupportKind
from models.clock import today
from models.errors import BuiltUponError, DomainError
from models.matches import Match
from models.uses import Use, is_joint_research


class QuestionError(DomainError):
    """Something must be known before a use is saved; the form asks for it."""


class SameUseError(QuestionError):
    """Uses of the company and the unit on these days are recorded, and nobody has said that it is another: `same`."""

    code = "same_use"

    def __init__(self, same: Sequence[Use]) -> None:
        """Keep the uses."""
        super().__init__()
        self.same = same


class UsedSinceError(BuiltUponError):
    """A use that was removed cannot be put back: another of the same days was recorded meanwhile."""

    code = "used_since"


class UnlikelyUseError(QuestionError):
    """More hours than the days have, or a value that hardly any use has, and nobody has said that they are right."""

    code = "use_unlikely"


class UnapprovedAidError(QuestionError):
    """The aid of the match is not approved on the first day, and nobody is named who has decided to begin."""

    code = "use_unapproved"


class ShareError(QuestionError):
    """Companies would take more of the unit's year than they may, and nobody is named who has decided so: `share`."""

    code = "use_share"

    def __init__(self, share: EconomicShare) -> None:
        """Keep the share that it would be."""
        super().__init__()
        self.share = share


def require_answers(session: Session, actor: User, match: Match, command: UseCommand, use: Use | None) -> None:
    """Ask what must be known before a use is saved, `use` when it is corrected: of what is not changed nobody is asked.

    A decision that stands on the use is asked for again where it is emptied. Company and unit must be locked. Raises
    SameUseError, UnlikelyUseError, UnapprovedAidError, ShareError.
    """
    days_change = use is None or _days(use) != _days(command)
    if not command.is_another and days_change:
        first, last = _days(command)
        same = list_same(session, match, first, last or first, besides=use.id if use else None)
        if same:
            raise SameUseError(same)
    if not command.is_sure and (use is None or _figures(use) != _figures(command)) and is_unlikely(command):
        raise UnlikelyUseError
    begins = use is None or use.started_on != command.started_on or bool(use.unapproved_because)
    if begins and not command.unapproved_because and is_unapproved(supports(session, actor, match), command.started_on):
        raise UnapprovedAidError
    takes = use is None or _taken(use) != _taken(command) or bool(use.share_agreed_by)
    if takes and _taken(command)[1] and not command.share_agreed_by:
        share = share_with(session, match, command.started_on.year, more=command.hours or Decimal(0), besides=use)
        if share.state is ShareState.OVER:
            raise ShareError(share)


def is_unlikely(said: UseCommand) -> bool:
    """Tell whether a use has more hours than its days, or is worth more than hardly any is."""
    days = ((said.completed_on or today()) - said.started_on).days + 1
    return (said.hours or 0) > HOURS_A_DAY * days or (said.value_sek or 0) > UNLIKELY_SEK


def supports(session: Session, actor: User, match: Match) -> list[AidGrant]:
    """Return what a match's company is supported with when it uses the unit; the consultant's own hours are not."""
    besides = (SupportKind.MATCHING, SupportKind.MEETING_HOURS)
    return [each for each in list_of_match(session, actor, match.id) if each.kind not in besides]


def is_unapproved(grants: Sequence[AidGrant], day: date) -> bool:
    """Tell whether aid among supports is not approved on a day: it may not start before."""
    return any(each.is_aid and (each.granted_on is None or each.granted_on > day) for each in grants)


def share_with(session: Session, match: Match, year: int, *, more: Decimal, besides: Use | None) -> EconomicShare:
    """Return how much of a unit's year companies use with hours more, without a use that they are instead of."""
    number = match.capability.infrastructure_id
    return economic_share(session, number, year, besides=besides.id if besides else None, more=more)


def _days(said: Use | UseCommand) -> tuple[date, date | None]:
    return said.started_on, said.completed_on


def _figures(said: Use | UseCommand) -> tuple[date, date | None, Decimal | None, Decimal | None]:
    return *_days(said), said.hours, said.value_sek


def _taken(said: Use | UseCommand) -> tuple[date, Decimal]:
    """Return the day from which a use takes hours of the unit's year, and how many: joint research takes none."""
    is_free = is_joint_research(said.joint_rd, said.joint_rd_evidence)
    return said.started_on, Decimal(0) if is_free else said.hours or Decimal(0)
