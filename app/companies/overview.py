"""Everything about one company on one page: people, needs, matches, uses and what they count for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.programmes.counting import judge_programmes, list_own_uses
from models.infrastructures import Capability
from models.matches import Match, Stage
from models.needs import Need
from models.organisations import Company
from models.people import Person, PersonRole
from models.programmes import Programme
from models.smf import SizeClass, class_on
from models.uses import Use, Why


@dataclass(frozen=True, slots=True)
class CountedUse:
    """A use and why it does not count; nothing when it does."""

    use: Use
    why_not: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class CompanyOverview:
    """What a company's page shows beside its record; without a `programme`, before one is seeded, none of it counts."""

    size: SizeClass
    roles: Sequence[PersonRole]
    needs: Sequence[Need]
    matches: Sequence[Match]
    next_steps: Sequence[Match]
    uses: Sequence[CountedUse]
    programme: Programme | None

    @property
    def counts(self) -> bool:
        """Tell whether the company counts as an SMF that has used an infrastructure."""
        return any(not entry.why_not for entry in self.uses)


def get_overview(session: Session, company: Company, *, programme: Programme | None, today: date) -> CompanyOverview:
    """Return what the page of a company shows; its declarations must be loaded."""
    needs = _list_needs(session, company)
    matches = _list_matches(session, company)
    uses = list_own_uses(session, company)
    judged = judge_programmes(session, uses, until=today)
    return CompanyOverview(
        size=class_on(company.declarations, today),
        roles=_list_roles(session, company, today),
        needs=needs,
        matches=matches,
        next_steps=_next_steps(matches),
        uses=[CountedUse(use, judged[use.id].company) for use in uses],
        programme=programme,
    )


def _list_roles(session: Session, company: Company, today: date) -> list[PersonRole]:
    """Return who is at the company: contacts first, those who have left last."""
    roles = session.scalars(
        sa.select(PersonRole)
        .join(PersonRole.person)
        .where(PersonRole.company_id == company.id)
        .options(contains_eager(PersonRole.person))
        .order_by(Person.name_sort, PersonRole.id)
    )
    return sorted(roles, key=lambda role: (role.has_ended(today), not role.is_contact))


def _list_needs(session: Session, company: Company) -> Sequence[Need]:
    return session.scalars(
        sa.select(Need)
        .where(Need.company_id == company.id)
        .order_by(Need.opened_on.desc().nulls_first(), Need.id.desc())
    ).all()


def _list_matches(session: Session, company: Company) -> Sequence[Match]:
    return session.scalars(
        sa.select(Match)
        .join(Match.need)
        .where(Need.company_id == company.id)
        .options(
            contains_eager(Match.need),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
            joinedload(Match.next_step_owner),
        )
        .order_by(Match.stage_since.desc(), Match.id.desc())
    ).all()


def _next_steps(matches: Sequence[Match]) -> list[Match]:
    """Return the matches that have something to do next, the most urgent first."""
    waiting = [match for match in matches if match.next_step and match.stage is not Stage.CLOSED]
    return sorted(waiting, key=lambda match: match.next_step_on or date.max)
