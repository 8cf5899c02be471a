"""The form for a person and for the one role it was opened through."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, ValidationError

from app.likeness.queries import LikelyDouble
from app.people.commands import PersonCommand, RoleCommand
from app.web.forms.base import VersionedForm
from app.web.forms.dates import DateField
from app.web.forms.fields import email_field, phone_field, text_field
from models.people import Person, PersonRole

_PHONE_LENGTH = 40


class PersonForm(VersionedForm):
    """Who somebody is, and what they are in one company or infrastructure."""

    name = text_field(_l("Name"), needed=True)
    email = email_field(_l("E-mail"))
    phone = phone_field(_l("Phone"), limit=_PHONE_LENGTH)
    title = text_field(_l("Role there"), limit=120, hint=_l("Research director, for example."))
    is_contact = BooleanField(_l("Contact: gets the letters when a match is introduced"))
    started_on = DateField(_l("Since"))
    ended_on = DateField(_l("Until"))
    source = text_field(
        _l("Where we have the data from"),
        needed=True,
        hint=_l("Told us at a meeting, the company's website … The person has a right to know."),
    )
    same_person = BooleanField(_l("It is the same person: give them this role too"))

    another_person = BooleanField(_l("It is another person"))
    # Those that it may be, for the question; set by the view.
    alike: Sequence[LikelyDouble] = ()

    def validate_ended_on(self, field: DateField) -> None:
        """Refuse leaving before coming."""
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError(_("This day lies before the first day."))

    def to_person(self) -> PersonCommand:
        """Return who it is."""
        return PersonCommand(name=self.name.data, email=self.email.data, phone=self.phone.data, source=self.source.data)

    def to_role(self) -> RoleCommand:
        """Return what they are there."""
        return RoleCommand(
            title=self.title.data,
            is_contact=self.is_contact.data,
            started_on=self.started_on.data,
            ended_on=self.ended_on.data,
        )


def offer_role_to(email: Field, person: Person) -> None:
    """Say that somebody has this address already, and let the reader decide whether it is the same person."""
    email.errors = [
        _("%(name)s already has this address. If it is the same person, tick the box at the end.", name=person.name)
    ]


def shown_role(role: PersonRole) -> dict[str, object]:
    """Return what the form shows of a role; the person fills in the rest."""
    return {name: getattr(role, name) for name in ("title", "is_contact", "started_on", "ended_on")}
