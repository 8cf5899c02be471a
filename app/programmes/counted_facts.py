"""What may be told of every counted use without naming the company: the answer to "who are these five?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.limits import FOLDED_UNDER
from app.programmes.counting import CountedRow
from app.programmes.splits import UNKNOWN, Part, folded
from models.organisations import Company
from models.smf import class_on


@dataclass(frozen=True, slots=True)
class CountedFacts:
    """One counted use. `number` is the company's, the same in every report; None before it has one.

    `municipality` is None where it is not known, and `is_folded` where too few of the counted companies lie there for
    it to be told. `size` is empty and `field` None where they are folded. `released_name` is the company's name where
    it has agreed to be named.
    """

    number: int | None
    size: str
    municipality: str | None
    is_folded: bool
    field: str | None
    unit_sv: str
    unit_en: str
    started_on: date
    evidence_kind: str | None
    released_name: str | None


def facts_of(rows: Sequence[CountedRow], *, on: date) -> list[CountedFacts]:
    """Return the facts of counted rows in their order, names as they are released on a day."""
    companies = {row.use.match.need.company_id: row.use.match.need.company for row in rows}
    living = Counter(company.municipality for company in companies.values())
    return [_facts(row, living, on) for row in rows]


def _facts(row: CountedRow, living: Counter[str | None], on: date) -> CountedFacts:
    use, company, infrastructure = row.use, row.use.match.need.company, row.use.match.capability.infrastructure
    folded = company.municipality is not None and living[company.municipality] < FOLDED_UNDER
    return CountedFacts(
        number=company.report_number,
        size=class_on(company.declarations, row.first_use_on).value,
        municipality=None if folded else company.municipality,
        is_folded=folded,
        field=company.field,
        unit_sv=infrastructure.name_sv,
        unit_en=infrastructure.name_en,
        started_on=use.started_on,
        evidence_kind=use.evidence_kind.value if use.evidence_kind else None,
        released_name=company.name if is_released(company, on) else None,
    )


def folded_facts(facts: Sequence[CountedFacts]) -> list[CountedFacts]:
    """Return facts with the sizes and fields of too few companies left out, as splits fold them, for outsiders."""
    sizes = _told({each.number: each.size for each in facts})
    fields = _told({each.number: each.field or UNKNOWN for each in facts})
    return [
        replace(each, size=each.size if each.size in sizes else "", field=each.field if each.field in fields else None)
        for each in facts
    ]


def _told(values: Mapping[int | None, str]) -> frozenset[Part]:
    return frozenset(name for name, _count in folded(sorted(Counter(values.values()).items())))


def is_released(company: Company, on: date) -> bool:
    """Tell whether a company has agreed to be named."""
    return company.name_released_on is not None and company.name_released_on <= on
