"""Indicators that are a part of another of the same programme: what counts in the one counts in the other."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from app.programmes.counting import count_uses
from models.organisations import Company
from models.programmes import Indicator

# The EU's common output indicators: enterprises supported in all, and those of them supported in one way.
_WHOLE_OF: Final = {"RCO02": "RCO01", "RCO03": "RCO01"}


def whole_of(indicator: Indicator) -> Indicator | None:
    """Return the indicator of the same programme that one is a part of, where there is one."""
    code = _WHOLE_OF.get(indicator.code)
    return next((each for each in indicator.programme.indicators if each.code == code), None)


def counts_in(session: Session, indicator: Indicator, company: Company, *, until: date) -> bool:
    """Tell whether a company counts for an indicator that uses make up, by a day."""
    counted = count_uses(session, indicator.programme, until=until).get(indicator.rule, ())
    return any(each.counted_id == company.id for each in counted)
