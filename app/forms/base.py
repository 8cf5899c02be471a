"""The form that all forms are: signed against forgery, refusing keys it does not know."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import CombinedMultiDict
from wtforms import FileField, HiddenField
from wtforms.fields import Field, SelectMultipleField


class BaseForm(FlaskForm):
    """A form whose valid content becomes a command; a key that is unknown or sent twice is a 400.

    Forms for records that can be edited inherit VersionedForm instead.
    """

    class Meta(FlaskForm.Meta):
        """Reads what a form sends and nothing else: FlaskForm would also read a body of JSON."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent, unless something else is given."""
            if formdata is not _Auto:
                return formdata
            return CombinedMultiDict((request.files, request.form)) if request.method == "POST" else None

    def is_submitted(self) -> bool:
        """Tell whether the request sends this form; refuses one with keys that no field has."""
        if request.method != "POST":
            return False
        self._refuse_strange_keys()
        return True

    def _refuse_strange_keys(self) -> None:
        several = {field.name for field in self if isinstance(field, SelectMultipleField)}
        files = {field.name for field in self if isinstance(field, FileField)}
        texts = {field.name for field in self} - files
        for sent, known in ((request.form, texts), (request.files, files)):
            for key, values in sent.lists():
                if key not in known or (len(values) > 1 and key not in several):
                    abort(400)

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form: 422 when it shows errors."""
        return 422 if self.errors else 200

    def shown_fields(self) -> list[Field]:
        """Return the fields a person fills in, in order."""
        return [field for field in self if field.name not in ("csrf_token", "version")]


class VersionedForm(BaseForm):
    """A form for an existing record: it carries the version that was shown, so that no edit is lost."""

    version = HiddenField()

    @property
    def shown_version(self) -> int | None:
        """Return the version that the person edited; None for a new record. Garbage is a 400."""
        text = self.version.data
        if text in (None, ""):
            return None
        if not (str(text).isascii() and str(text).isdecimal()) or len(str(text)) > 9:  # noqa: PLR2004 - far above any real version
            abort(400)
        return int(text)
