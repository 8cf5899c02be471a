"""Which companies on record somebody may mean who types a name, so that one company is not recorded twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.companies.queries import visible_companies
from app.likeness.facts import RecordKind, company_facts
from app.likeness.queries import find_alike
from models.accounts import User
from models.base import swedish_sort_key
from models.organisations import Company


def list_same_name(session: Session, actor: User, name: str) -> Sequence[Company]:
    """Return the companies with this name, however it is spelt in capitals and accents."""
    same = Company.name_sort == swedish_sort_key(name)
    return session.scalars(visible_companies(actor).where(same).order_by(Company.id)).all()


def list_alike(
    session: Session, actor: User, name: str, *, number: str | None = None, website: str | None = None
) -> Sequence[Company]:
    """Return the companies on record that may be meant, the likeliest first; those with the very name too."""
    found = find_alike(session, actor, RecordKind.COMPANY, company_facts(name, number=number, website=website))
    ids = [each.id for each in found]
    companies = {each.id: each for each in session.scalars(visible_companies(actor).where(Company.id.in_(ids)))}
    return [companies[number] for number in ids if number in companies]
