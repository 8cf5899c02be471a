"""The forms for entries that are made by hand for an indicator of which Brygga has no other record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.achievements.forms import AchievementForm, GroupedForm
from app.achievements.kind_forms import WHOM
from app.limits import MAX_AMOUNT, NAME
from app.programmes.achievement_names import counts_whole
from app.programmes.parts_of_others import counted_in_whole, whole_of
from app.storage.database import db_session
from app.web.forms.fields import like, text_field
from app.web.forms.numbers import NumberField
from app.web.i18n import named
from models.base import swedish_sort_key
from models.clock import today
from models.programmes import CountingRule, Indicator


class EntryForm(GroupedForm):
    """A company that counts for an indicator of which Brygga has no other record."""

    whom = like(WHOM)
    # The indicator that the entry is made for; set by the view.
    indicator: Indicator | None = None

    def validate_whom(self, field: Field) -> None:
        """Find the company, which has been counted as supported before it counts as supported by a grant."""
        self.find_company(field)
        if self.indicator is None or field.name in self.untouched:
            return
        programme = self.indicator.programme
        whole = whole_of(self.indicator, programme)
        counted = counted_in_whole(db_session(), self.indicator, programme, until=today())
        company_id, name = (self.company.id, self.company.name) if self.company else (None, field.data or "")
        if whole and counted and not counted.holds(company_id, swedish_sort_key(name)):
            raise ValidationError(
                _(
                    "%(part)s is a part of %(whole)s, and the company does not count there. Record first, with "
                    "evidence, what makes it count there.",
                    part=named(self.indicator),
                    whole=named(whole),
                )
            )


class SmfEntryForm(GroupedForm):
    """A company that counts for such an indicator if it is an SMF."""

    # Called as in the form before it, since what was typed in forms of the same fields is shown again by their names.
    whom = text_field(
        _l("Company or organisation"),
        needed=True,
        limit=NAME,
        hint=_l("A company on record, by its name or its number."),
    )

    def validate_whom(self, field: Field) -> None:
        """Find the company, which must be recorded: else nobody knows its size."""
        self.find_company(field, recorded_only=True)


class AmountForm(AchievementForm):
    """An amount in an indicator's unit."""

    amount = NumberField(_l("Amount"), lowest=0, highest=MAX_AMOUNT, decimals=2, needed=True)
    whom = text_field(
        _l("Company or organisation"), limit=NAME, hint=_l("When the amount is about one. Only the office sees it.")
    )

    def validate_amount(self, field: NumberField) -> None:
        """Refuse what adds nothing."""
        if field.value is not None and not field.value:
            raise ValidationError(_("Write more than nothing. What was entered by mistake is taken back on its page."))

    def validate_whom(self, field: Field) -> None:
        """Find the company."""
        self.find_company(field)


class WholeAmountForm(AmountForm):
    """A number in an indicator's unit that has no halves, such as users."""

    amount = NumberField(_l("Amount"), lowest=0, highest=MAX_AMOUNT, needed=True)


ENTRY_FORMS: Final[Mapping[CountingRule, type[AchievementForm]]] = {
    CountingRule.ENTERED_COMPANY: EntryForm,
    CountingRule.ENTERED_SMF: SmfEntryForm,
    CountingRule.ENTERED_PART: EntryForm,
    CountingRule.REPORTED: AmountForm,
}


def entry_form(indicator: Indicator) -> type[AchievementForm]:
    """Return the form for entries of an indicator."""
    form = ENTRY_FORMS[indicator.rule]
    return WholeAmountForm if form is AmountForm and counts_whole(indicator) else form
