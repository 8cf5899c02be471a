"""The form for a use and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError

from app.limits import EVIDENCE, MAX_HOURS, MAX_SEK
from app.uses.commands import UseCommand
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.numbers import NumberField
from models.clock import today
from models.uses import EvidenceKind, Use

EVIDENCE_NAMES = (
    (EvidenceKind.DOCUMENT, _l("A document: order, invoice, protocol or report")),
    (EvidenceKind.BOTH_CONFIRMED, _l("Both parties have confirmed it in writing")),
)


class UseForm(VersionedForm):
    """When a company used an infrastructure, what for, and what shows it."""

    started_on = DateField(_l("First day"), needed=True, default=today)
    completed_on = DateField(_l("Last day"))
    hours = NumberField(_l("Hours"), lowest=0, highest=MAX_HOURS, decimals=2)
    value_sek = NumberField(
        _l("Value in kronor"), lowest=0, highest=MAX_SEK, decimals=2, hint=_l("Before tax, what was paid or worth.")
    )
    description = long_text_field(_l("What was done"), hint=_l("No patient data or health data."), rows=2)
    evidence_kind = ChoiceField(_l("Evidence"), EVIDENCE_NAMES, empty=_l("No evidence yet"))
    evidence = text_field(
        _l("Where the evidence is"), limit=EVIDENCE, hint=_l("The document's name and number, or the letter's date.")
    )
    share_agreed_by = text_field(
        _l("Who has decided that companies may use more than 20 per cent of the unit's year"),
        hint=_l("Name and role. Needed only from 20 per cent on."),
    )
    stands_because = text_field(
        _l("Who has decided that the use stands although a party says that it is wrong, and why"),
        limit=EVIDENCE,
        hint=_l("Name, role and reason. Not needed when the use is corrected."),
    )
    unapproved_because = text_field(
        _l("Who has decided that the unit is used although the aid is not approved, and why"),
        limit=EVIDENCE,
        hint=_l("Name, role and reason. Not needed when the aid is approved on the first day."),
    )
    joint_rd = BooleanField(_l("Company and unit did research and development together"))
    joint_rd_evidence = text_field(
        _l("What shows the joint research"),
        limit=EVIDENCE,
        hint=_l("A bought service is not joint research."),
    )

    is_another = BooleanField(_l("It is another use"))
    is_sure = BooleanField(_l("The days, hours and value are right"))
    # Those that it may be, for the question; set by the view.
    same: Sequence[Use] = ()

    def validate_started_on(self, field: DateField) -> None:
        """Refuse a use that has not begun."""
        if field.data and field.data > today():
            raise ValidationError(_("The use has not begun yet. Record it when it has."))

    def validate_completed_on(self, field: DateField) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.started_on.data and field.data < self.started_on.data:
            raise ValidationError(_("The last day cannot come before the first."))
        if field.data and field.data > today():
            raise ValidationError(_("The last day has not been yet. Leave it empty while the use goes on."))

    def validate_evidence_kind(self, field: ChoiceField) -> None:
        """Refuse evidence that is nowhere."""
        if field.data and not self.evidence.data:
            raise ValidationError(_("Say where the evidence is too, or choose No evidence yet."))

    def validate_evidence(self, field: Any) -> None:
        """Refuse evidence of no kind."""
        if field.data and not self.evidence_kind.data:
            raise ValidationError(_("Say above what kind of evidence it is."))

    def validate_joint_rd_evidence(self, field: Any) -> None:
        """Refuse evidence of something that is not claimed."""
        if field.data and not self.joint_rd.data:
            raise ValidationError(_("Mark that they did research together, or leave this empty."))

    def validate_joint_rd(self, field: BooleanField) -> None:
        """Refuse joint research that nothing shows: its hours would leave the economic share."""
        if field.data and not self.joint_rd_evidence.data:
            raise ValidationError(_("Say below what shows the joint research."))

    def to_command(self) -> UseCommand:
        """Return what was recorded."""
        assert self.started_on.data  # noqa: S101 - a required field
        return UseCommand(
            started_on=self.started_on.data,
            completed_on=self.completed_on.data,
            hours=self.hours.value,
            value_sek=self.value_sek.value,
            description=self.description.data,
            evidence_kind=EvidenceKind(self.evidence_kind.data) if self.evidence_kind.data else None,
            evidence=self.evidence.data,
            share_agreed_by=self.share_agreed_by.data,
            stands_because=self.stands_because.data,
            unapproved_because=self.unapproved_because.data,
            joint_rd=self.joint_rd.data,
            joint_rd_evidence=self.joint_rd_evidence.data,
            is_another=self.is_another.data,
            is_sure=self.is_sure.data,
        )


class RemoveForm(VersionedForm):
    """A button that removes a use; it carries the version that was shown."""
