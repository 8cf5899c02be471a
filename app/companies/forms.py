"""The form for a company."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.companies.commands import CompanyCommand
from app.forms.base import VersionedForm
from app.forms.fields import (
    ChoiceField,
    DateField,
    long_text_field,
    org_number_field,
    text_field,
    url_field,
)
from app.forms.filters import FilterForm, search_field
from models.organisations import CompanyKind

KIND_NAMES = (
    (CompanyKind.LIMITED_COMPANY, _l("Limited company")),
    (CompanyKind.SOLE_TRADER, _l("Sole trader")),
    (CompanyKind.OTHER, _l("Other form")),
)


class CompanyFilters(FilterForm):
    """What the list of companies can be narrowed by."""

    q = search_field(_l("Search by name or organisation number"))
    show = ChoiceField(
        _l("Show"),
        (
            ("mine", _l("Mine")),
            ("quiet", _l("No contact in 60 days")),
            ("unnumbered", _l("Without organisation number")),
        ),
        empty=_l("All"),
    )
    municipality = ChoiceField(_l("Municipality"), empty=_l("All"))


class CompanyForm(VersionedForm):
    """A company's facts."""

    name = text_field(_l("Name"), needed=True)
    kind = ChoiceField(_l("Form of company"), KIND_NAMES, needed=True, default=CompanyKind.LIMITED_COMPANY)
    org_number = org_number_field(
        _l("Organisation number"), hint=_l("Ten digits. Without it the company cannot count toward a target.")
    )
    municipality = text_field(_l("Municipality"), limit=80)
    field = text_field(_l("Field"), limit=120, hint=_l("What the company works with, in a few words."))
    website = url_field(_l("Website"))
    summary = long_text_field(_l("About the company"))
    secrecy_note = long_text_field(
        _l("What the company wants kept secret, and why"),
        hint=_l("Shown to consultants only. No patient data or health data."),
        rows=2,
    )
    owner_id = ChoiceField(_l("Responsible"), empty=_l("Nobody"))
    last_contact_on = DateField(_l("Last contact"))

    def to_command(self) -> CompanyCommand:
        """Return what was asked for."""
        return CompanyCommand(
            name=self.name.data,
            kind=CompanyKind(self.kind.data),
            org_number=self.org_number.data,
            municipality=self.municipality.data,
            field=self.field.data,
            website=self.website.data,
            summary=self.summary.data,
            secrecy_note=self.secrecy_note.data,
            owner_id=self.owner_id.number,
            last_contact_on=self.last_contact_on.data,
        )
