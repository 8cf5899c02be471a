"""A file that a company puts with its need, on the page that its link opens, once the need is accepted."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.files.folder import FileFolder
from app.files.forms import FileForm
from app.files.places import FilePlaceKind
from app.hand_ins import own_files
from app.hand_ins.blueprint import bp
from app.hand_ins.links import find_by_link
from app.hand_ins.own_views import claim, over
from app.storage.database import db_session
from app.web.forms.base import leads_to
from models.errors import StaleRecordError
from models.hand_ins import HandInPurpose


@bp.route("/hand-in/own/<token>/file", methods=["GET", "POST"])
def add_file(token: str) -> ResponseReturnValue:
    """Put a file with a need: the office reads it, and introduced units where the company says so."""
    found = find_by_link(db_session(), token, HandInPurpose.OWN)
    if found is None:
        return over()
    if not own_files.takes_files(found):
        raise StaleRecordError
    back = url_for(".own", token=token)
    with force_locale(found.language.value):
        form = FileForm()
        form.for_place(FilePlaceKind.NEED, office=True)
        if form.validate_on_submit() and _put(form, found.id, token):
            page = leads_to(back)
            db_session().commit()
            flash(_("Your file has reached us."), "success")
            return redirect(page)
        return render_template("hand_ins/file.html", form=form, back=back), form.status


def _put(form: FileForm, hand_in_id: int, token: str) -> bool:
    """Keep a file and its content, or say on the form why that cannot be done."""
    assert form.taken is not None  # noqa: S101 - set by a valid form
    claim(hand_in_id)
    try:
        digest = FileFolder(current_app.extensions["brygga"].files_folder).keep(form.taken.content)
    except OSError:
        current_app.logger.exception("A file cannot be written.")
        form.file.errors = [_("The file could not be saved. Nothing is lost: try again, or write to us.")]
        return False
    if not form.is_first():
        return False
    found = find_by_link(db_session(), token, HandInPurpose.OWN)
    if found is None or not own_files.takes_files(found):
        raise StaleRecordError
    if own_files.add_file(db_session(), found=found, file=form.taken, digest=digest, command=form.to_command()):
        return True
    form.file.errors = [_("There are as many files as fit. Write to us if there are more.")]
    return False
