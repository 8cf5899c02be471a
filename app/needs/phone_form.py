"""The form for a need that comes by phone: its fields are those of the long forms, and keep their rules."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.widgets import TextInput

from app.companies.commands import CompanyCommand
from app.companies.forms import CompanyForm
from app.needs.commands import NeedCommand
from app.needs.forms import NeedForm
from app.people.commands import PersonCommand, RoleCommand
from app.people.forms import PersonForm
from app.storage.search_index.entries import digits_of_phone
from app.web.forms.base import KeyedForm
from app.web.forms.fields import like, text_field
from models.accounts import User
from models.org_numbers import country_of, is_personal_number
from models.organisations import CompanyKind
from models.people import Person


class PhoneNeedForm(KeyedForm):
    """Who called, from which company, and what they need; the rest is filled in later."""

    company = text_field(_l("Company"), needed=True, hint=_l("One on record is found by its name or its number."))
    org_number = like(CompanyForm.org_number)
    contact = text_field(_l("Who called"))
    phone = like(PersonForm.phone)
    email = like(PersonForm.email)
    same_person = like(PersonForm.same_person)
    title = like(NeedForm.title)
    teaser = like(NeedForm.teaser)
    tells_who = like(NeedForm.tells_who)
    # What the buttons say that ask which company is meant; on a page it stands in them only.
    chosen = HiddenField(widget=TextInput())
    is_another = BooleanField(_l("It is a company that is not on record"))
    # Who has the address that was typed, for the question whether it is they who called; set by the view.
    has_address: Person | None = None

    def to_company(self, owner: User, *, today: date) -> CompanyCommand:
        """Return the new company; a personal identity number is a sole trader's, and is hidden."""
        number = self.org_number.number
        return CompanyCommand(
            name=self.company.data,
            kind=CompanyKind.SOLE_TRADER if is_personal_number(number) else CompanyKind.LIMITED_COMPANY,
            org_number=number,
            country=country_of(number or ""),
            municipality=None,
            field=None,
            website=None,
            summary=None,
            secrecy_note=None,
            owner_id=owner.id,
            last_contact_on=today,
            name_released_on=None,
        )

    def to_person(self) -> PersonCommand:
        """Return who called; they gave the data themselves."""
        source = _("Told us by phone")
        return PersonCommand(name=self.contact.data, email=self.email.data, phone=self.phone.data, source=source)

    def to_role(self) -> RoleCommand:
        """Return what the caller is at the company: whom its letters go to."""
        return RoleCommand(title=None, is_contact=True, started_on=None, ended_on=None)

    def to_need(self, owner: User, programme_id: int | None) -> NeedCommand:
        """Return the need, with what the long form has when nothing more is filled in."""
        return NeedCommand(
            title=self.title.data,
            teaser=self.teaser.data,
            infrastructure_text=None,
            desired_result=None,
            conditions=None,
            private_text=None,
            deadline=None,
            trl=None,
            quality=[],
            place_matters=False,
            service_form=None,
            programme_id=programme_id,
            contact_id=None,
            owner_id=owner.id,
        )

    def refuse_other_details(self, person: Person) -> bool:
        """Say so where somebody on record has another number or address than was typed; return whether it was."""
        said = _("%(name)s is on record with another. Leave this empty, or change it on their page.", name=person.name)
        for field, kept, bare in (
            (self.phone, person.phone, digits_of_phone),
            (self.email, person.email, str.casefold),
        ):
            if field.data and kept and bare(field.data) != bare(kept):
                field.errors = [said]
        return bool(self.phone.errors or self.email.errors)
