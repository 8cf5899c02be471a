"""The form for a blind verdict."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.addresses import record_number
from app.ranking.commands import BlindCommand, BlindVerdict
from app.ranking.names import BLIND_REASONS, BLIND_VERDICTS
from app.web.forms.base import BaseForm
from app.web.forms.choices import ChoiceField
from models.matches import CloseReason


class BlindForm(BaseForm):
    """A verdict on one pair; which pair is carried along, and nothing else about it."""

    need_id = HiddenField()
    capability_id = HiddenField()
    reason = ChoiceField(_l("Why it is not this"), BLIND_REASONS, default=CloseReason.WRONG_METHOD)
    verdict = ChoiceField(_l("Verdict"), BLIND_VERDICTS, needed=True)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that there is a reason where one is asked for."""
        valid: bool = super().validate(extra_validators)
        if valid and self.verdict.data == BlindVerdict.NOT_THIS and not self.reason.data:
            self.reason.errors = [_("Choose why it is not this.")]
            return False
        return valid

    @property
    def pair(self) -> tuple[int, int]:
        """Return the ids of the need and the capability."""
        return _number(self.need_id.data), _number(self.capability_id.data)

    def to_command(self) -> BlindCommand:
        """Return what was said."""
        verdict = BlindVerdict(self.verdict.data)
        need_id, capability_id = self.pair
        return BlindCommand(
            need_id=need_id,
            capability_id=capability_id,
            verdict=verdict,
            reason=CloseReason(self.reason.data) if verdict is BlindVerdict.NOT_THIS else None,
        )


def _number(text: str | None) -> int:
    """Return a record's number; the page wrote it, so anything else is a 400."""
    number = record_number(text)
    if number is None:
        abort(400)
    return number
