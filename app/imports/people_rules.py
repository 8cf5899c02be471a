"""What a row about a person means: who it is, and what they are in one place."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.company_rules import Companies
from app.imports.faults import Fault
from app.imports.rules import KindRules, RowRead, by_name
from app.likeness.facts import Facts, RecordKind, person_facts
from app.storage.kept_rows import typed_value
from models.base import Base, folded
from models.infrastructures import Infrastructure
from models.organisations import Company
from models.people import Person, PersonRole

OF_ROLE: Final = ("title", "is_contact", "started_on", "ended_on")
PLACES: Final = ("company_id", "infrastructure_id")
_HELD_LAST: Final = "9999"


class PeopleRules(KindRules):
    """People are told apart by name with e-mail address, or by name in one place; a row gives them one role."""

    record = Person
    likeness = RecordKind.PERSON
    columns = ("name", "email", "phone", "source")
    links = ("roles",)

    def load(self, session: Session) -> None:
        """Read what rows are looked up in."""
        self._by_name = by_name((number, row["name"]) for number, row in self.current.items())
        columns = [getattr(PersonRole, name) for name in ("id", "person_id", *PLACES, *OF_ROLE)]
        self._roles: dict[int, list[dict[str, Any]]] = {}
        for row in session.execute(sa.select(*columns).order_by(PersonRole.id)):
            self._roles.setdefault(row.person_id, []).append(dict(row._mapping))
        known = session.execute(sa.select(Company.id, Company.name, Company.org_number))
        self._companies = Companies({row.id: dict(row._mapping) for row in known})
        known_ones = session.execute(sa.select(Infrastructure.id, Infrastructure.name_sv, Infrastructure.name_en)).all()
        self._infrastructures = by_name((number, name) for number, *names in known_ones for name in names)

    def complete(self, row: RowRead) -> None:
        """Look up the place, and refuse a role that ends before it begins."""
        self.take_demo_mark(row)
        values = row.values
        company, number = values.pop("company", None), values.pop("org_number", None)
        infrastructure = values.pop("infrastructure", None)
        if (company or number) and infrastructure:
            row.refuse("infrastructure", Fault.TWO_PLACES)
        elif company or number:
            self._take_company(row, company, number)
        elif infrastructure:
            self._take_infrastructure(row, infrastructure)
        if "is_contact" in values:
            values["is_contact"] = values["is_contact"] == "yes"
        began, ended = values.get("started_on"), values.get("ended_on")
        if began and ended and ended < began:
            row.refuse("ended_on", Fault.ENDS_BEFORE)

    def _take_company(self, row: RowRead, name: str | None, number: str | None) -> None:
        found = self._companies.find(name.removesuffix(" (Demo)") if name else None, number)
        key = "company" if name else "org_number"
        if len(found) == 1:
            row.values["company_id"] = found[0]
        else:
            row.refuse(key, Fault.SEVERAL_COMPANIES if found else Fault.UNKNOWN_COMPANY)

    def _take_infrastructure(self, row: RowRead, name: str) -> None:
        found = self._infrastructures.get(folded(name), [])
        if len(found) == 1:
            row.values["infrastructure_id"] = found[0]
        else:
            row.refuse("infrastructure", Fault.UNKNOWN_INFRASTRUCTURE)

    def find(self, row: RowRead) -> list[int]:
        """Return who a row means: of this name and this address, or of this name in this place."""
        named = self._by_name.get(folded(row.values.get("name") or ""), [])
        email, place = row.values.get("email"), _place_of(row.values)
        same = [each for each in named if email and _same(self.current[each]["email"], email)]
        here = [each for each in named if place and any(_place_of(role) == place for role in self._roles.get(each, ()))]
        # Who has another address may be another of the same name.
        here = [each for each in here if not email or not self.current[each]["email"]]
        if not same and not place:
            row.refuse("company", Fault.NO_PLACE)
        return same or here

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """Return the name with the place and the address."""
        return folded(values.get("name") or ""), (values.get("email") or "").casefold(), _place_of(values)

    def part(self, values: Mapping[str, Any]) -> Hashable:
        """Return the place: somebody may have a row for each of theirs."""
        return _place_of(values)

    def joined_by(self, values: Mapping[str, Any]) -> Hashable:
        """Return name and address, which one person has in all places."""
        email = values.get("email")
        return (folded(values["name"]), email.casefold()) if email else None

    def facts(self, values: Mapping[str, Any]) -> Facts | None:
        """Return what of a row is compared with the people on record."""
        place = _place_of(values)
        return person_facts(
            values["name"], email=values.get("email"), phone=values.get("phone"), places=[place] if place else []
        )

    def changes(self, number: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of a row is otherwise: of the person, and under "role" of the role in that place."""
        own = {key: value for key, value in values.items() if key in self.columns}
        if _same(self.current[number]["email"], own.get("email") or ""):
            # Capitals make no other address.
            own.pop("email")
        changed = super().changes(number, own)
        place = _place_of(values)
        if place is None:
            return changed
        said = {key: values[key] for key in OF_ROLE if key in values}
        held = self._role_in(number, place)
        if held is None:
            return changed | {"role": {"id": None, place[0]: place[1], **said}}
        other = {key: value for key, value in said.items() if held[key] != value}
        return changed | ({"role": {"id": held["id"], **other}} if other else {})

    def _role_in(self, number: int, place: tuple[str, int]) -> dict[str, Any] | None:
        """Return the role that somebody has in a place, the one that lasts longest where there are several."""
        held = [role for role in self._roles.get(number, ()) if _place_of(role) == place]
        return max(held, key=lambda role: (str(role["ended_on"] or _HELD_LAST), role["id"]), default=None)

    def create(self, session: Session, values: Mapping[str, Any]) -> Base:
        """Return a new person with their first role."""
        own = {key: value for key, value in values.items() if key in self.columns}
        role = {key: value for key, value in values.items() if key not in self.columns}
        return Person(**own, roles=[PersonRole(**role)])

    def join(self, record: Any, values: Mapping[str, Any]) -> None:
        """Give a new person a further role."""
        record.roles.append(PersonRole(**{key: value for key, value in values.items() if key not in self.columns}))

    def apply(self, session: Session, record: Any, changes: Mapping[str, Any]) -> None:
        """Write changes into a person and the role that they are about."""
        own = dict(changes)
        role = own.pop("role", None)
        super().apply(session, record, own)
        if role is None:
            return
        said = {key: value for key, value in role.items() if key != "id"}
        if role["id"] is None:
            record.roles.append(PersonRole(**said))
        else:
            held = next(each for each in record.roles if each.id == role["id"])
            for key, value in said.items():
                setattr(held, key, value)

    def typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as the columns of people and roles have them."""
        of_role = PersonRole.__table__.c
        return super().typed(
            {key: typed_value(of_role[key], value) if key in OF_ROLE else value for key, value in values.items()}
        )


def _place_of(values: Mapping[str, Any]) -> tuple[str, int] | None:
    return next(((name, values[name]) for name in PLACES if values.get(name)), None)


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.casefold() == other.casefold()
