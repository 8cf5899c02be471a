"""What a reader is shown of the rows behind a figure: the steering group sees no company by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.programmes.counting import CountedRow
from models.accounts import Role, User
from models.infrastructures import Infrastructure
from models.smf import SizeClass, class_on

OFFICE = (Role.ADMINISTRATOR, Role.CONSULTANT)


@dataclass(frozen=True, slots=True)
class CountedThing:
    """One row behind a figure, made for one reader.

    `company_id`, `company_name`, `use_id` and `evidence` are None where the reader may not know them; the row is then
    known by its `number` in the list, its municipality and its size.
    """

    number: int
    counted_on: date
    first_use_on: date
    opened_on: date | None
    infrastructure: Infrastructure
    counts_infrastructure: bool
    size: SizeClass
    municipality: str | None
    is_demo: bool
    company_id: int | None
    company_name: str | None
    match_id: int | None
    use_id: int | None
    evidence: str | None


def counted_things(rows: Sequence[CountedRow], reader: User) -> list[CountedThing]:
    """Return the rows as the reader may see them, in the order in which they came to count."""
    ordered = sorted(rows, key=lambda row: (row.counted_on, row.key))
    return [_thing(number, row, reader) for number, row in enumerate(ordered, start=1)]


def _thing(number: int, row: CountedRow, reader: User) -> CountedThing:
    company = row.use.match.need.company
    office = reader.role in OFFICE
    return CountedThing(
        number=number,
        counted_on=row.counted_on,
        first_use_on=row.first_use_on,
        opened_on=row.opened_on,
        infrastructure=row.use.match.capability.infrastructure,
        counts_infrastructure=row.infrastructure is not None,
        size=class_on(company.declarations, row.first_use_on),
        municipality=company.municipality,
        is_demo=row.use.is_demo,
        company_id=company.id if office else None,
        company_name=company.name if office else None,
        match_id=row.use.match_id if office else None,
        use_id=row.use.id if office else None,
        evidence=row.use.evidence if office else None,
    )
