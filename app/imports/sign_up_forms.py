"""The form for the sign-up list of an event."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, ValidationError

from app.achievements.participant_forms import bad_lines
from app.achievements.sign_ups import BadLinesError, SignUps, UnknownColumnsError, read_sign_ups
from app.imports.names import why_unreadable
from app.imports.reading import UnreadableFileError, read_file
from app.limits import IMPORT_BYTES
from app.web.forms.base import VersionedForm


class SignUpForm(VersionedForm):
    """A sign-up list; `read` holds what was read of it when the form is validated."""

    file = FileField(
        _l("File"), description=_l("Excel (.xlsx) or CSV. One column is called organisation or company, another role.")
    )
    read: SignUps | None = None

    def validate_file(self, field: FileField) -> None:
        """Read the file, or say why it cannot be read."""
        sent: Any = field.data
        if not getattr(sent, "filename", None):
            raise ValidationError(_("Choose a file."))
        try:
            table = read_file(sent.stream.read(IMPORT_BYTES + 1))
        except UnreadableFileError as error:
            raise ValidationError(why_unreadable(error.fault, error.row)) from None
        rows = [(number, ["" if isinstance(cell, list) else cell for cell in cells]) for number, cells in table.rows]
        try:
            self.read = read_sign_ups(table.heads, rows)
        except UnknownColumnsError:
            raise ValidationError(
                _("No column is called organisation or company. The first row must name the columns.")
            ) from None
        except BadLinesError as error:
            raise ValidationError(bad_lines(error)) from None
