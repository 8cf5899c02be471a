"""A company to support, in a month that has a rate: ten kronor for a euro."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.aid import AidGrant
from models.aid_rules import AidStep
from models.clock import today
from models.organisations import Company, Ownership
from models.programmes import Programme
from models.smf_basis import RelatedCompany, SizeBasis
from tests import factories
from tests.conftest import Browser


@dataclass
class Support:
    """A company and a programme that gives it support, kept in `session`."""

    session: Session
    company: Company
    programme: Programme

    def grant(self, until: AidStep = AidStep.CHECKED, *, company: Company | None = None, **values: Any) -> AidGrant:
        """Save a support with its steps."""
        made = factories.aid_grant(company or self.company, self.programme, until, **values)
        self.session.add(made)
        self.session.commit()
        return made

    def fresh(self, grant: AidGrant) -> AidGrant:
        """Return a support as it is saved now, with its steps."""
        self.session.expire_all()
        self.session.refresh(grant, ["steps", "earlier"])
        return grant

    def linked(self, name: str) -> Company:
        """Save a company that the first one owns."""
        made = factories.company(name=name)
        owned = RelatedCompany(name.upper(), 60, 1, 1, 1)
        basis = SizeBasis("EUR", None, None, 1, 1, 1, related=(owned, RelatedCompany("Okänd AB", 100, 1, 1, 1)))
        declared = factories.declaration(self.company, ownership=Ownership.LINKED, basis=basis.to_json())
        self.session.add_all([made, declared])
        self.session.commit()
        return made


def take(browser: Browser, grant: AidGrant, step: AidStep, **typed: Any) -> Any:
    """Take a step as its form does."""
    form = {"version": grant.version, "done_on": str(today()), "who": "Vera Vem", "said": "Dnr 7", **typed}
    return browser.send(f"/aid/{grant.id}/steps/{step.value}", form)


def approve(browser: Browser, grant: AidGrant, *, on: date | None = None, **typed: Any) -> Any:
    """Record the funder's approval, today unless on another day."""
    return take(browser, grant, AidStep.APPROVED, done_on=str(on or today()), **typed)


@pytest.fixture
def support(session: Session) -> Support:
    """A company, a programme, and this month's rate."""
    made = Support(session, factories.company(name="Stödda AB"), factories.programme())
    session.add_all([made.company, made.programme, factories.euro_rate(today())])
    session.commit()
    return made
