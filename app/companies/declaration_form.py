"""The form for a company's size in one accounting year."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SubmitField, ValidationError

from app.aid.near_links import NearLink
from app.companies.commands import DeclarationCommand
from app.companies.names import CURRENCY_NAMES, OWNERSHIP_NAMES
from app.companies.related_forms import RelatedField
from app.limits import EVIDENCE, MAX_ACCOUNTING_DAYS, MAX_EUR, MAX_HEADCOUNT, MAX_RATE, MIN_ACCOUNTING_DAYS
from app.rates.forms import require_likely
from app.web.forms.base import KeyedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import text_field
from app.web.forms.numbers import NumberField
from models.clock import today
from models.organisations import Ownership
from models.smf_basis import EURO, SizeBasis, part_of


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
    turnover = NumberField(_l("Turnover"), lowest=0, highest=MAX_EUR)
    balance = NumberField(_l("Balance sheet total"), lowest=0, highest=MAX_EUR)
    currency = ChoiceField(_l("Currency"), CURRENCY_NAMES, needed=True, default=EURO)
    rate = NumberField(
        _l("Rate for one euro"),
        lowest=0,
        highest=MAX_RATE,
        decimals=6,
        hint=_l("The rate of the day on which the accounts were closed, such as 11,4865."),
    )
    rate_source = text_field(_l("Where the rate is from"), hint=_l("Such as Riksbanken or InforEuro, and the day."))
    ownership = ChoiceField(
        _l("Ownership"),
        OWNERSHIP_NAMES,
        needed=True,
        default=Ownership.UNKNOWN,
        hint=_l("Holdings of venture capital, universities and other exempt investors up to 50 percent do not count."),
    )
    related = RelatedField(
        _l("Partners and linked companies"),
        hint=_l(
            "One on a line: name; share in percent; headcount; turnover; balance. Write 100 for a dominant influence. "
            "A line that begins with a hyphen is a company of the one above. Brygga adds up by share."
        ),
    )
    are_others = BooleanField(_l("They are other companies than those on record with such names"))
    # Linked companies that are named nearly as those on record, for the question; set by the view.
    near: Sequence[NearLink] = ()
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
        days = (self.period_end.data - field.data).days + 1
        if days > MAX_ACCOUNTING_DAYS:
            raise ValidationError(_("An accounting year is eighteen months at most."))
        if days < MIN_ACCOUNTING_DAYS:
            raise ValidationError(
                _("A year of less than a month says nothing of the size. Declare the first whole year as an estimate.")
            )

    def validate_currency(self, field: ChoiceField) -> None:
        """Ask for the rate and where it is from where money is not in euro."""
        if field.data != EURO and not self.rate.value:
            raise ValidationError(_("Say what one euro was worth in this currency. The ceilings are in euro."))
        if field.data != EURO and not self.rate_source.data:
            raise ValidationError(_("Say where the rate is from."))

    def validate_rate(self, field: NumberField) -> None:
        """Refuse a rate that figures in euro would not be reckoned by, and one that a currency has never been near."""
        if field.value is not None and self.currency.data == EURO:
            raise ValidationError(_("The figures are said to be in euro. Choose their currency, or empty the rate."))
        if field.value:
            require_likely(field.value, self.currency.data)

    def validate_ownership(self, field: ChoiceField) -> None:
        """Refuse an ownership that the list of companies speaks against."""
        found = self._listed_ownership()
        if found is not None and field.data != found:
            named = dict(OWNERSHIP_NAMES)[found]
            raise ValidationError(_("By the shares in the list it is: %(ownership)s", ownership=named))

    def _listed_ownership(self) -> Ownership | None:
        shares = [company.share for company in self.related.companies if not company.of_above]
        if not shares or part_of(max(shares)) == 0:
            return Ownership.AUTONOMOUS if shares else None
        return Ownership.LINKED if part_of(max(shares)) == 1 else Ownership.PARTNER

    def validate_declared_on(self, field: DateField) -> None:
        """Refuse a day to come."""
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet."))

    def to_command(self) -> DeclarationCommand:
        """Return what was declared."""
        assert self.period_end.data and self.declared_on.data  # noqa: S101, PT018 - both are required fields
        is_converted = self.currency.data != EURO
        basis = SizeBasis(
            currency=self.currency.data,
            rate=_as_float(self.rate) if is_converted else None,
            rate_source=self.rate_source.data if is_converted else None,
            headcount=_as_float(self.headcount),
            turnover=_as_float(self.turnover),
            balance=_as_float(self.balance),
            related=self.related.companies,
        )
        return DeclarationCommand(
            period_start=self.period_start.data,
            period_end=self.period_end.data,
            ownership=Ownership(self.ownership.data),
            publicly_owned=self.publicly_owned.data,
            is_estimate=self.is_estimate.data,
            owner_changed=self.owner_changed.data,
            declared_by=self.declared_by.data,
            declared_on=self.declared_on.data,
            evidence=self.evidence.data,
            basis=basis,
        )


def _as_float(field: NumberField) -> float | None:
    return None if field.value is None else float(field.value)
