"""The forms for several rows at once: which rows, each with the version it was shown with, and what they are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.addresses import record_number
from app.limits import CHOSEN_AT_ONCE, SHORT_TEXT, TAG_NAME
from app.matches.commands import NextStepCommand
from app.web.forms.base import KeyedForm
from app.web.forms.choices import ChoiceField, Choices
from app.web.forms.dates import DateField
from app.web.forms.fields import text_field

_BETWEEN, _AT = ".", "-"
_NOBODY: Final = "nobody"


class ChosenForm(KeyedForm):
    """The rows that were chosen."""

    chosen = HiddenField()

    @property
    def versions(self) -> dict[int, int]:
        """Return the version that each row was shown with, by number; garbage is a 400."""
        parts = [part.split(_AT) for part in (self.chosen.data or "").split(_BETWEEN) if part]
        if len(parts) > CHOSEN_AT_ONCE:
            abort(400)
        versions = {}
        for part in parts:
            number, version = (record_number(text) for text in part) if len(part) == 2 else (None, None)  # noqa: PLR2004 - a number and a version
            if number is None or version is None or number in versions:
                abort(400)
            versions[number] = version
        return versions

    def choose(self, versions: Mapping[int, int]) -> None:
        """Carry these rows."""
        self.chosen.data = _BETWEEN.join(f"{number}{_AT}{version}" for number, version in versions.items())


class AssignSeveralForm(ChosenForm):
    """Who is to be responsible."""

    owner_id = ChoiceField(_l("Responsible"), needed=True, empty=_l("Choose who"))

    def offer(self, choices: Choices) -> None:
        """Offer colleagues, and nobody."""
        self.owner_id.offer([*choices, (_NOBODY, _("Nobody"))])

    @property
    def owner(self) -> int | None:
        """Return who was chosen."""
        return None if self.owner_id.data == _NOBODY else self.owner_id.number


class SeveralStepsForm(ChosenForm):
    """What happens next in every chosen match."""

    next_step = text_field(_l("Next step"), needed=True, limit=SHORT_TEXT)
    next_step_on = DateField(_l("When"))
    next_step_owner_id = ChoiceField(_l("Who does it"), empty=_l("Nobody"))

    def to_command(self) -> NextStepCommand:
        """Return what was decided."""
        return NextStepCommand(self.next_step.data, self.next_step_on.data, self.next_step_owner_id.number)


class PutOnSeveralForm(ChosenForm):
    """The name of a tag to put on every chosen record."""

    name = text_field(_l("Tag"), needed=True, limit=TAG_NAME, render_kw={"list": "known-tags", "autocomplete": "off"})


class TakeOffSeveralForm(ChosenForm):
    """The tag to take off the chosen records."""

    tag_id = ChoiceField(_l("Tag"), needed=True, empty=_l("Choose a tag"))


def shown_versions(rows: Iterable[object]) -> dict[int, int]:
    """Return rows' versions by their numbers."""
    return {row.id: row.version for row in rows}  # type: ignore[attr-defined]  # every kind of record has both
