"""The forms for achievements, a kind with the fields that it needs and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.achievements.forms import AchievementForm, GroupedForm
from app.achievements.participant_forms import ONE_ON_A_LINE, read_lines
from app.achievements.sign_ups import SignUps
from app.limits import NAME, NETWORK_TYPE, PARTICIPANTS_KEPT, PARTICIPANTS_KEPT_AT_MOST, PLACE
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import like, long_text_field, required, text_field
from models.achievements import EVENTS, LADDER_LEVELS, AchievementKind
from models.clock import today


class ProgrammeForm(AchievementForm):
    """What is recorded for a programme; an entry for an indicator has its programme from that."""

    programme_id = ChoiceField(_l("Programme"), needed=True, empty=_l("Choose"))


class EventForm(ProgrammeForm):
    """Something to which people came."""

    may_lie_ahead = True
    title = text_field(_l("Name"), needed=True, limit=NAME, hint=_l("The steering group reads it. Name no company."))
    place = text_field(_l("Place"), limit=PLACE)
    # Asked for with a new event only; on its page they are rows of their own.
    participants = long_text_field(_l("Participants"), rows=6, hint=ONE_ON_A_LINE)
    participants_until = DateField(
        _l("Keep the list of participants until"),
        default=lambda: today() + PARTICIPANTS_KEPT,
        hint=_l("After that day the list is emptied. How many came stays."),
    )

    read: SignUps | None = None

    def ask_until_when(self) -> None:
        """Ask for the day on which the rows that stand are forgotten: none are kept without an end."""
        self.participants_until.validators = [required]
        self.participants_until.flags.required = True

    def validate_participants_until(self, field: DateField) -> None:
        """Ask for the day on which a list is forgotten, at most some years ahead."""
        if field.data and field.data > today() + PARTICIPANTS_KEPT_AT_MOST:
            raise ValidationError(_("Five years are the longest a list is kept."))
        if field.data and field.data < today() and "participants" in self and self.participants.data:
            raise ValidationError(_("That day is over, so nothing of the list would be kept."))

    def validate_participants(self, field: Field) -> None:
        """Keep no list without an end, and nobody's name or address."""
        if field.data and not self.participants_until.data:
            raise ValidationError(_("Say until when the list is kept."))
        if field.data:
            self.read = read_lines(field)
            field.data = "\n".join(", ".join(filter(None, each)) for each in self.read.came)


class NetworkForm(ProgrammeForm):
    """A network that was started."""

    title = text_field(_l("Name"), needed=True, limit=NAME, hint=_l("The steering group reads it. Name no company."))
    network_type = text_field(_l("Type of network"), needed=True, limit=NETWORK_TYPE)


WHOM: Final = text_field(
    _l("Company or organisation"),
    needed=True,
    limit=NAME,
    hint=_l("One on record is found by its name or its number; others are kept as you write them."),
)


class CollaborationForm(ProgrammeForm):
    """A collaboration for sustainability that was started."""

    title = text_field(_l("Name"), needed=True, limit=NAME, hint=_l("The steering group reads it. Name no company."))
    whom = text_field(_l("Company or organisation"), limit=NAME, hint=_l("Who collaborates with the cluster in it."))

    def validate_whom(self, field: Field) -> None:
        """Find the company."""
        self.find_company(field)


class CompanyMilestoneForm(ProgrammeForm, GroupedForm):
    """A company that came to Flemingsberg or was started."""

    whom = like(WHOM)
    place = text_field(_l("Place"), limit=PLACE)

    def validate_whom(self, field: Field) -> None:
        """Find the company."""
        self.find_company(field)


class LadderForm(ProgrammeForm):
    """A step on the cooperation ladder, of a company or of a network."""

    level = ChoiceField(_l("Level"), [(level, level) for level in LADDER_LEVELS], needed=True, empty=_l("Choose"))
    whom = text_field(
        _l("Company or organisation"), limit=NAME, hint=_l("One on record is found by its name or its number.")
    )
    network_id = ChoiceField(_l("Network"), empty=_l("None"), hint=_l("When it is a network that took the step."))

    def validate_whom(self, field: Field) -> None:
        """Find the company."""
        self.find_company(field)

    def validate_level(self, _field: Field) -> None:
        """Ask for exactly one of the two whose step it may be."""
        if bool(self.network_id.data) == bool(self.whom.data):
            raise ValidationError(_("Say whose step it is: a company's or a network's, one of the two."))


FORMS: Final[Mapping[AchievementKind, type[AchievementForm]]] = {
    **dict.fromkeys(EVENTS, EventForm),
    AchievementKind.NETWORK: NetworkForm,
    AchievementKind.ESTABLISHMENT: CompanyMilestoneForm,
    AchievementKind.START_UP: CompanyMilestoneForm,
    AchievementKind.SUSTAINABILITY: CollaborationForm,
    AchievementKind.LADDER: LadderForm,
}
