"""Pages about imports: what can be imported, a file, its columns, what came of the dry run, the import and its undo."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.imports import file_views, names, queries, sign_up_views, use_cases
from app.imports.blueprint import bp
from app.imports.columns import guess
from app.imports.forms import DecisionsForm, FileColumnsForm, UploadForm
from app.imports.kept_files import KeptFiles
from app.imports.kinds import KINDS
from app.imports.limits import IMPORT_SHOWN
from app.imports.outcomes import ASK
from app.imports.result import result_of
from app.imports.running import folder_of, keep_going
from app.imports.work import ROWS
from app.storage.current_jobs import is_standing_still
from app.storage.database import db_session
from app.storage.uploads.file_names import plain_file_name
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.i18n import current_language
from app.web.sign_in import current_actor
from models.errors import NotFoundError, StaleRecordError
from models.imports import Import, ImportKind, ImportState
from models.vocabulary import Language

__all__ = ["bp", "file_views", "sign_up_views"]


@bp.get("")
def index() -> str:
    """Show what can be imported, and what was."""
    return render_template(
        "imports/index.html",
        kinds=KINDS,
        imports=queries.list_imports(db_session(), current_actor()),
        names=names,
    )


@bp.route("/<thing>/new", methods=["GET", "POST"])
def new(thing: str) -> ResponseReturnValue:
    """Take a file, and go on to what its columns mean."""
    kind = kind_of(thing)
    form = UploadForm()
    if form.validate_on_submit() and form.table is not None and form.is_first():
        record = use_cases.begin(
            db_session(),
            actor=current_actor(),
            kind=kind,
            file_name=plain_file_name(form.file.data.filename),
            table=form.table,
            folder=folder_of(current_app),
            language=Language(current_language()),
        )
        page = leads_to(url_for(".columns", import_id=record.id))
        db_session().commit()
        return redirect(page)
    return render_template("imports/new.html", form=form, kind=kind, names=names), form.status


@bp.route("/<int:import_id>/columns", methods=["GET", "POST"])
def columns(import_id: int) -> ResponseReturnValue:
    """Say what the columns of a file mean, and have it checked."""
    record = _get(import_id)
    if record.state not in (ImportState.READ, ImportState.CHECKED):
        return redirect(url_for(".show", import_id=import_id))
    form = _columns_form(record)
    if form.validate_on_submit():
        try:
            use_cases.choose_columns(
                db_session(),
                actor=current_actor(),
                record=record,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            back = url_for(".show", import_id=import_id)
            return conflict_page(form, lambda: _columns_form(_get(import_id), formdata=None), back=back)
        return _go_on(record)
    rows = KeptFiles(folder_of(current_app), record.place).read(ROWS)
    samples = [_samples(rows or (), place) for place in range(len(record.heads))]
    page = render_template("imports/columns.html", form=form, record=record, samples=samples, names=names)
    return page, form.status


@bp.get("/<int:import_id>")
def show(import_id: int) -> str:
    """Show how far an import has come; one that a process left in the middle is taken up again."""
    record = _get(import_id)
    keep_going(db_session(), record)
    result = result_of(db_session(), record, folder_of(current_app))
    kept = KeptFiles(folder_of(current_app), record.place)
    return render_template(
        "imports/show.html",
        record=record,
        result=result,
        form=DecisionsForm.of_rows(record, result.asked[:IMPORT_SHOWN]) if result.asked else None,
        can_undo=queries.can_undo(record),
        names=names,
        at_most=IMPORT_SHOWN,
        stands_still=record.state.is_at_work and not kept.is_at_work and is_standing_still(),
    )


@bp.post("/<int:import_id>/doubles")
def decide(import_id: int) -> ResponseReturnValue:
    """Decide on rows that may be doubles: by one rule, and row by row."""
    record = _get(import_id)
    folder = folder_of(current_app)
    if record.state is not ImportState.CHECKED:
        raise StaleRecordError
    asked = [row for row in use_cases.plan_of(record, folder).rows if row.do == ASK]
    form = DecisionsForm.of_rows(record, asked[:IMPORT_SHOWN])
    if form.validate_on_submit():
        use_cases.decide(
            db_session(),
            record=record,
            folder=folder,
            rule=form.chosen_rule,
            decisions=form.decisions,
            version=form.shown_version,
        )
        db_session().commit()
        flash(_("The decisions are saved."), "success")
    else:
        flash(_("The decisions are not saved: choose one of the alternatives."), "warning")
    return redirect(url_for(".show", import_id=import_id, _anchor="doubles"))


@bp.post("/<int:import_id>/start")
def start(import_id: int) -> ResponseReturnValue:
    """Import a checked file, whole or not at all."""
    record = _get(import_id)
    use_cases.start(
        db_session(), actor=current_actor(), record=record, folder=folder_of(current_app), version=shown_version()
    )
    return _go_on(record)


@bp.post("/<int:import_id>/undo")
def undo(import_id: int) -> ResponseReturnValue:
    """Take an import back; what was changed since stays, and is listed."""
    record = _get(import_id)
    use_cases.undo(db_session(), actor=current_actor(), record=record, version=shown_version())
    return _go_on(record)


@bp.post("/<int:import_id>/discard")
def discard(import_id: int) -> ResponseReturnValue:
    """Forget a file that was not imported."""
    record = _get(import_id)
    use_cases.discard(db_session(), record=record, folder=folder_of(current_app), version=shown_version())
    db_session().commit()
    flash(_("The file is removed. Nothing of it has been imported."), "success")
    return redirect(url_for(".index"))


def kind_of(thing: str) -> ImportKind:
    """Return the kind that an address names; raises NotFoundError for one that cannot be imported."""
    if thing not in KINDS:
        raise NotFoundError
    return ImportKind(thing)


def _go_on(record: Import) -> Response:
    """Save, have the work done or begun, and lead to the page that says how far it has come."""
    page = redirect(url_for(".show", import_id=record.id))
    db_session().commit()
    keep_going(db_session(), record)
    return page  # type: ignore[return-value]  # a response of werkzeug's is one


def _get(import_id: int) -> Import:
    return queries.get_import(db_session(), current_actor(), import_id)


def _columns_form(record: Import, **kwargs: object) -> FileColumnsForm:
    known = record.columns or guess(record.kind, record.heads, queries.remembered_columns(db_session(), record.kind))
    return FileColumnsForm.of_file(record, known, **kwargs)


def _samples(rows: object, place: int) -> str:
    """Return what the first rows have in a column."""
    found: list[str] = []
    for _number, cells in rows:  # type: ignore[attr-defined]  # pairs, as they were kept
        cell = cells[place] if place < len(cells) else ""
        text = cell[0] if isinstance(cell, list) else cell
        if text.strip() and text not in found:
            found.append(text if len(text) <= 40 else f"{text[:39]}…")  # noqa: PLR2004 - signs of an example
        if len(found) == 3:  # noqa: PLR2004 - examples are enough
            break
    return " · ".join(found)
