"""The forms for a programme's areas and regions, and for choosing those of a company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from app.limits import PLACE
from app.programmes.commands import ChosenGroups, GroupCommand
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import text_field
from models.base import folded
from models.dimensions import Dimension, ProgrammeGroup

DIMENSION_NAMES: Final = {Dimension.AREA: _l("Area"), Dimension.REGION: _l("Region")}
_LIMIT: Final = min(PLACE, 80)


class GroupForm(VersionedForm):
    """What an area or a region is called; `others` are those of the programme beside it."""

    name_sv = text_field(
        _l("Name in Swedish"),
        needed=True,
        limit=_LIMIT,
        hint=_l("A region that is called as a county, such as Skåne län, has every company there from the start."),
    )
    name_en = text_field(_l("Name in English"), needed=True, limit=_LIMIT)
    others: Sequence[ProgrammeGroup] = ()
    # Which it is already; a new one is asked.
    is_one: Dimension | None = None

    def validate_name_sv(self, field: Field) -> None:
        """Refuse what another one is called: nobody could tell them apart."""
        self._refuse_taken(field)

    def validate_name_en(self, field: Field) -> None:
        """Refuse what another one is called."""
        self._refuse_taken(field)

    def _refuse_taken(self, field: Field) -> None:
        same = [each for each in self.others if each.dimension == self._what]
        if field.name not in self.untouched and any(folded(field.data or "") in each.called for each in same):
            raise ValidationError(
                _("Another one of the programme is or was called so. Choose another name, or take that one up again.")
            )

    @property
    def _what(self) -> str | None:
        return self.is_one

    def to_command(self) -> GroupCommand:
        """Return what was asked for."""
        assert self._what  # noqa: S101 - it is required, or given
        return GroupCommand(Dimension(self._what), self.name_sv.data, self.name_en.data)


class NewGroupForm(GroupForm):
    """An area or a region that a programme has not yet."""

    dimension = ChoiceField(_l("What it is"), DIMENSION_NAMES.items(), needed=True, empty=_l("Choose"))

    @property
    def _what(self) -> str | None:
        return str(self.dimension.data) if self.dimension.data else None


class ChooseGroupsForm(VersionedForm):
    """To which area and region of a programme a company belongs."""

    area_id = ChoiceField(_l("Area"), empty=_l("As its business field says"))
    region_id = ChoiceField(_l("Region"), empty=_l("As its municipality says"))

    def to_command(self) -> ChosenGroups:
        """Return what was chosen."""
        return ChosenGroups(self.area_id.number, self.region_id.number)
