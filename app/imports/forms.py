"""The forms of an import: the file, what its columns mean, and what is decided on likely doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, ValidationError

from app.imports.checking import PlannedRow
from app.imports.columns import COLUMNS
from app.imports.commands import ColumnsCommand
from app.imports.deciding import decisions_for
from app.imports.names import MODE_NAMES, RULE_NAMES, why_unreadable
from app.imports.outcomes import CREATE, SKIP
from app.imports.reading import FileTable, UnreadableFileError, read_file
from app.likeness.rule import WhyAlike
from app.likeness.words import REASON_NAMES
from app.limits import IMPORT_BYTES
from app.web.forms.base import KeyedForm, VersionedForm
from app.web.forms.choices import ChoiceField, RadioField
from app.web.forms.fields import text_field
from models.imports import DoublesRule, Import, ImportKind, ImportMode

_COLUMN: Final = "column_"
_ROW: Final = "row_"


class UploadForm(KeyedForm):
    """The file."""

    file = FileField(
        _l("File"),
        description=_l("Excel (.xlsx) or CSV, at most 5 MB and 20 000 rows. The first row names the columns."),
    )
    # What was read of it; set when the form is validated.
    table: FileTable | None = None

    def validate_file(self, field: FileField) -> None:
        """Read the file, or say why it cannot be read."""
        sent = field.data
        if not getattr(sent, "filename", None):
            raise ValidationError(_("Choose a file."))
        try:
            self.table = read_file(sent.stream.read(IMPORT_BYTES + 1))
        except UnreadableFileError as error:
            raise ValidationError(why_unreadable(error.fault, error.row)) from None


class FileColumnsForm(VersionedForm):
    """What each head of a file means, and what is done with its rows; `of_file` adds a field for each head."""

    mode = RadioField(_l("What the rows do"), MODE_NAMES, needed=True, default=ImportMode.BOTH)
    source = text_field(
        _l("Where we have the data from"),
        hint=_l("For rows without a source of their own. The person has a right to know."),
    )
    # Set by `of_file`.
    kind: ImportKind
    heads: Sequence[str] = ()

    @classmethod
    def of_file(cls, record: Import, meant: Sequence[str], **kwargs: Any) -> FileColumnsForm:
        """Return the form for a file, filled in with what its heads seem to mean."""
        choices = [(each.key, each.label) for each in COLUMNS[record.kind]]
        fields: dict[str, Any] = {
            f"{_COLUMN}{number}": ChoiceField(
                head or _("Column %(number)s", number=number), choices, empty=_("Left out")
            )
            for number, head in enumerate(record.heads, start=1)
        }
        if record.kind is not ImportKind.PEOPLE:
            fields["source"] = None
        made = type("ColumnsOfFileForm", (cls,), {**fields, "kind": record.kind, "heads": record.heads})
        filled = {f"{_COLUMN}{number}": key for number, key in enumerate(meant, start=1)}
        form: FileColumnsForm = made(obj=record, data=filled, **kwargs)
        return form

    @property
    def column_fields(self) -> list[Field]:
        """Return the fields of the heads, in order."""
        return [self[f"{_COLUMN}{number}"] for number in range(1, len(self.heads) + 1)]

    @property
    def missing(self) -> list[Any]:
        """Return the names of columns that new records need and no head means."""
        meant = {field.data for field in self.column_fields}
        return [each.label for each in COLUMNS[self.kind] if each.needed and each.key not in meant | {"source"}]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that each column is meant once, and that the name is."""
        if not super().validate(extra_validators):
            return False
        seen: set[str] = set()
        for field in self.column_fields:
            if field.data in seen:
                field.errors = [_("Another column means the same. Choose one of them.")]
            seen.add(field.data or "")
            seen.discard("")
        if not any(field.errors for field in self.column_fields) and self.missing:
            names = ", ".join(str(name) for name in self.missing)
            self.column_fields[0].errors = [_("No column means this: %(names)s. Every row needs it.", names=names)]
        return not self.errors

    def to_command(self) -> ColumnsCommand:
        """Return what was chosen."""
        source = self.source.data if "source" in self else None
        return ColumnsCommand([field.data or "" for field in self.column_fields], ImportMode(self.mode.data), source)


class DecisionsForm(VersionedForm):
    """What is done with rows that may be doubles; `of_rows` adds a field for each row that is shown."""

    rule = RadioField(_l("Rows that may be doubles"), RULE_NAMES, needed=True)

    @classmethod
    def of_rows(cls, record: Import, rows: Sequence[PlannedRow], **kwargs: Any) -> DecisionsForm:
        """Return the form for rows, filled in with what has been decided."""
        fields = {f"{_ROW}{row.row}": _decision_field(row, record) for row in rows}
        made = type("DecisionsOfRowsForm", (cls,), fields)
        decided = {f"{_ROW}{row.row}": record.decisions.get(str(row.row)) for row in rows}
        form: DecisionsForm = made(obj=record, data=decided, **kwargs)
        return form

    @property
    def chosen_rule(self) -> DoublesRule:
        """Return the rule."""
        return DoublesRule(self.rule.data)

    @property
    def decisions(self) -> Mapping[str, str]:
        """Return what was decided, by row; "" for nothing."""
        return {field.name.removeprefix(_ROW): field.data or "" for field in self if field.name.startswith(_ROW)}


def _decision_field(row: PlannedRow, record: Import) -> ChoiceField:
    names = {CREATE: _("Add it as new"), SKIP: _("Leave it out")}
    for number, name, why in row.alike:
        told = ", ".join(str(REASON_NAMES[WhyAlike(each)]) for each in why)
        names[str(number)] = _("It is %(name)s (%(why)s)", name=name, why=told)
    offered = [(each, names[each]) for each in decisions_for(row, record.mode)]
    label = _("Row %(row)s: %(name)s", row=row.row, name=row.name)
    return ChoiceField(label, offered, empty=_("As the rule says"))
