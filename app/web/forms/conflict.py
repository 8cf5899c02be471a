"""The page for two people editing one record: both versions side by side, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field

from app.storage.database import db_session
from app.web.forms.base import VersionedForm


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the two versions differ, as the reader would see it."""

    label: str
    yours: str
    saved: str


def conflict_page(yours: VersionedForm, saved: Callable[[], VersionedForm], *, back: str) -> ResponseReturnValue:
    """Show what the person typed beside what somebody else saved, and offer either.

    Nothing of the attempt is kept. `saved` then makes the same form anew, of the record as it is now and with its
    version; `back` is the address that shows the record. Answers 409, or leads there where both are the same: a form
    that was sent twice.
    """
    db_session().rollback()
    theirs = saved()
    differences = [
        Difference(str(mine.label.text), _as_text(mine), _as_text(other))
        for mine, other in zip(yours.shown_fields(), theirs.shown_fields(), strict=True)
        if _as_text(mine) != _as_text(other)
    ]
    if not differences and yours.shown_version:
        flash(_("It is saved already, just as you wrote it."))
        return redirect(back)
    # Sending the form once more now means: mine, having seen the other.
    yours.version.data = str(theirs.version.data)
    return render_template("conflict.html", form=yours, differences=differences, back=back), 409


def _as_text(field: Field) -> str:
    data: Any = field.data
    if hasattr(field, "iter_choices"):
        return ", ".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    if isinstance(data, bool):
        return "✓" if data else "–"
    return "" if data is None else str(data)
