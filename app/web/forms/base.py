"""The form that all forms are: signed against forgery, refusing keys it does not know."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, Final

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from sqlalchemy.orm import Session
from werkzeug.datastructures import CombinedMultiDict
from wtforms import FileField, HiddenField
from wtforms.fields import Field, SelectMultipleField
from wtforms.form import BaseForm as FieldsOnly
from wtforms.i18n import get_translations

from app.addresses import record_number
from app.storage import used_keys
from app.storage.database import db_session
from app.storage.used_keys import KeyState, Sending
from app.web.drafts import draft_for
from app.web.forms.typed import page_address
from app.web.forms.untouched import is_untouched, keep_stored
from app.web.i18n import current_language

MAX_KEY: Final = 64  # characters; ours have 22


def new_key() -> str:
    """Return a key for a form that creates something."""
    return secrets.token_urlsafe(16)


@cache
def _library_words(language: str) -> Any:
    # FlaskForm reads their file anew for every request that has a form, which nearly all have.
    return get_translations((language,))


class BaseForm(FlaskForm):
    """A form whose valid content becomes a command; a key that is unknown or sent twice is a 400.

    Forms for records that can be edited inherit VersionedForm instead.
    """

    class Meta(FlaskForm.Meta):
        """Reads what a form sends, or the reader's draft, and nothing else: FlaskForm would also read JSON."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Return what was sent, unless something else is given."""
            if formdata is not _Auto:
                return formdata
            return CombinedMultiDict((request.files, request.form)) if request.method == "POST" else draft_for(form)

        def get_translations(self, form: FlaskForm) -> Any:
            """Return the library's own words in the reader's language."""
            return _library_words(current_language())

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
        return [field for field in self if field.name not in ("csrf_token", "version", "once", "seen_step")]


class KeyedForm(BaseForm):
    """A form that creates something: its one-time key lets it do so once, however often it is sent.

    The view asks `is_first()` last, right before it creates, and tells `leads_to()` where it goes on to.
    """

    once = HiddenField(default=new_key)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, unless the form was sent and saved before: then lead to what it made."""
        return self._goes_on(used_keys.look_up) and super().validate(extra_validators)

    def is_first(self) -> bool:
        """Use the key; False, with the reason on the form, when another content was saved with it meanwhile."""
        return self._goes_on(used_keys.claim)

    def _goes_on(self, ask: Callable[[Session, Sending], tuple[KeyState, str | None]]) -> bool:
        # An edit carries no key, and neither does a page that was opened before there were any.
        if "once" not in self or request.method != "POST" or not self.once.data:
            return True
        standing, address = ask(db_session(), self._sending())
        if standing is KeyState.SAME:
            flash(_("It was saved when you sent it the first time. Nothing has been saved twice."))
            abort(redirect(address or url_for("home.show")))
        if standing is KeyState.OTHER:
            self.once.data = new_key()
            said = _("This form was sent before and saved. What you have changed since is not saved.")
            again = _("Send it once more if it is to be saved beside the first.")
            self.form_errors = [f"{said} {again}"]
        return standing is KeyState.UNUSED

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows the form."""
        if self.errors and not used_keys.uses_one(db_session()):
            # A number may be taken by what the same form, sent a moment ago, has made: then that is where it leads.
            self._goes_on(used_keys.look_up)
        return super().status

    def _sending(self) -> Sending:
        sent = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in ("csrf_token", "once"))
        content = b"brygga sent form " + json.dumps(sent).encode()
        digest = hmac.digest(str(current_app.secret_key).encode(), content, "sha256").hex()
        return Sending(db_session().info.get("actor_id"), page_address(), str(self.once.data)[:MAX_KEY], digest)


def leads_to(address: str) -> str:
    """Remember where a form that creates leads, for when it is sent twice, and return it; call it before the commit."""
    used_keys.lead_to(db_session(), address)
    return address


class VersionedForm(KeyedForm):
    """A form for an existing record: it carries the version that was shown, so that no edit is lost.

    Without a record it is a form for a new one, and carries a key. With one, a field that was sent as it was shown
    counts as untouched: it is not asked about again, and keeps exactly what is stored.
    """

    version = HiddenField()
    untouched: frozenset[str] = frozenset()
    always_asked: ClassVar[frozenset[str]] = frozenset()  # even where nothing is stored, as what an answer needs

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the record and what was sent."""
        super().__init__(*args, **kwargs)
        # What was sent to make a record has its key still, also where its page edits it: it leads to what it made.
        if self.version.object_data is not None and "once" not in request.form:
            del self.once

    def process(
        self, formdata: Any = None, obj: Any = None, data: Any = None, extra_filters: Any = None, **kwargs: Any
    ) -> None:
        """Fill the fields, and note which of them show what is stored."""
        given = {**(data or {}), **kwargs}
        self._stored = {name for name in self._fields if name in given or (obj is not None and hasattr(obj, name))}
        super().process(formdata, obj, data=data, extra_filters=extra_filters, **kwargs)
        self._stored -= {name for name in self.always_asked if not self[name].object_data}

    def stored_or(self, name: str, other: Any) -> Any:
        """Return what a field says, else something in its place; what is stored and untouched stays, even if empty."""
        data = self[name].data
        return data if data or name in self.untouched else other

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields that were changed; of a record that is sent back as it was shown, none."""
        if "once" in self or request.method != "POST":
            return super().validate(extra_validators)
        untouched = [field for field in self.shown_fields() if field.name in self._stored and is_untouched(field)]
        self.untouched = frozenset(field.name for field in untouched)
        for field in untouched:
            keep_stored(field)
        if untouched and all(field in untouched or not field.data for field in self.shown_fields()):
            # Past the checks that compare fields, too: what stands may be older than they are.
            return bool(FieldsOnly.validate(self))
        return super().validate(extra_validators)

    @property
    def shown_version(self) -> int | None:
        """Return the version that the person edited; None for a new record. Garbage is a 400."""
        if self.version.data in (None, ""):
            return None
        version = record_number(str(self.version.data))
        return abort(400) if version is None else version


def shown_version() -> int | None:
    """Return the version that the form behind a single button was shown with; None where it was not sent whole."""
    form = VersionedForm()
    return form.shown_version if form.validate_on_submit() else None
