"""The button that puts a unit's ladder or its confirmation back, in the message about what was done."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures.blueprint import bp
from app.infrastructures.queries import get_own
from app.infrastructures.way_back import go_back
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.infrastructures import Infrastructure


class UndoForm(VersionedForm):
    """The number of what is taken back."""


@bp.post("/infrastructures/<int:infrastructure_id>/undo")
def undo(infrastructure_id: int) -> ResponseReturnValue:
    """Put a unit's ladder and its confirmation as they were before what was done with them last."""
    form = UndoForm()
    form.validate_on_submit()
    infrastructure = get_own(db_session(), current_actor(), infrastructure_id, lock=True)
    go_back(db_session(), infrastructure, form.shown_version)
    db_session().commit()
    flash(_("It is undone."), "success")
    return redirect(url_for(".show", infrastructure_id=infrastructure_id))


def flash_done(infrastructure: Infrastructure, text: str, category: str, *, way_back: int | None) -> None:
    """Say what was done, and offer to put everything back as it was where anything changed."""
    if way_back is None:
        flash(text, category)
    else:
        flash_undo(text, url_for(".undo", infrastructure_id=infrastructure.id), category=category, version=way_back)
