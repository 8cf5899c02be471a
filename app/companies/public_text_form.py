"""Asks about public text that tells which company it is, before it is saved: everyone may read it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form

from app.companies.own_name import own_names_in
from models.organisations import Company

PUBLIC_TEXTS = ("title", "teaser")


def tells_who_field() -> BooleanField:
    """Return the box that answers the question."""
    return BooleanField(_l("The public text may tell which company it is"))


def may_be_saved(form: Form, company: Company) -> bool:
    """Tell whether a form's public texts may be saved; where they name the company, the form asks whether they may.

    What stands as it was saved is not asked about again. The form has the box as `tells_who`.
    """
    if form["tells_who"].data:
        return True
    untouched = getattr(form, "untouched", ())
    asked = [form[name] for name in PUBLIC_TEXTS if name not in untouched]
    for field in asked:
        if named := own_names_in(company, field.data or ""):
            field.errors = [
                _(
                    "Everyone may read this, and it tells which company it is: %(words)s. Write without it, or say "
                    "below that it may.",
                    words=", ".join(named),
                )
            ]
    return not any(field.errors for field in asked)
