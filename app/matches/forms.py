"""The forms of a match and the filters of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from app.labels import CLOSE_REASON_NAMES, PARTY_NAMES, STAGE_NAMES
from app.limits import SHORT_TEXT
from app.matches.commands import CloseCommand, CorrectCommand, NextStepCommand
from app.web.forms.base import BaseForm, VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.filters import FilterForm, search_field
from models.matches import STAGES_IN_ORDER, CloseReason, Stage
from models.waiting import WaitingFor

PRESETS = (
    ("mine", _l("My matches")),
    ("overdue", _l("Overdue")),
    ("waiting", _l("Waiting")),
    ("no_step", _l("No next step")),
    ("no_meeting", _l("Introduced but no meeting")),
    ("all", _l("Closed ones too")),
)
# Further views, which the home page leads to.
HOME_VIEWS = (
    ("mine_overdue", _l("My overdue steps")),
    ("mine_week", _l("My steps in the next seven days")),
)


class MatchFilters(FilterForm):
    """What the list of matches can be narrowed by; `show` is one of the saved views."""

    q = search_field(_l("Search the matches"))
    show = ChoiceField(_l("Show"), (*PRESETS, *HOME_VIEWS), empty=_l("All open matches"))
    stage = ChoiceField(_l("Stage"), tuple(STAGE_NAMES.items()), empty=_l("All stages"))
    owner = ChoiceField(_l("Responsible"), empty=_l("Anybody"))
    waiting = ChoiceField(_l("Waiting for"), tuple(PARTY_NAMES.items()), empty=_l("All"))
    programme = ChoiceField(_l("Programme"), empty=_l("All programmes"))


class InfrastructureMatchFilters(FilterForm):
    """What a unit can narrow its introductions by."""

    q = search_field(_l("Search by need or capability"))


class CapabilitySearch(FilterForm):
    """The search for a capability to pair with a need."""

    q = search_field(_l("Search among all capabilities"))


class PairForm(BaseForm):
    """One chosen capability."""

    capability_id = HiddenField()


class DismissForm(BaseForm):
    """Why a pair is not worth going on with."""

    reason = ChoiceField(_l("Reason"), tuple(CLOSE_REASON_NAMES.items()), needed=True, empty=_l("Choose a reason"))
    note = long_text_field(_l("Note"), hint=_l("Shown to consultants only. No patient data or health data."), rows=2)

    def to_command(self) -> CloseCommand:
        """Return why."""
        return CloseCommand(reason=CloseReason(self.reason.data), note=self.note.data)


class CorrectForm(VersionedForm):
    """The stage a match really is in."""

    stage = ChoiceField(
        _l("Stage"), [(stage, STAGE_NAMES[stage]) for stage in STAGES_IN_ORDER], needed=True, empty=_l("Choose a stage")
    )
    note = long_text_field(_l("Why it is corrected"), rows=2)

    def to_command(self) -> CorrectCommand:
        """Return what was asked for."""
        return CorrectCommand(stage=Stage(self.stage.data), note=self.note.data)


class PartyField(ChoiceField):
    """Asks whose answer is waited for."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        """Ask for one of the two parties, or nobody."""
        super().__init__(label, tuple(PARTY_NAMES.items()), empty=_l("Nobody"), **kwargs)

    @property
    def party(self) -> WaitingFor | None:
        """Return the chosen party."""
        return WaitingFor(self.data) if self.data else None


class NextStepFields(VersionedForm):
    """What happens next in a match, as one part of a form."""

    next_step = text_field(_l("Next step"), limit=SHORT_TEXT)
    next_step_on = DateField(_l("When"))
    next_step_owner_id = ChoiceField(_l("Who does it"), empty=_l("Nobody"))
    waiting_for = PartyField(_l("Waiting for"))

    def validate_next_step_on(self, field: DateField) -> None:
        """Refuse a day without anything to do on it."""
        if field.data and not self.next_step.data:
            raise ValidationError(_("Say what is to be done on this day."))

    def to_next_step(self) -> NextStepCommand | None:
        """Return what was decided, or None where nothing was written."""
        if not self.next_step.data:
            return None
        return NextStepCommand(self.next_step.data, self.next_step_on.data, self.next_step_owner_id.number)


class NextStepForm(NextStepFields):
    """What happens next in a match."""

    next_step = text_field(_l("Next step"), limit=SHORT_TEXT, hint=_l("Leave it empty when nothing is to be done."))

    def to_command(self) -> NextStepCommand:
        """Return what was decided: with nothing written, that nothing is to be done."""
        step = self.to_next_step() or NextStepCommand(None, None, self.next_step_owner_id.number)
        return replace(step, waiting_for=self.waiting_for.party)


class DoneForm(VersionedForm):
    """What happens next when a step is done; its fields stand on the page beside those of `NextStepForm`."""

    then = text_field(_l("What happens next"), limit=SHORT_TEXT, hint=_l("Leave it empty when nothing is to be done."))
    then_on = DateField(_l("When"))
    then_owner_id = ChoiceField(_l("Who does it"), empty=_l("Nobody"))
    then_waiting_for = PartyField(_l("Waiting for"))

    def validate_then_on(self, field: DateField) -> None:
        """Refuse a day without anything to do on it."""
        if field.data and not self.then.data:
            raise ValidationError(_("Say what is to be done on this day."))

    def to_command(self) -> NextStepCommand:
        """Return what was decided."""
        return NextStepCommand(
            self.then.data, self.then_on.data, self.then_owner_id.number, self.then_waiting_for.party
        )


class WaitForm(VersionedForm):
    """Whose answer a match waits for, said with one button; none sent says that it has come."""

    waiting_for = PartyField(_l("Waiting for"))


class OwnerForm(VersionedForm):
    """Who is responsible for a match."""

    owner_id = ChoiceField(_l("Responsible"), empty=_l("Nobody"))


class MoveForm(VersionedForm):
    """Where on the board a match is to go."""

    stage = ChoiceField(_l("Stage"), tuple(STAGE_NAMES.items()), needed=True)


class AdvanceForm(VersionedForm):
    """A step forward with one button."""


def offer_stages(form: CorrectForm, stages: Iterable[Stage]) -> None:
    """Offer the stages that the match can be set to."""
    form.stage.offer((stage, STAGE_NAMES[stage]) for stage in stages)
