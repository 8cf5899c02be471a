"""The form for a company, and the filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, StringField, ValidationError
from wtforms.validators import Optional, StopValidation

from app.companies.commands import CompanyCommand
from app.companies.names import COUNTRY_NAMES, KIND_NAMES
from app.labels import country_name
from app.tags.forms import tag_field
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field, url_field, valid_org_number
from app.web.forms.filters import FilterForm, search_field
from models.municipalities import one_spelling
from models.org_numbers import SWEDEN, country_of, is_personal_number, read_org_number
from models.organisations import Company, CompanyKind

PRESETS = (
    ("mine", _l("My companies")),
    ("quiet", _l("No contact in 60 days")),
    ("counted", _l("Counted companies")),
    ("unnumbered", _l("Without organisation number")),
    ("archived", _l("Archived")),
)


class CompanyFilters(FilterForm):
    """What the list of companies can be narrowed by; `show` is one of the saved views."""

    q = search_field(_l("Search by name or organisation number"))
    show = ChoiceField(_l("Show"), PRESETS, empty=_l("All companies"))
    municipality = ChoiceField(_l("Municipality"), empty=_l("All municipalities"), filters=[one_spelling])
    tag = tag_field()


class CompanyNumberField(StringField):
    """An organisation number; a sole trader's on record is shown masked, and stays when it is sent back so."""

    def __init__(self, label: Any, *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for ten digits, or a number of another country; a form may have a `country` beside it."""
        super().__init__(
            label,
            filters=[read_org_number],
            validators=[Optional(), valid_org_number],
            description=hint,
            **kwargs,
        )
        self.data: str | None
        self.kept: str | None = None
        self.mask: str | None = None

    def mask_number_of(self, company: Company) -> None:
        """Hide the number on record when it is a person's."""
        if company.kind is not CompanyKind.SOLE_TRADER or company.org_number is None:
            return
        self.kept, self.mask = company.org_number, company.shown_org_number
        if self.data in (self.kept, read_org_number(self.mask)):
            self.data = self.mask

    def pre_validate(self, form: Form) -> None:
        """Leave the number on record alone, and read what was typed as one of the country that was chosen."""
        if self.data and self.data == self.mask:
            raise StopValidation
        if self.raw_data and "country" in form:
            self.data = read_org_number(self.raw_data[0], form["country"].data)

    def refuse_taken(self, holder: Company) -> None:
        """Say that another company has the number that was typed."""
        self.errors = [_("%(name)s already has this number. Open that company instead.", name=holder.name)]

    @property
    def number(self) -> str | None:
        """Return the number that was typed, or the one on record."""
        return self.kept if self.data and self.data == self.mask else self.data


class CompanyForm(VersionedForm):
    """A company's facts."""

    name = text_field(_l("Name"), needed=True)
    org_number = CompanyNumberField(
        _l("Organisation number"),
        hint=_l(
            "Ten digits, or from abroad with the country's letters: DK 13 58 56 28. Without it the company cannot "
            "count toward a target."
        ),
    )
    country = ChoiceField(_l("Country"), COUNTRY_NAMES, empty=_l("Another country"), default=SWEDEN)
    # Below the number, which is read as one of the country before it is held against the form of company.
    kind = ChoiceField(_l("Form of company"), KIND_NAMES, needed=True, default=CompanyKind.LIMITED_COMPANY)
    municipality = text_field(
        _l("Municipality"),
        limit=80,
        hint=_l("A place abroad is written as it is."),
        render_kw={"list": "municipalities", "autocomplete": "off"},
    )
    field = text_field(_l("Business field"), limit=120, hint=_l("What the company works with, in a few words."))
    website = url_field(_l("Website"))
    summary = long_text_field(_l("About the company"))
    secrecy_note = long_text_field(
        _l("What the company wants kept secret, and why"),
        hint=_l("Shown to consultants only. No patient data or health data."),
        rows=2,
    )
    owner_id = ChoiceField(_l("Responsible"), empty=_l("Nobody"))
    last_contact_on = DateField(_l("Last contact"))
    name_released_on = DateField(
        _l("Name released on"),
        hint=_l("The day the company agreed to be named in reports to the steering group and the funder."),
    )

    def validate_municipality(self, field: StringField) -> None:
        """Show and keep the one spelling of a municipality."""
        field.data = one_spelling(field.data)

    def validate_org_number(self, field: CompanyNumberField) -> None:
        """Follow the letters of a number where nobody chose a country; refuse another country's number."""
        chosen, number = self.country.data, field.number
        if not number or chosen == country_of(number):
            return
        if chosen is None:
            raise ValidationError(_("Choose the country whose number it is."))
        if chosen != SWEDEN:
            raise ValidationError(
                _("The number is one of %(country)s. Choose that country.", country=country_name(country_of(number)))
            )
        self.country.data = country_of(number)

    def validate_kind(self, field: ChoiceField) -> None:
        """Refuse a personal identity number for anybody but a sole trader, whose number is hidden."""
        if is_personal_number(self.org_number.number) and field.data != CompanyKind.SOLE_TRADER:
            raise ValidationError(
                _("The number is a personal identity number. Choose sole trader, so that it is hidden.")
            )

    def to_command(self) -> CompanyCommand:
        """Return what was asked for."""
        return CompanyCommand(
            name=self.name.data,
            kind=CompanyKind(self.kind.data),
            org_number=self.org_number.number,
            country=self.country.data,
            municipality=self.municipality.data,
            field=self.field.data,
            website=self.website.data,
            summary=self.summary.data,
            secrecy_note=self.secrecy_note.data,
            owner_id=self.owner_id.number,
            last_contact_on=self.last_contact_on.data,
            name_released_on=self.name_released_on.data,
        )


class NewCompanyForm(CompanyForm):
    """The facts of a company that is not recorded yet; one that may be on record is asked about."""

    is_another = BooleanField(_l("It is another company"))
    # Those that it may be, for the question; set by the view.
    alike: Sequence[Company] = ()
