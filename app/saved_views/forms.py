"""The forms of this room: a view's name, and which columns a list shows."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, ValidationError

from app.limits import VIEW_NAME
from app.saved_views.addresses import read_address
from app.saved_views.commands import ViewCommand
from app.web.forms.base import BaseForm, VersionedForm
from app.web.forms.choices import ManyChoiceField
from app.web.forms.fields import text_field


class ViewForm(VersionedForm):
    """What a view is called, and who sees it."""

    name = text_field(_l("Name"), needed=True, limit=VIEW_NAME)
    is_shared = BooleanField(
        _l("Share it with the office"),
        description=_l("Everybody of the office sees a shared view, and may rename or remove it."),
    )

    def to_command(self) -> ViewCommand:
        """Return what was typed."""
        return ViewCommand(name=self.name.data, is_shared=self.is_shared.data)


class NewViewForm(ViewForm):
    """A view that is saved, with the address that it shows."""

    address = HiddenField()

    def validate_address(self, field: HiddenField) -> None:
        """Refuse what no list was asked for."""
        if read_address(field.data or "") is None:
            raise ValidationError(_("This view cannot be saved. Go back to the list and try again."))


class ColumnsForm(BaseForm):
    """Which columns a list shows besides its first; `offered` tells which the page had."""

    columns = ManyChoiceField(_l("Columns"))
    offered = HiddenField()
