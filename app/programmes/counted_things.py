"""What a reader is shown of the rows behind a figure: the steering group sees no company by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.programmes.counted_facts import CountedFacts, facts_of, folded_facts
from app.programmes.counting import CountedRow
from models.accounts import User
from models.infrastructures import Infrastructure


@dataclass(frozen=True, slots=True)
class CountedThing:
    """One row behind a figure, made for one reader.

    `facts` may be read by every reader. The company's id, name and municipality, `match_id` and `evidence` are None
    where the reader may not know them.
    """

    facts: CountedFacts
    counted_on: date
    opened_on: date | None
    infrastructure: Infrastructure
    counts_infrastructure: bool
    is_demo: bool
    company_id: int | None
    company_name: str | None
    municipality: str | None
    match_id: int | None
    evidence: str | None


def counted_things(rows: Sequence[CountedRow], reader: User, *, today: date) -> list[CountedThing]:
    """Return the rows as the reader may see them, in the order in which they came to count."""
    ordered = sorted(rows, key=lambda row: (row.counted_on, row.key))
    facts = facts_of(ordered, on=today)
    facts = facts if reader.role.is_office else folded_facts(facts)
    return [_thing(each, row, reader) for each, row in zip(facts, ordered, strict=True)]


def _thing(facts: CountedFacts, row: CountedRow, reader: User) -> CountedThing:
    company = row.use.match.need.company
    office = reader.role.is_office
    return CountedThing(
        facts=facts,
        counted_on=row.counted_on,
        opened_on=row.opened_on,
        infrastructure=row.use.match.capability.infrastructure,
        counts_infrastructure=row.infrastructure is not None,
        is_demo=row.use.is_demo,
        company_id=company.id if office else None,
        company_name=company.name if office else facts.released_name,
        municipality=company.municipality if office else None,
        match_id=row.use.match_id if office else None,
        evidence=row.use.evidence if office else None,
    )
