"""The forms for steps: a day, who and a document; a declaration has lines, check and approval perhaps a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField, ValidationError
from wtforms.validators import Optional

from app.aid.commands import DeclaredAid, Override, StepCommand
from app.aid.ledger import LedgerLine
from app.aid.limits import EARLIER_AIDS
from app.aid.names import WHO_ASKED
from app.aid.near_links import NearLink
from app.limits import EVIDENCE, MAX_SEK, NAME
from app.web.forms.base import VersionedForm
from app.web.forms.dates import DateField
from app.web.forms.fields import text_field
from matching.text.signs import clean_text, plain_number
from models.aid import AidGrant, EarlierAid
from models.aid_rules import AidStep, rests_on
from models.clock import today

_PARTS: Final = 3  # day, who gave it, amount with its currency
_AMOUNT: Final = re.compile(r"(\d{1,12}(?:[.,]\d{1,2})?)(eur|€|kr|sek)", re.ASCII | re.IGNORECASE)
_KRONOR: Final = ("kr", "sek")


class EarlierField(TextAreaField):  # type: ignore[misc]  # the library says nothing of types
    """Earlier aid as lines of "day; who gave it; amount EUR" or "… kr"."""

    def __init__(self, label: Any, *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for any number of lines."""
        super().__init__(label, validators=[Optional()], description=hint, render_kw={"rows": 5}, **kwargs)
        self.declared: tuple[DeclaredAid, ...] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it; raises ValueError, which says which line is wrong and why."""
        self.data = clean_text(valuelist[0]) if valuelist else ""
        lines = [line.strip() for line in (self.data or "").splitlines() if line.strip()]
        if len(lines) > EARLIER_AIDS:
            raise ValueError(_("At most %(count)d lines fit.", count=EARLIER_AIDS))
        self.declared = ()
        self.declared = tuple(_read(line, number) for number, line in enumerate(lines, start=1))


def _read(line: str, number: int) -> DeclaredAid:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != _PARTS or not parts[1] or len(parts[1]) > NAME:
        raise ValueError(_("Line %(number)d: write day; who gave it; amount, with semicolons.", number=number))
    try:
        day = date.fromisoformat(plain_number(parts[0]))
    except ValueError:
        raise ValueError(_("Line %(number)d: write the day as 2026-11-21.", number=number)) from None
    if day > today():
        raise ValueError(_("Line %(number)d: the day has not come yet.", number=number))
    found = _AMOUNT.fullmatch(re.sub(r"\s", "", plain_number(parts[2])))
    amount = Decimal(found[1].replace(",", ".")) if found else Decimal(0)
    if not found or not 0 < amount <= MAX_SEK:
        raise ValueError(
            _("Line %(number)d: write the amount with its currency, such as 12 500 EUR or 140 000 kr.", number=number)
        )
    return DeclaredAid(day, parts[1], amount, in_kronor=found[2].casefold() in _KRONOR)


def as_lines(declared: Iterable[Any]) -> str:
    """Return declared aid as the field takes it."""
    return "\n".join(
        f"{each.granted_on}; {each.giver}; "
        + (f"{each.aid_eur} EUR" if getattr(each, "aid_sek", None) is None else f"{each.aid_sek} kr")
        for each in declared
    )


def as_declared(lines: Iterable[LedgerLine]) -> Iterable[EarlierAid]:
    """Return lines of the ledger as they would be declared anew."""
    return (EarlierAid(granted_on=each.granted_on, giver=each.giver, aid_eur=each.euro) for each in lines)


class StepForm(VersionedForm):
    """A step with its day and who; `grant` is the support."""

    done_on = DateField(_l("Day"), needed=True, default=today)
    who = text_field(_l("Who"), needed=True)
    said = text_field(_l("Document or receipt"), limit=EVIDENCE, hint=_l("A document's name or number."))
    taken_step: AidStep
    grant: AidGrant

    def of(self, grant: AidGrant, step: AidStep) -> StepForm:
        """Take the support and the step that the form is for, and ask in its words; return itself."""
        self.grant, self.taken_step = grant, step
        self.who.label.text = str(WHO_ASKED[step])
        return self

    def fill_in(self, who: str, earlier: str) -> None:
        """Show what was written when the step was taken before, else who would do it, and what was declared last."""
        before = next((each for each in self.grant.steps if each.step is self.taken_step), None)
        self.who.data = before.who if before else who
        if before:
            self.done_on.data, self.said.data = before.done_on, before.said
        if "earlier" in self:
            self["earlier"].data = as_lines(self.grant.earlier) if before else earlier
            self["left_out_reason"].data = before.left_out_reason if before else None

    def validate_done_on(self, field: DateField) -> None:
        """Refuse a day to come, and one before the step that this one rests on."""
        if not field.data:
            return
        if field.data > today():
            raise ValidationError(_("This day has not come yet."))
        before = max(self.grant.taken[step].done_on for step in rests_on(self.taken_step))
        if field.data < before:
            raise ValidationError(_("The step before was taken on %(day)s. This one cannot be earlier.", day=before))

    def to_command(self) -> StepCommand:
        """Return the step."""
        assert self.done_on.data  # noqa: S101 - a required field
        return StepCommand(self.taken_step, self.done_on.data, self.who.data, self.said.data)


class EarlierAidForm(StepForm):
    """What a company declares that it has received from others."""

    earlier = EarlierField(
        _l("Aid received from others"),
        hint=_l(
            "One on a line: day; who gave it; amount with EUR or kr. All de minimis aid of three years to the company "
            "and those it is linked with, except what is on record in Brygga, from this programme or another: that "
            "counts already. Leave it empty when it declares none."
        ),
    )

    left_out_reason = text_field(_l("Why what was declared before is left out"), limit=EVIDENCE)

    def to_command(self) -> StepCommand:
        """Return the step with what was declared."""
        declared = {"earlier": self.earlier.declared, "left_out_reason": self.left_out_reason.data}
        return replace(super().to_command(), **declared)


class CeilingForm(StepForm):
    """The check, or the funder's approval; above the ceiling it says who decided that, why and when."""

    override_by = text_field(_l("Who decides to go above the ceiling"))
    override_reason = text_field(_l("Why"), limit=EVIDENCE)
    override_on = DateField(_l("Decided on"))
    are_others = BooleanField(_l("They are other companies than those on record with such names"))
    # Linked companies that are named nearly as those on record, for the question; set by the view.
    near: Sequence[NearLink] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and ask for the whole of a decision where a part of it is there."""
        is_valid = super().validate(extra_validators)
        parts = (self.override_by, self.override_reason, self.override_on)
        if any(each.data for each in parts) and not all(each.data for each in parts) and not self.override_by.errors:
            self.override_by.errors = [
                _("A decision to go above the ceiling says who, why and which day. Fill in all three.")
            ]
            return False
        return is_valid

    def validate_override_on(self, field: DateField) -> None:
        """Refuse a day to come, and one after the step that the decision is for."""
        if field.data and field.data > today():
            raise ValidationError(_("This day has not come yet."))
        if field.data and self.done_on.data and field.data > self.done_on.data:
            raise ValidationError(
                _("The decision cannot be later than the step on %(day)s that it is for.", day=self.done_on.data)
            )

    def to_command(self) -> StepCommand:
        """Return the step, with the decision and the answer."""
        by, reason, on = self.override_by.data, self.override_reason.data, self.override_on.data
        override = Override(by, reason, on) if by and reason and on else None
        return replace(super().to_command(), override=override, are_others=self.are_others.data)


class RegisterForm(StepForm):
    """The registration in the central register, which gives a receipt."""

    said = text_field(
        _l("Document or receipt"), needed=True, limit=EVIDENCE, hint=_l("The number that the register gave.")
    )


FORMS: Final[Mapping[AidStep, type[StepForm]]] = {
    **dict.fromkeys(WHO_ASKED, StepForm),
    AidStep.DECLARED: EarlierAidForm,
    AidStep.CHECKED: CeilingForm,
    AidStep.APPROVED: CeilingForm,
    AidStep.REGISTERED: RegisterForm,
}
