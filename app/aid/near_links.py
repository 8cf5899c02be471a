"""Which companies on record a linked company may be that is named nearly as they are: a link goes by the exact name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.aid.undertaking import find_recorded
from app.likeness.facts import RecordKind, company_facts
from app.likeness.queries import LikelyDouble, find_alike
from models.accounts import User
from models.org_numbers import number_in


@dataclass(frozen=True, slots=True)
class NearLink:
    """A name that is no recorded company's, and those that it may mean, the likeliest first."""

    name: str
    alike: Sequence[LikelyDouble]


def find_near_links(session: Session, actor: User, members: Collection[int], names: Collection[str]) -> list[NearLink]:
    """Return those of an undertaking's linked names that are recorded nowhere and are like other companies' names."""
    recorded = find_recorded(session, names)
    near = []
    for name in (each for each in dict.fromkeys(names) if each not in recorded):
        number, bare = number_in(name)
        found = find_alike(session, actor, RecordKind.COMPANY, company_facts(bare, number=number))
        alike = [each for each in found if each.id not in members]
        if alike:
            near.append(NearLink(name, alike))
    return near
