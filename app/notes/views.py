"""Pages about notes: written on a record, corrected, taken back and put back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.notes import use_cases
from app.notes.places import Written, find_place, place_of
from app.notes.queries import get_note
from app.storage.database import db_session
from app.timeline.forms import NoteForm
from app.web.forms.base import VersionedForm, leads_to
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.errors import NotFoundError, StaleRecordError
from models.notes import Note

bp = Blueprint("notes", __name__)


@bp.route("/companies/<int:company_id>/notes/new", methods=["GET", "POST"])
@bp.route("/people/<int:person_id>/notes/new", methods=["GET", "POST"])
@bp.route("/needs/<int:need_id>/notes/new", methods=["GET", "POST"])
@bp.route("/matches/<int:match_id>/notes/new", methods=["GET", "POST"])
@bp.route("/infrastructures/<int:infrastructure_id>/notes/new", methods=["GET", "POST"])
def new(**where: int) -> ResponseReturnValue:
    """Write a note on the record in the address; its page has the same form."""
    written = find_place(db_session(), current_actor(), where)
    form = NoteForm()
    if form.validate_on_submit() and form.is_first():
        use_cases.write_note(
            db_session(),
            actor=current_actor(),
            place=written.place,
            is_demo=written.is_demo,
            command=form.to_command(),
        )
        page = leads_to(written.url)
        db_session().commit()
        flash(_("It is written down."), "success")
        return redirect(page)
    return _page(form, written, None)


@bp.route("/notes/<int:note_id>/edit", methods=["GET", "POST"])
def edit(note_id: int) -> ResponseReturnValue:
    """Correct a note."""
    note, written = _find(note_id)
    if note.taken_back_at is not None:
        # Whoever was writing is told why, and is shown what they wrote.
        raise StaleRecordError if request.method == "POST" else NotFoundError
    form = NoteForm(obj=note)
    if form.validate_on_submit():
        try:
            use_cases.edit_note(
                db_session(),
                actor=current_actor(),
                note_id=note_id,
                place=written.place,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: NoteForm(obj=_find(note_id)[0], formdata=None), back=written.url)
        db_session().commit()
        flash(_("The note is saved."), "success")
        return redirect(written.url)
    return _page(form, written, note)


@bp.post("/notes/<int:note_id>/take-back")
def take_back(note_id: int) -> ResponseReturnValue:
    """Take a note back, with a way to undo it."""
    _note, written = _find(note_id)
    note = use_cases.take_back(
        db_session(), actor=current_actor(), note_id=note_id, place=written.place, version=_shown_version()
    )
    db_session().commit()
    message: Any = {
        "text": _("The note is taken back."),
        "undo_url": url_for(".put_back", note_id=note_id),
        "undo_fields": {"version": note.version},
    }
    flash(message, "success")
    return redirect(written.url)


@bp.post("/notes/<int:note_id>/put-back")
def put_back(note_id: int) -> ResponseReturnValue:
    """Put a note back as it was."""
    _note, written = _find(note_id)
    use_cases.put_back(
        db_session(), actor=current_actor(), note_id=note_id, place=written.place, version=_shown_version()
    )
    db_session().commit()
    flash(_("The note is back as it was."), "success")
    return redirect(written.url)


def _find(note_id: int) -> tuple[Note, Written]:
    note = get_note(db_session(), current_actor(), note_id)
    return note, place_of(db_session(), current_actor(), note)


def _shown_version() -> int | None:
    form = VersionedForm()
    return form.shown_version if form.validate_on_submit() else None


def _page(form: NoteForm, written: Written, note: Note | None) -> ResponseReturnValue:
    return render_template("notes/form.html", form=form, written=written, note=note), form.status
