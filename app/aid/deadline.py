"""By when the central register is told of a support."""

from __future__ import annotations

from datetime import date

from app.aid.limits import AID_REGISTER_DAYS
from models.aid import AidGrant
from models.aid_rules import AidStep
from models.working_days import weekdays_after


def register_day(grant: AidGrant) -> date | None:
    """Return the last day on which the register is told of a support; None before it is granted and once it is told.

    The steps must be loaded.
    """
    if grant.granted_on is None or AidStep.REGISTERED in grant.taken:
        return None
    # The working days of the law, with holidays counted as such: so it is never too late.
    return weekdays_after(grant.granted_on, AID_REGISTER_DAYS)
