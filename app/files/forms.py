"""The forms of a file: the file itself, what it is, and who may read it."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, ValidationError

from app.files.commands import FileCommand
from app.files.content import WHY_REFUSED, RefusedFileError, TakenFile, look_at
from app.files.places import SHOWN_TO_INFRASTRUCTURES, FilePlaceKind
from app.limits import FILE_BYTES, SHORT_TEXT
from app.web.forms.base import VersionedForm
from app.web.forms.fields import text_field

_TAKEN: Final = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.csv,.txt"


class DescriptionForm(VersionedForm):
    """What a file is about, and whether units may read it; `for_place` leaves that out where none may."""

    about = text_field(_l("What it is"), limit=SHORT_TEXT, hint=_l("For example: signed order, protocol, price list."))
    for_infrastructure = BooleanField(
        _l("Introduced units may read it"),
        description=_l("Otherwise only the office does. No patient data or health data."),
    )

    def for_place(self, kind: FilePlaceKind, *, office: bool) -> DescriptionForm:
        """Leave out the choice of readers where there is none: units read nothing there, or put the file themselves."""
        if kind is FilePlaceKind.INFRASTRUCTURE:
            self.for_infrastructure.label.text = _("The unit may read it")
        if kind not in SHOWN_TO_INFRASTRUCTURES or not office:
            del self.for_infrastructure
        return self

    def to_command(self) -> FileCommand:
        """Return what was said."""
        chosen = "for_infrastructure" in self and self.for_infrastructure.data
        return FileCommand(self.about.data, bool(chosen))


class FileForm(DescriptionForm):
    """A file to be put on a record."""

    file = FileField(
        _l("File"),
        description=_l("PDF, picture (PNG, JPEG), Word (.docx), Excel (.xlsx), CSV or text, at most 10 MB."),
        render_kw={"accept": _TAKEN},
    )
    # What is taken; set when the form is validated.
    taken: TakenFile | None = None

    def validate_file(self, field: FileField) -> None:
        """Look at the file, or say why it is not taken."""
        sent: Any = field.data
        name = getattr(sent, "filename", None)
        if not name:
            raise ValidationError(_("Choose a file."))
        try:
            self.taken = look_at(sent.stream.read(FILE_BYTES + 1), name)
        except RefusedFileError as error:
            raise ValidationError(str(WHY_REFUSED[error.fault])) from None
