"""What a row about a company means."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.imports.faults import Fault
from app.imports.rules import KindRules, RowRead, by_name
from app.likeness.facts import Facts, RecordKind, company_facts
from models.base import folded
from models.municipalities import one_spelling
from models.org_numbers import country_of, is_personal_number
from models.organisations import Company, CompanyKind


class Companies:
    """The companies on record by number and by name, for whoever names one."""

    def __init__(self, current: Mapping[int, Mapping[str, Any]]) -> None:
        self.by_number = {row["org_number"]: number for number, row in current.items() if row["org_number"]}
        self.by_name = by_name((number, row["name"]) for number, row in current.items())
        self._current = current

    def find(self, name: str | None, number: str | None) -> list[int]:
        """Return the companies that are meant: by number, else by the very name where the number is not another."""
        if number and number in self.by_number:
            return [self.by_number[number]]
        named = self.by_name.get(folded(name), []) if name else []
        return [each for each in named if not number or not self._current[each]["org_number"]]


class CompanyRules(KindRules):
    """Companies are told apart by organisation number, and by name where there is none."""

    record = Company
    likeness = RecordKind.COMPANY
    columns = (
        "name",
        "kind",
        "org_number",
        "country",
        "municipality",
        "field",
        "website",
        "summary",
        "secrecy_note",
        "owner_id",
        "last_contact_on",
        "name_released_on",
    )

    def load(self, session: Session) -> None:
        """Read what rows are looked up in."""
        self._companies = Companies(self.current)

    def complete(self, row: RowRead) -> None:
        """Turn what cells say into what is kept."""
        self.take_demo_mark(row)
        self.take_owner(row)
        if number := row.values.get("org_number"):
            # What country a number is of is told by the number alone.
            row.values.setdefault("country", country_of(number))
        if "kind" in row.values:
            row.values["kind"] = CompanyKind(row.values["kind"])
        if "municipality" in row.values:
            row.values["municipality"] = one_spelling(row.values["municipality"])

    def find(self, row: RowRead) -> list[int]:
        """Return the companies that a row means."""
        found = self._companies.find(row.values.get("name"), row.values.get("org_number"))
        kind = row.values.get("kind") or (self.current[found[0]]["kind"] if len(found) == 1 else None)
        if is_personal_number(row.values.get("org_number")) and kind is not CompanyKind.SOLE_TRADER:
            row.refuse("kind", Fault.PERSONAL_NUMBER)
        number = row.values.get("org_number") or (self.current[found[0]]["org_number"] if len(found) == 1 else None)
        if number and row.values.get("country") not in (None, country_of(number)):
            row.refuse("country", Fault.OTHER_COUNTRY)
        return found

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """Return the number, else the name."""
        return values.get("org_number") or ("name", folded(values.get("name") or ""))

    def also_known_by(self, values: Mapping[str, Any]) -> tuple[Hashable, Hashable] | None:
        """Return the name: with one number and without any it is one company, with two numbers two."""
        name, has_number = folded(values.get("name") or ""), bool(values.get("org_number"))
        return (has_number, name), (not has_number, name)

    def facts(self, values: Mapping[str, Any]) -> Facts | None:
        """Return what of a row is compared with the companies on record."""
        return company_facts(values["name"], number=values.get("org_number"), website=values.get("website"))
