"""A pair to work with, and what its forms send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage
from models.needs import Need
from models.organisations import Company
from tests import factories

CONSENT = {"consent_way": "phone", "consent_by": "Anna Ek", "consent_on": "2026-11-01", "consent_to": "infrastructures"}
LETTERS = {
    **CONSENT,
    "company_to": "anna@company.example",
    "company_subject": "Introduktion",
    "company_body": "Hej. Se {länk} {svar}",
    "infrastructure_to": "unit@host.example",
    "infrastructure_subject": "Ett företag",
    "infrastructure_body": "Hej.\nLäs mer: {länk}\nSvara: {svar}",
    "next_step": "Fråga",
    "next_step_on": "2026-12-01",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A company's need and a unit's capability, and the addresses of what can be done with them."""

    company: Company
    need: Need
    infrastructure: Infrastructure
    capability: Capability

    def path(self, act: str) -> str:
        return f"/needs/{self.need.id}/capabilities/{self.capability.id}/{act}"


MakePair = Callable[..., Pair]


@pytest.fixture
def pair(session: Session) -> Pair:
    """An open need and a capability that have nothing to do with each other yet."""
    company, infrastructure = factories.company(), factories.infrastructure()
    found = Pair(company, factories.need(company), infrastructure, factories.capability(infrastructure))
    session.add_all([found.need, found.capability])
    session.commit()
    return found


@pytest.fixture
def make_match(session: Session, pair: Pair) -> Callable[..., Match]:
    """Make the pair's match at a stage."""

    def make(stage: Stage = Stage.INTRODUCED, **values: Any) -> Match:
        match = factories.match(pair.need, pair.capability, stage=stage, **values)
        session.add(match)
        session.commit()
        return match

    return make
