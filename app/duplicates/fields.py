"""Which facts of two records are chosen between, and what the one that they become has."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.likeness.facts import RecordKind
from models.base import swedish_sort_key
from models.org_numbers import is_personal_number
from models.organisations import Company, CompanyKind, is_slip
from models.people import Person


class MergeSide(enum.StrEnum):
    """Whose value stands: of the record whose number stands, of the one that goes, or of a text both."""

    STAYS = "stays"
    GOES = "goes"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ChosenField:
    """A fact that is chosen as a whole; more than one column where they only make sense together."""

    name: str
    also: tuple[str, ...] = ()
    is_text: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that the choice is about."""
        return (self.name, *self.also)

    def values(self, record: Company | Person) -> tuple[Any, ...]:
        """Return what a record has."""
        return tuple(getattr(record, name) for name in self.columns)

    def is_empty(self, record: Company | Person) -> bool:
        """Tell whether a record says nothing here."""
        return getattr(record, self.name) in (None, "")


FIELDS: Final[Mapping[RecordKind, tuple[ChosenField, ...]]] = {
    RecordKind.COMPANY: (
        ChosenField("name"),
        # A personal identity number is hidden only as a sole trader's, and a number is one country's: one fact.
        ChosenField("org_number", also=("kind", "country")),
        ChosenField("municipality"),
        ChosenField("field"),
        ChosenField("website"),
        ChosenField("summary", is_text=True),
        ChosenField("secrecy_note", is_text=True),
        ChosenField("owner_id"),
        ChosenField("name_released_on"),
    ),
    RecordKind.PERSON: (
        ChosenField("name"),
        ChosenField("email"),
        ChosenField("phone"),
        ChosenField("source"),
    ),
}
Choices = Mapping[str, MergeSide]


def first_choice(
    field: ChosenField, stays: Company | Person, goes: Company | Person, *, fuller: MergeSide
) -> MergeSide:
    """Return whose value stands unless somebody chooses: of texts both, else of the one that says something."""
    if field.is_empty(goes):
        return MergeSide.STAYS
    if field.is_empty(stays):
        return MergeSide.GOES
    return MergeSide.BOTH if field.is_text and field.values(stays) != field.values(goes) else fuller


def merged_values(stays: Company | Person, goes: Company | Person, choices: Choices) -> dict[str, Any]:
    """Return the columns of the record that two become, by what was chosen for each fact."""
    kind = RecordKind(stays.__tablename__)
    values: dict[str, Any] = {}
    for field in FIELDS[kind]:
        side = choices[field.name]
        if side is MergeSide.BOTH and field.is_text:
            texts = dict.fromkeys(each for each in (getattr(stays, field.name), getattr(goes, field.name)) if each)
            values[field.name] = "\n\n".join(texts) or None
        else:
            values |= zip(field.columns, field.values(goes if side is MergeSide.GOES else stays), strict=True)
    values["created_at"] = min(stays.created_at, goes.created_at)
    values["contact_said_on"] = max(filter(None, (stays.contact_said_on, goes.contact_said_on)), default=None)
    if isinstance(stays, Company) and isinstance(goes, Company):
        numbers = [each for each in (stays.report_number, goes.report_number) if each is not None]
        values["report_number"] = min(numbers, default=None)
        # What two have become is at work as long as one of them was.
        archived = (stays.archived_at, goes.archived_at)
        values["archived_at"] = max((each for each in archived if each), default=None) if all(archived) else None
        if is_personal_number(values["org_number"]):
            values["kind"] = CompanyKind.SOLE_TRADER
        values["earlier_names"] = _earlier_names(stays, goes, values["name"])
    return values


def _earlier_names(stays: Company, goes: Company, name: str) -> list[str] | None:
    """Return the names that it no longer has, of both; one that is only spelt otherwise is no name."""
    had = (stays.name, goes.name, *(stays.earlier_names or ()), *(goes.earlier_names or ()))
    key = swedish_sort_key(name)
    return [each for each in dict.fromkeys(had) if not is_slip(swedish_sort_key(each), key)] or None
