"""The forms of this room: whose facts stand, what the queue is narrowed to, and single buttons."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import abort
from wtforms import HiddenField, StringField

from app.addresses import record_number
from app.duplicates.fields import FIELDS, ChosenField, MergeSide, first_choice
from app.likeness.facts import RecordKind
from app.web.forms.base import BaseForm
from models.organisations import Company
from models.people import Person

_DIGITS = 8


class MergeForm(BaseForm):
    """Whose facts stand; it carries the versions of both as they were shown, and a digest of each fact."""

    stays_version = HiddenField()
    goes_version = HiddenField()
    seen = HiddenField()
    years = StringField()
    name = StringField()

    @property
    def versions(self) -> tuple[int | None, int | None]:
        """Return the versions that were shown, of the record that stays and of the one that goes."""
        return record_number(self.stays_version.data or ""), record_number(self.goes_version.data or "")

    @property
    def years_of_goer(self) -> bool:
        """Tell whether the accounting years were chosen of the record that goes."""
        if self.years.data not in (None, "", MergeSide.STAYS, MergeSide.GOES):
            abort(400)
        return bool(self.years.data == MergeSide.GOES)

    def side(self, field: ChosenField, stays: Company | Person, goes: Company | Person, fuller: MergeSide) -> MergeSide:
        """Return whose value was chosen, or what stands where nobody has chosen yet."""
        said = self[field.name].data
        if not said:
            return first_choice(field, stays, goes, fuller=fuller)
        if said not in set(MergeSide) or (said == MergeSide.BOTH and not field.is_text):
            abort(400)
        return MergeSide(said)

    def show(self, kind: RecordKind, stays: Company | Person, goes: Company | Person) -> frozenset[str]:
        """Fill in what is shown now; returns the facts that are not as they were shown the last time."""
        now = {field.name: digest_of(field, stays, goes) for field in FIELDS[kind]}
        before = dict(each.split(":", 1) for each in (self.seen.data or "").split(",") if ":" in each)
        self.stays_version.data, self.goes_version.data = str(stays.version), str(goes.version)
        self.seen.data = ",".join(f"{name}:{digest}" for name, digest in now.items())
        return frozenset(name for name, digest in now.items() if before.get(name, digest) != digest)


class CompanyMergeForm(MergeForm):
    """Whose facts of two companies stand."""

    org_number = StringField()
    municipality = StringField()
    field = StringField()
    website = StringField()
    summary = StringField()
    secrecy_note = StringField()
    owner_id = StringField()
    name_released_on = StringField()


class PersonMergeForm(MergeForm):
    """Whose facts of two people stand."""

    email = StringField()
    phone = StringField()
    source = StringField()


MERGE_FORMS: dict[RecordKind, type[MergeForm]] = {
    RecordKind.COMPANY: CompanyMergeForm,
    RecordKind.PERSON: PersonMergeForm,
}


class PartForm(BaseForm):
    """The button that parts two records, or decides on a pair; `seen` says which conflicts were shown beside it.

    `of` says which merge or pair that was: SQLite gives the number of one that is gone to the next.
    """

    seen = HiddenField()
    of = HiddenField()


def digest_of(field: ChosenField, *records: Any) -> str:
    """Return what tells whether a fact of either record is still as it was shown."""
    told = repr([field.values(record) for record in records])
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]
