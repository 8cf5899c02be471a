"""Pages about notes and tasks: written on a record, corrected, done, taken back and put back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_colleagues, list_everybody_of_office
from app.notes import task_queries, use_cases
from app.notes.blueprint import bp
from app.notes.forms import TASK_PRESETS, TaskFilters
from app.notes.places import Written, find_place, place_of, written_on
from app.notes.queries import get_note
from app.storage.database import db_session
from app.timeline.forms import NoteEditForm, NoteForm, TaskForm
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.clock import today
from models.errors import NotFoundError, StaleRecordError
from models.notes import Note, NoteKind


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
            command=form.to_command(current_actor().id),
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
    form = _form_of(note)
    if form.validate_on_submit():
        try:
            use_cases.edit_note(
                db_session(),
                actor=current_actor(),
                note_id=note_id,
                place=written.place,
                command=form.to_command(current_actor().id),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form_of(_find(note_id)[0], formdata=None), back=written.url)
        db_session().commit()
        flash(_("The task is saved.") if note.kind is NoteKind.TASK else _("The note is saved."), "success")
        return redirect(written.url)
    return _page(form, written, note)


@bp.get("/tasks")
def index() -> str:
    """List tasks by when they are to be done; what is shown stands in the address."""
    filters = TaskFilters(request.args)
    filters.owner.offer((user.id, user.name) for user in list_everybody_of_office(db_session()))
    state = filters.state(sorts=task_queries.SORTS, default_sort="due")
    actor, day = current_actor(), today()
    return render_template(
        "notes/index.html",
        page=task_queries.list_tasks(db_session(), actor, state, today=day),
        preset_counts=task_queries.count_presets(db_session(), actor, today=day),
        presets_offered=(("", filters.show.empty), *TASK_PRESETS),
        filters=filters,
        written_on=written_on,
    )


@bp.post("/notes/<int:note_id>/finish")
def finish(note_id: int) -> ResponseReturnValue:
    """Say that a task is done, with a way to undo it; `back` says that it was said in the list of tasks."""
    task, written = _find(note_id)
    if task.is_done:
        return _already(_back(written))
    task = use_cases.finish(db_session(), actor=current_actor(), note_id=note_id, version=shown_version())
    db_session().commit()
    undo = url_for(".reopen", note_id=note_id, back=request.args.get("back"))
    flash_undo(_("The task is done."), undo, version=task.version)
    return redirect(_back(written))


@bp.post("/notes/<int:note_id>/reopen")
def reopen(note_id: int) -> ResponseReturnValue:
    """Say that a task is not done after all."""
    task, written = _find(note_id)
    if task.is_to_do:
        return _already(_back(written))
    use_cases.reopen(db_session(), actor=current_actor(), note_id=note_id, version=shown_version())
    db_session().commit()
    flash(_("The task is to be done again."), "success")
    return redirect(_back(written))


@bp.post("/notes/<int:note_id>/take-back")
def take_back(note_id: int) -> ResponseReturnValue:
    """Take a note back, with a way to undo it."""
    note, written = _find(note_id)
    if note.taken_back_at is not None:
        return _already(written.page_url)
    note = use_cases.take_back(
        db_session(), actor=current_actor(), note_id=note_id, place=written.place, version=shown_version()
    )
    db_session().commit()
    flash_undo(_("The note is taken back."), url_for(".put_back", note_id=note_id), version=note.version)
    return redirect(written.page_url)


@bp.post("/notes/<int:note_id>/put-back")
def put_back(note_id: int) -> ResponseReturnValue:
    """Put a note back as it was."""
    note, written = _find(note_id)
    if note.taken_back_at is None:
        return _already(written.url)
    use_cases.put_back(
        db_session(), actor=current_actor(), note_id=note_id, place=written.place, version=shown_version()
    )
    db_session().commit()
    flash(_("The note is back as it was."), "success")
    return redirect(written.url)


def _form_of(note: Note, **kwargs: Any) -> NoteForm:
    if note.kind is not NoteKind.TASK:
        return NoteEditForm(obj=note, **kwargs)
    form = TaskForm(obj=note, **kwargs)
    form.owner_id.offer((user.id, user.name) for user in list_colleagues(db_session(), also=note.owner_id))
    return form


def _find(note_id: int) -> tuple[Note, Written]:
    note = get_note(db_session(), current_actor(), note_id)
    return note, place_of(db_session(), current_actor(), note)


def _already(page: str) -> ResponseReturnValue:
    flash_already()
    return redirect(page)


def _back(written: Written) -> str:
    """Return where it was said, at the top, where the way to undo it stands."""
    return url_for(".index") if request.args.get("back") == "tasks" else written.page_url


def _page(form: NoteForm, written: Written, note: Note | None) -> ResponseReturnValue:
    return render_template("notes/form.html", form=form, written=written, note=note), form.status
