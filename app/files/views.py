"""Pages about files: put one on a record, download it, describe it, take it back and put it back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Response, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.files import use_cases
from app.files.blueprint import bp
from app.files.content import CONTENT_TYPES
from app.files.folder import FileFolder
from app.files.forms import DescriptionForm, FileForm
from app.files.places import find_file_place, kind_of_place, page_of
from app.files.queries import get_file, get_file_to_change
from app.storage.audit import note_event
from app.storage.database import db_session
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.errors import NotFoundError, StaleRecordError
from models.files import RecordFile


@bp.route("/companies/<int:company_id>/files/new", methods=["GET", "POST"])
@bp.route("/needs/<int:need_id>/files/new", methods=["GET", "POST"])
@bp.route("/matches/<int:match_id>/files/new", methods=["GET", "POST"])
@bp.route("/uses/<int:use_id>/files/new", methods=["GET", "POST"])
@bp.route("/achievements/<int:achievement_id>/files/new", methods=["GET", "POST"])
def new(**where: int) -> ResponseReturnValue:
    """Put a file on the record in the address."""
    return _new(where)


@bp.route("/infrastructures/<int:infrastructure_id>/files/new", methods=["GET", "POST"])
def new_for_infrastructure(infrastructure_id: int) -> ResponseReturnValue:
    """Put a file on an infrastructure; its own staff do as well as the office."""
    return _new({"infrastructure_id": infrastructure_id})


@bp.get("/files/<int:file_id>")
def download(file_id: int) -> Response:
    """Give a file to keep, and note who took it; no browser shows it, and nothing on the way keeps it."""
    file = get_file(db_session(), current_actor(), file_id)
    content = _folder().read(file.sha256)
    answer = send_file(BytesIO(content), mimetype=CONTENT_TYPES[file.kind], as_attachment=True, download_name=file.name)
    # Without a charset: what coding a text is in is not known for sure.
    answer.headers["Content-Type"] = CONTENT_TYPES[file.kind]
    note_event(db_session(), "downloaded", subject="record_file", subject_id=file.id, changes={"sha256": file.sha256})
    db_session().commit()
    return answer


@bp.route("/files/<int:file_id>/edit", methods=["GET", "POST"])
def edit(file_id: int) -> ResponseReturnValue:
    """Correct what is said of a file, or who may read it."""
    file = _standing(file_id)
    form = _form_of(file)
    back = _page_of(file)
    if form.validate_on_submit():
        try:
            use_cases.describe_file(
                db_session(),
                actor=current_actor(),
                file_id=file_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form_of(_standing(file_id), formdata=None), back=back)
        db_session().commit()
        flash(_("The file is saved."), "success")
        return redirect(back)
    return render_template("files/edit.html", form=form, file=file, back=back), form.status


@bp.post("/files/<int:file_id>/take-back")
def take_back(file_id: int) -> ResponseReturnValue:
    """Take a file away, with a way to undo it."""
    file = get_file_to_change(db_session(), current_actor(), file_id)
    if file.taken_back_at is not None:
        flash_already()
        return redirect(_page_of(file))
    file = use_cases.take_back_file(db_session(), actor=current_actor(), file_id=file_id, version=shown_version())
    page = _page_of(file)
    db_session().commit()
    flash_undo(_("The file is taken away."), url_for(".put_back", file_id=file_id), version=file.version)
    return redirect(page)


@bp.post("/files/<int:file_id>/put-back")
def put_back(file_id: int) -> ResponseReturnValue:
    """Put a file back that was taken away."""
    file = get_file_to_change(db_session(), current_actor(), file_id)
    page = _page_of(file)
    if file.taken_back_at is None:
        flash_already()
        return redirect(page)
    use_cases.put_back_file(db_session(), actor=current_actor(), file_id=file_id, version=shown_version())
    db_session().commit()
    flash(_("The file is back."), "success")
    return redirect(page)


def _new(where: dict[str, int]) -> ResponseReturnValue:
    actor = current_actor()
    place = find_file_place(db_session(), actor, where)
    form = FileForm()
    form.for_place(place.kind, office=actor.role.is_office)
    digest = _kept(form) if form.validate_on_submit() else None
    if digest is not None and form.taken is not None and form.is_first():
        file = use_cases.add_file(
            db_session(), actor=actor, place=place, file=form.taken, digest=digest, command=form.to_command()
        )
        page = leads_to(place.url)
        db_session().commit()
        said = _("The file “%(name)s” is saved.", name=file.name)
        flash_undo(said, url_for(".take_back", file_id=file.id), version=file.version)
        return redirect(page)
    return render_template("files/new.html", form=form, place=place), form.status


def _kept(form: FileForm) -> str | None:
    """Put the content on the disk before anything is written of it; None where that cannot be done."""
    assert form.taken is not None  # noqa: S101 - set by a valid form
    try:
        return _folder().keep(form.taken.content)
    except OSError:
        current_app.logger.exception("A file cannot be written.")
        form.file.errors = [_("The file could not be saved. Nothing is lost: try again, or tell the administrator.")]
        return None


def _folder() -> FileFolder:
    return FileFolder(current_app.extensions["brygga"].files_folder)


def _standing(file_id: int) -> RecordFile:
    file = get_file_to_change(db_session(), current_actor(), file_id)
    if file.taken_back_at is not None:
        raise NotFoundError
    return file


def _form_of(file: RecordFile, **kwargs: Any) -> DescriptionForm:
    form = DescriptionForm(obj=file, **kwargs)
    return form.for_place(kind_of_place(file), office=current_actor().role.is_office)


def _page_of(file: RecordFile) -> str:
    kind = kind_of_place(file)
    return page_of(kind, getattr(file, kind.column))
