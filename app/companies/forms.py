"""The forms for a company and for its size in one year, and the filters of the list."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, StringField, SubmitField, ValidationError
from wtforms.validators import Optional, StopValidation

from app.companies.commands import CompanyCommand, DeclarationCommand
from app.companies.names import KIND_NAMES, OWNERSHIP_NAMES
from app.limits import EVIDENCE, MAX_ACCOUNTING_DAYS, MAX_EUR, MAX_HEADCOUNT
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import (
    DateField,
    NumberField,
    long_text_field,
    text_field,
    url_field,
    valid_org_number,
)
from app.web.forms.filters import FilterForm, search_field
from models.clock import today
from models.municipalities import one_spelling
from models.org_numbers import is_personal_number, read_org_number
from models.organisations import Company, CompanyKind, Ownership

PRESETS = (
    ("mine", _l("My companies")),
    ("quiet", _l("No contact in 60 days")),
    ("counted", _l("Counted companies")),
    ("unnumbered", _l("Without organisation number")),
)


class CompanyFilters(FilterForm):
    """What the list of companies can be narrowed by; `show` is one of the saved views."""

    q = search_field(_l("Search by name or organisation number"))
    show = ChoiceField(_l("Show"), PRESETS, empty=_l("All companies"))
    municipality = ChoiceField(_l("Municipality"), empty=_l("All municipalities"), filters=[one_spelling])


class CompanyNumberField(StringField):
    """An organisation number; a sole trader's on record is shown masked, and stays when it is sent back so."""

    def __init__(self, label: Any, *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for ten digits."""
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
        """Leave the number on record alone."""
        if self.data and self.data == self.mask:
            raise StopValidation

    @property
    def number(self) -> str | None:
        """Return the ten digits that were typed, or those on record."""
        return self.kept if self.data and self.data == self.mask else self.data


class CompanyForm(VersionedForm):
    """A company's facts."""

    name = text_field(_l("Name"), needed=True)
    kind = ChoiceField(_l("Form of company"), KIND_NAMES, needed=True, default=CompanyKind.LIMITED_COMPANY)
    org_number = CompanyNumberField(
        _l("Organisation number"), hint=_l("Ten digits. Without it the company cannot count toward a target.")
    )
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
    """The facts of a company that is not recorded yet; one with the name of another is asked about."""

    is_another = BooleanField(_l("It is another company with the same name"))


class DeclarationForm(KeyedForm):
    """A company's size in one accounting year; `preview` shows the class without saving."""

    period_end = DateField(_l("Last day of the accounting year"), needed=True)
    period_start = DateField(
        _l("First day of the accounting year"),
        hint=_l("Only when it was not twelve months long. The turnover is then brought to twelve months."),
    )
    headcount = NumberField(
        _l("Headcount"),
        lowest=0,
        highest=MAX_HEADCOUNT,
        decimals=1,
        hint=_l("Full-time jobs over the year; part of a job is written 0,5."),
    )
    turnover_eur = NumberField(_l("Turnover in euro"), lowest=0, highest=MAX_EUR)
    balance_eur = NumberField(_l("Balance sheet total in euro"), lowest=0, highest=MAX_EUR)
    ownership = ChoiceField(
        _l("Ownership"),
        OWNERSHIP_NAMES,
        needed=True,
        default=Ownership.UNKNOWN,
        hint=_l("Add the partners' figures in proportion to the holding, and all of the linked companies' figures."),
    )
    publicly_owned = BooleanField(_l("Public bodies hold 25 percent or more of the capital or the votes"))
    owner_changed = BooleanField(_l("The owner changed during the year"))
    is_estimate = BooleanField(_l("The figures are an estimate, since there are no accounts yet"))
    declared_by = text_field(_l("Who at the company declares it"), needed=True)
    declared_on = DateField(_l("Declared on"), needed=True, default=today)
    evidence = text_field(_l("Where the evidence is"), limit=EVIDENCE, hint=_l("A document's name or number."))
    preview = SubmitField(_l("Show the class first"))

    def validate_period_end(self, field: DateField) -> None:
        """Take figures for a year that is not over only as an estimate."""
        if field.data and field.data > today() and not self.is_estimate.data:
            raise ValidationError(
                _("The year is not over. Mark the figures as an estimate, or choose an earlier year.")
            )

    def validate_period_start(self, field: DateField) -> None:
        """Refuse a year that ends before it begins, or is longer than the law lets it be."""
        if not (field.data and self.period_end.data):
            return
        if field.data > self.period_end.data:
            raise ValidationError(_("The first day cannot come after the last."))
        if (self.period_end.data - field.data).days >= MAX_ACCOUNTING_DAYS:
            raise ValidationError(_("An accounting year is eighteen months at most."))

    def validate_declared_on(self, field: DateField) -> None:
        """Refuse a day to come."""
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet."))

    def to_command(self) -> DeclarationCommand:
        """Return what was declared."""
        assert self.period_end.data and self.declared_on.data  # noqa: S101, PT018 - both are required fields
        return DeclarationCommand(
            period_start=self.period_start.data,
            period_end=self.period_end.data,
            headcount=_as_float(self.headcount),
            turnover_eur=_as_float(self.turnover_eur),
            balance_eur=_as_float(self.balance_eur),
            ownership=Ownership(self.ownership.data),
            publicly_owned=self.publicly_owned.data,
            is_estimate=self.is_estimate.data,
            owner_changed=self.owner_changed.data,
            declared_by=self.declared_by.data,
            declared_on=self.declared_on.data,
            evidence=self.evidence.data,
        )


def _as_float(field: NumberField) -> float | None:
    return None if field.value is None else float(field.value)
