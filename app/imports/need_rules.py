"""What a row about a company's need means."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.companies.own_name import own_names_in
from app.imports.company_rules import Companies
from app.imports.faults import Fault
from app.imports.lookups import contacts_by_company, linked_numbers, programmes_by_name, take_one
from app.imports.rules import KindRules, RowRead
from app.programmes.current import current_code
from app.vocabulary.words import KnownWords
from models.base import Base, folded, swedish_sort_key
from models.clock import today
from models.hand_ins import HandIn
from models.needs import Need, NeedStatus, need_concept
from models.organisations import Company

_PUBLIC: Final = ("title", "teaser")
# What a company that handed its need in has agreed to, word for word.
_AGREED: Final = (*_PUBLIC, "infrastructure_text", "desired_result", "conditions")


class NeedRules(KindRules):
    """A need is known by its company and its title; a new one with the day it came in is opened, others are drafts."""

    record = Need
    name_key = "title"
    links = ("concepts",)
    columns = (
        *("company_id", *_AGREED, "private_text", "deadline", "trl", "quality", "place_matters", "service_form"),
        *("programme_id", "opened_on", "closed_on", "contact_id", "owner_id"),
    )

    def load(self, session: Session) -> None:
        """Read what rows are looked up in."""
        known = session.execute(
            sa.select(Company.id, Company.name, Company.org_number, Company.earlier_names, Company.website)
        ).all()
        self._named = {row.id: row for row in known}
        self._companies = Companies({row.id: dict(row._mapping) for row in known})
        self._by_title: dict[tuple[int, str], list[int]] = {}
        for number, need in self.current.items():
            self._by_title.setdefault((need["company_id"], folded(need["title"])), []).append(number)
        self._programmes = programmes_by_name(session)
        self._contacts = contacts_by_company(session)
        self._words = KnownWords(session)
        concepts = linked_numbers(session, need_concept, "need_id", "concept_id")
        for number, need in self.current.items():
            need["concepts"] = concepts.get(number, [])
        self._handed_in = set(session.scalars(sa.select(HandIn.need_id).where(HandIn.need_id.is_not(None))))
        self._programme_here = self._programmes.get(folded(current_code()), [None])[0]

    def complete(self, row: RowRead) -> None:
        """Look up the company, its contact, who is responsible, the programme and the words of the vocabulary."""
        self.take_demo_mark(row)
        self.take_owner(row)
        values = row.values
        self._take_company(row, values.pop("company", None), values.pop("org_number", None))
        take_one(row, "programme", "programme_id", self._programmes, Fault.UNKNOWN_PROGRAMME)
        if contact := values.pop("contact", None):
            found = self._contacts.get((values.get("company_id", 0), swedish_sort_key(contact)), [])
            if len(found) == 1:
                values["contact_id"] = found[0]
            else:
                row.refuse("contact", Fault.UNKNOWN_CONTACT)
        if text := values.pop("concepts", None):
            numbers = self._words.numbers_in(text)
            if numbers is None:
                row.refuse("concepts", Fault.UNKNOWN_WORD)
            else:
                values["concepts"] = numbers
        if "trl" in values:
            values["trl"] = int(values["trl"])
        if "place_matters" in values:
            values["place_matters"] = values["place_matters"] == "yes"
        if values.get("opened_on") and values["opened_on"] > today():
            row.refuse("opened_on", Fault.DAY_AHEAD)

    def _take_company(self, row: RowRead, name: str | None, number: str | None) -> None:
        found = self._companies.find(name.removesuffix(" (Demo)") if name else None, number)
        if len(found) == 1:
            row.values["company_id"] = found[0]
        elif not (name or number):
            row.refuse("company", Fault.MISSING)
        else:
            key = "company" if name else "org_number"
            row.refuse(key, Fault.SEVERAL_COMPANIES if found else Fault.UNKNOWN_COMPANY)

    def find(self, row: RowRead) -> list[int]:
        """Return the needs of the company with this title; refuse what its own form would ask about or refuse."""
        company_id = row.values.get("company_id", 0)
        found = self._by_title.get((company_id, folded(row.values.get("title") or "")), [])
        stands = self.current[found[0]] if len(found) == 1 else {}
        changed = {key for key in _AGREED if key in row.values and row.values[key] != stands.get(key)}
        for key in changed.intersection(_PUBLIC):
            if company_id and own_names_in(cast(Any, self._named[company_id]), row.values[key]):
                row.refuse(key, Fault.TELLS_WHO)
        if stands and found[0] in self._handed_in and changed:
            row.refuse(min(changed), Fault.HANDED_IN)
        if stands and "opened_on" in row.values:
            self._require_day(row, stands)
        return found

    @staticmethod
    def _require_day(row: RowRead, stands: Mapping[str, Any]) -> None:
        if stands["opened_on"] is None:
            row.refuse("opened_on", Fault.IS_DRAFT)
        elif stands["closed_on"] and row.values["opened_on"] > stands["closed_on"]:
            row.refuse("opened_on", Fault.CLOSED_BEFORE)

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """Return the company with the title."""
        return values.get("company_id"), folded(values.get("title") or "")

    def create(self, session: Session, values: Mapping[str, Any]) -> Base:
        """Return a new need, opened on the day it came in, else a draft; of the programme that runs here if of none."""
        said = {"programme_id": self._programme_here, **values}
        opened_on = said.pop("opened_on", None)
        need = super().create(session, {"status": NeedStatus.DRAFT, **said})
        if opened_on is not None:
            cast(Need, need).publish(opened_on)
        return need
