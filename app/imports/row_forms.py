"""The cells of a row are read and refused by the very fields of the pages' own forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from app.companies.forms import CompanyForm, CompanyNumberField
from app.imports.columns import LANGUAGES, plain_head
from app.imports.reading import FileCell
from app.infrastructures.capability_form import CapabilityForm
from app.infrastructures.forms import InfrastructureForm
from app.needs.forms import NeedForm
from app.people.forms import PersonForm
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.fields import like, text_field
from app.web.forms.numbers import NumberField
from models.capability_answers import PARTS
from models.imports import ImportKind

YES, NO = "yes", "no"
COUNTRY: Final = "country"
_MASKED: Final = re.compile(r"(?:\d{2}|[A-Z]{2} )X{4}-X{4}")
_MORE_WORDS: Final = {
    YES: ("ja", "yes", "j", "y", "x", "1", "true", "sant", "sann"),
    NO: ("nej", "no", "n", "0", "false", "falskt", "falsk"),
}


def _yes_no(label: Any) -> ChoiceField:
    return ChoiceField(label, ((YES, _l("Yes")), (NO, _l("No"))))


class CompanyCells(Form):  # type: ignore[misc]  # wtforms ships no types
    """The cells of a company."""

    name = like(CompanyForm.name)
    country = like(CompanyForm.country)
    org_number = like(CompanyForm.org_number)
    kind = like(CompanyForm.kind)
    municipality = like(CompanyForm.municipality)
    field = like(CompanyForm.field)
    website = like(CompanyForm.website)
    summary = like(CompanyForm.summary)
    secrecy_note = like(CompanyForm.secrecy_note)
    owner = text_field("")
    last_contact_on = like(CompanyForm.last_contact_on)
    name_released_on = like(CompanyForm.name_released_on)


class PersonCells(Form):  # type: ignore[misc]  # as above
    """The cells of a person in one place."""

    name = like(PersonForm.name)
    email = like(PersonForm.email)
    phone = like(PersonForm.phone)
    company = text_field("")
    org_number = like(CompanyForm.org_number)
    infrastructure = text_field("")
    title = like(PersonForm.title)
    is_contact = _yes_no("")
    started_on = like(PersonForm.started_on)
    ended_on = like(PersonForm.ended_on)
    source = like(PersonForm.source)


class NeedCells(Form):  # type: ignore[misc]  # as above
    """The cells of a need."""

    title = like(NeedForm.title)
    company = text_field("")
    org_number = like(CompanyForm.org_number)
    teaser = like(NeedForm.teaser)
    infrastructure_text = like(NeedForm.infrastructure_text)
    desired_result = like(NeedForm.desired_result)
    conditions = like(NeedForm.conditions)
    private_text = like(NeedForm.private_text)
    deadline = like(NeedForm.deadline)
    trl = like(NeedForm.trl)
    quality = like(NeedForm.quality)
    place_matters = _yes_no("")
    service_form = like(NeedForm.service_form)
    concepts = like(NeedForm.concepts)
    programme = text_field("")
    opened_on = like(NeedForm.opened_on)
    contact = text_field("")
    owner = text_field("")


_OF_INFRASTRUCTURE: Final = (
    *("name_sv", "name_en", "kind", "campus", "building", "in_flemingsberg", "open_to_companies"),
    *("description_sv", "description_en", "website", "contact_email", "source_title", "source_host"),
    *("source_year", "confidence", "note"),
)
InfrastructureCells: Final = type(
    "InfrastructureCells",
    (Form,),
    {"hosts": text_field(""), **{name: like(getattr(InfrastructureForm, name)) for name in _OF_INFRASTRUCTURE}},
)
_OF_CAPABILITY: Final = (
    *("title_sv", "title_en", "concepts", "service_form", "quality", "lead_time_days", "price_note"),
    *(f"{part}_{code}" for part in PARTS for code in LANGUAGES),
)
CapabilityCells: Final = type(
    "CapabilityCells",
    (Form,),
    {
        "infrastructure": text_field(""),
        "is_active": _yes_no(""),
        **{name: like(getattr(CapabilityForm, name)) for name in _OF_CAPABILITY},
    },
)
ROW_FORMS: Final[Mapping[ImportKind, type[Form]]] = {
    ImportKind.COMPANIES: CompanyCells,
    ImportKind.PEOPLE: PersonCells,
    ImportKind.NEEDS: NeedCells,
    ImportKind.INFRASTRUCTURES: InfrastructureCells,
    ImportKind.CAPABILITIES: CapabilityCells,
}


class RowReader:
    """Reads the rows of one kind, one after the other, with one form."""

    def __init__(self, kind: ImportKind) -> None:
        self._form = ROW_FORMS[kind]()
        chosen = (ChoiceField, ManyChoiceField)
        self._words = {field.name: _words_of(field) for field in self._form if isinstance(field, chosen)}

    def read(self, cells: Mapping[str, FileCell]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the values of the cells that say anything, and by column what is wrong with the others."""
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        if COUNTRY in self._form:
            # A number is read as one of the country of its row; where nothing is said of that, by its letters.
            self._form[COUNTRY].data = self._form[COUNTRY].default
        for key, cell in sorted(cells.items(), key=lambda each: each[0] != COUNTRY):
            if isinstance(cell, list):
                errors[key] = self._not_a_value(cell[0])
            elif cell.strip() and not _MASKED.fullmatch(cell.strip()):
                self._read_cell(key, cell, values, errors)
        return values, errors

    def _read_cell(self, key: str, cell: str, values: dict[str, Any], errors: dict[str, str]) -> None:
        field = self._form[key]
        sent: str | list[str] = cell
        if key in self._words:
            several = isinstance(field, ManyChoiceField)
            found = _chosen(cell, self._words[key], several=several)
            if found is None:
                known = ", ".join(dict.fromkeys(str(each.label) for each in field.iter_choices() if each.value))
                errors[key] = _("“%(text)s” is none of these: %(known)s.", text=cell[:60], known=known)
                return
            sent = found if several else found[0]
        field.process(MultiDict({key: sent}))
        if not field.validate(self._form):
            errors[key] = " ".join(str(each) for each in field.errors)
        elif (value := _value_of(field)) is not None:
            values[key] = value

    @staticmethod
    def _not_a_value(text: str) -> str:
        if text.startswith("#"):
            return str(_("The cell holds the fault %(text)s. Write the value itself.", text=text[:20]))
        return str(_("The cell holds a formula, and no formula is trusted. Paste its value in its place."))


def _words_of(field: ChoiceField | ManyChoiceField) -> dict[str, str]:
    """Return the value of each alternative by what it may be called: itself, and its name in either language."""
    words = {plain_head(word): value for value, told in _MORE_WORDS.items() for word in told}
    for language in LANGUAGES:
        with force_locale(language):
            for each in field.choices:
                if each.value:
                    words |= {plain_head(str(each.label)): each.value, plain_head(each.value): each.value}
    offered = {each.value for each in field.choices}
    return {word: value for word, value in words.items() if value in offered}


def _chosen(cell: str, words: Mapping[str, str], *, several: bool) -> list[str] | None:
    parts: Sequence[str] = re.split(r"[,;\n]", cell) if several else [cell]
    found = [words.get(plain_head(part)) for part in parts if part.strip()]
    known = [value for value in found if value is not None]
    return known if known and len(known) == len(found) else None


def _value_of(field: Field) -> Any:
    if isinstance(field, NumberField):
        return field.whole
    return field.number if isinstance(field, CompanyNumberField) else field.data
