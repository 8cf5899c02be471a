"""The forms for those who came to an event: several pasted at once, one corrected, and who on record one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from app.achievements.commands import ParticipantCommand
from app.achievements.participant_queries import OnRecord
from app.achievements.sign_ups import BadLinesError, SignUps, UnknownColumnsError, read_pasted
from app.limits import NAME
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import long_text_field, text_field
from app.web.i18n import named

ONE_ON_A_LINE: Final = _l(
    "One on a line: organisation, role. Or paste a sign-up list with its heads: names and addresses are dropped, and "
    "nobody is counted twice."
)


def bad_lines(error: BadLinesError) -> str:
    """Return what is wrong with the lines of a list, naming them by their numbers."""
    return str(
        _(
            "Line %(numbers)s: a line holds an organisation and a role, no address and no more, and each at most "
            "%(limit)d signs. Let the first line name the columns, such as organisation, role, name, so that the names "
            "can be dropped.",
            numbers=", ".join(map(str, error.numbers)),
            limit=NAME,
        )
    )


def read_lines(field: Field) -> SignUps:
    """Return the participants that a field holds; raises ValidationError, and leaves what was typed."""
    try:
        return read_pasted(field.data)
    except BadLinesError as error:
        raise ValidationError(bad_lines(error)) from None
    except UnknownColumnsError:
        raise ValidationError(
            _("No column is called organisation or company. The first row must name the columns.")
        ) from None


class ParticipantsForm(KeyedForm):
    """People who came to an event, one on a line; `read` is what was read of them when the form is validated."""

    people = long_text_field(
        _l("Participants"),
        needed=True,
        rows=6,
        hint=ONE_ON_A_LINE,
    )
    read: SignUps | None = None

    def validate_people(self, field: Field) -> None:
        """Read the lines, or name those that cannot be read."""
        self.read = read_lines(field)


class ParticipantForm(VersionedForm):
    """Somebody who came to an event."""

    organisation = text_field(_l("Organisation"), needed=True, limit=NAME)
    role = text_field(_l("Role"), limit=NAME, hint=_l("As what, such as speaker. Never who."))
    record = ChoiceField(
        _l("On record"),
        empty=_l("Nobody has said"),
        hint=_l("A company, a unit or a host of that name can be chosen here."),
    )

    def validate_organisation(self, field: Field) -> None:
        """Refuse somebody's address."""
        if "@" in (field.data or ""):
            raise ValidationError(_("Write no address here. Nothing is kept that says who somebody is."))

    validate_role = validate_organisation

    def offer(self, records: Sequence[OnRecord]) -> None:
        """Set who on record it may be."""
        self.record.offer((each.key, named(each)) for each in records)

    def to_command(self) -> ParticipantCommand:
        """Return what was written."""
        kind, _sign, number = (self.record.data or "").partition("-")
        chosen: dict[str, Any] = {f"{each}_id": None for each in ("company", "infrastructure", "host")}
        if kind:
            chosen[f"{kind}_id"] = int(number)
        return ParticipantCommand(self.organisation.data, self.role.data, **chosen)


class ConfirmForm(VersionedForm):
    """Behind the button that says that somebody comes from what is proposed."""

    record = HiddenField()
