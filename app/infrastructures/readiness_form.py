"""The form for a whole readiness ladder: four or five fields for each of its fourteen items, on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.infrastructures.commands import AssessmentCommand
from app.infrastructures.readiness_ladder import LEVEL_NAMES, NOT_APPLICABLE, RUNGS, Rung
from app.limits import EVIDENCE
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.i18n import named
from models.readiness_items import ReadinessItem

PARTS = ("level", "evidence", "responsible", "due_on")


def parts_of(rung: Rung) -> tuple[str, ...]:
    """Return the names of a rung's fields; only items that may be left out have a reason for that."""
    return PARTS if rung.is_core else (*PARTS, "reason")


class ReadinessForm(VersionedForm):
    """All items of one ladder; the fields level_1 … due_on_14 are made below, one set a rung.

    The version is made of what the items say, so it differs after every change of any of them.
    """

    @classmethod
    def of(cls, items: Iterable[ReadinessItem], version: int, **kwargs: Any) -> ReadinessForm:
        """Return the form with what is known; an item nobody has assessed is not started."""
        data: dict[str, Any] = {"version": str(version)}
        data |= {f"level_{rung.number}": "0" for rung in RUNGS}
        for item in items:
            data |= {f"{part}_{item.number}": getattr(item, part) for part in (*PARTS, "reason")}
            data[f"level_{item.number}"] = NOT_APPLICABLE if item.level is None else str(item.level)
        return cls(data=data, **kwargs)

    def part(self, name: str, number: int) -> Any:
        """Return one field of one item."""
        return self[f"{name}_{number}"]

    def folded_out(self, number: int) -> bool:
        """Tell whether something of an item that is usually folded away must be corrected."""
        return any(self.part(name, number).errors for name in PARTS[1:])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a reason where an item is said not to concern the unit."""
        valid: bool = super().validate(extra_validators)
        for rung in (rung for rung in RUNGS if not rung.is_core):
            reason = self.part("reason", rung.number)
            if {reason.name, f"level_{rung.number}"} <= self.untouched:
                continue
            if self.part("level", rung.number).data == NOT_APPLICABLE and not reason.data and not reason.errors:
                reason.errors = [_("Write why the item does not concern the unit.")]
                valid = False
        return valid

    def to_commands(self) -> list[AssessmentCommand]:
        """Return what is said of each item."""
        return [self._command(rung) for rung in RUNGS]

    def _command(self, rung: Rung) -> AssessmentCommand:
        said = {name: self.part(name, rung.number).data for name in parts_of(rung)}
        level = said["level"]
        return AssessmentCommand(
            number=rung.number,
            level=None if level == NOT_APPLICABLE else int(level),
            reason=said.get("reason"),
            evidence=said["evidence"],
            responsible=said["responsible"],
            due_on=said["due_on"],
        )


def _label(rung: Rung, part: str) -> Any:
    return LazyString(lambda: f"{rung.number} {named(rung)}: {part}")


def _add_fields(rung: Rung) -> None:
    levels = LEVEL_NAMES if rung.is_core else (*LEVEL_NAMES, (NOT_APPLICABLE, _l("Does not concern the unit")))
    fields = {
        "level": ChoiceField(
            LazyString(lambda: f"{rung.number} {named(rung)}"), levels, needed=True, empty=_l("Choose")
        ),
        "reason": text_field(_label(rung, _l("why it does not concern the unit")), limit=EVIDENCE),
        "evidence": long_text_field(_label(rung, _l("what shows it")), limit=EVIDENCE, rows=2),
        "responsible": text_field(_label(rung, _l("who sees to it"))),
        "due_on": DateField(_label(rung, _l("to be ready by"))),
    }
    for part in parts_of(rung):
        setattr(ReadinessForm, f"{part}_{rung.number}", fields[part])


for _rung in RUNGS:
    _add_fields(_rung)
