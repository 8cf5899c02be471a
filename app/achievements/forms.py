"""What the forms for achievements share, and the filter of the list; see `kind_forms.py` and `entry_forms.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.achievements.commands import AchievementCommand
from app.achievements.queries import find_companies
from app.companies.unreleased_names import unreleased_names
from app.limits import EVIDENCE
from app.programmes.achievement_names import KIND_NAMES
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.dates import DateField
from app.web.forms.fields import long_text_field, text_field
from app.web.forms.filters import FilterForm
from app.web.forms.numbers import NumberField
from app.web.sign_in import current_actor
from models.achievements import Achievement
from models.clock import today
from models.org_numbers import fault_of, read_org_number
from models.organisations import Company


class AchievementForm(VersionedForm):
    """What every achievement has; `stored` is the one that is being corrected."""

    happened_on = DateField(_l("Day"), needed=True, hint=_l("When it happened, not when it was written down."))
    evidence = text_field(
        _l("Evidence"),
        limit=EVIDENCE,
        hint=_l("What shows it, and where that is: a document's name or number. Without it nothing counts."),
    )
    notes = long_text_field(_l("Notes"), hint=_l("For the office only. No patient data or health data."))
    may_lie_ahead = False
    stored: Achievement | None = None
    company: Company | None = None

    def validate_happened_on(self, field: DateField) -> None:
        """Refuse a day that has not come, but for events: those are planned."""
        if field.data and field.data > today() and not self.may_lie_ahead:
            raise ValidationError(_("This day has not come yet."))

    def validate_title(self, field: Field) -> None:
        """Refuse the name of a company that has not agreed to be named to the steering group, which reads titles."""
        if "title" in self.untouched or not field.data:
            return
        if named := unreleased_names(db_session(), [field.data], on=today()):
            raise ValidationError(
                _(
                    "The steering group reads this, but these have not agreed to be named: %(names)s. Write without "
                    "the name.",
                    names=", ".join(named),
                )
            )

    def find_company(self, field: Field, *, recorded_only: bool = False) -> None:
        """Find the company that a name or a number means; what is no company here is kept as it was written."""
        if field.name in self.untouched:
            return
        found = find_companies(db_session(), current_actor(), field.data) if field.data else ()
        number = read_org_number(field.data)
        if len(found) > 1:
            raise ValidationError(_("Several companies have this name. Write the organisation number instead."))
        if field.data and not found and number and fault_of(number) is None:
            raise ValidationError(_("No company here has this number. Record the company first, or write its name."))
        if field.data and not found and recorded_only:
            raise ValidationError(
                _("No company here has this name. Record it first, with its number and size: only an SME counts.")
            )
        self.company = found[0] if found else None

    def to_command(self, programme_id: int | None = None) -> AchievementCommand:
        """Return what was recorded, with nothing in what the kind does not have; `programme_id` where none is asked."""
        told = {name: _told(self[name]) for name in AchievementCommand.__dataclass_fields__ if name in self}
        return AchievementCommand(**{"programme_id": programme_id, **told, **self._whom()})

    def _whom(self) -> dict[str, Any]:
        if "whom" not in self:
            return {}
        if self.stored is not None and "whom" in self.untouched:
            return {"company_id": self.stored.company_id, "organisation": self.stored.organisation}
        written = None if self.company else self["whom"].data
        return {"company_id": self.company.id if self.company else None, "organisation": written}


def _told(field: Field) -> Any:
    if isinstance(field, ChoiceField):
        return field.number
    return field.value if isinstance(field, NumberField) else field.data


class GroupedForm(AchievementForm):
    """What a company is counted by, so that it has an area and a region; `programme_of` says whose each group is."""

    area_id = ChoiceField(_l("Area"), empty=_l("As for the company"))
    region_id = ChoiceField(_l("Region"), empty=_l("As for the company"))
    programme_of: Mapping[int, int] = MappingProxyType({})

    def validate_area_id(self, field: ChoiceField) -> None:
        """Refuse a group of another programme."""
        self._refuse_foreign(field)

    def validate_region_id(self, field: ChoiceField) -> None:
        """Refuse a group of another programme."""
        self._refuse_foreign(field)

    def _refuse_foreign(self, field: ChoiceField) -> None:
        chosen = self["programme_id"].number if "programme_id" in self else None
        if chosen and field.number and self.programme_of.get(field.number, chosen) != chosen:
            raise ValidationError(_("It belongs to another programme. Choose one of the programme's own."))


class AchievementFilters(FilterForm):
    """What the list of achievements can be narrowed by."""

    what = ChoiceField(_l("Kind"), KIND_NAMES.items(), empty=_l("All kinds"))
    programme = ChoiceField(_l("Programme"), empty=_l("All programmes"))
    year = ChoiceField(_l("Year"), empty=_l("All years"))
    evidence = ChoiceField(
        _l("Evidence"), [("missing", _l("Missing")), ("there", _l("There"))], empty=_l("With and without")
    )
