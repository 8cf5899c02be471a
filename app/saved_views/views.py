"""Pages about saved views: the list of them, a form to save or change one, and which columns a list shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import local_address
from app.saved_views import queries, use_cases
from app.saved_views.addresses import read_address
from app.saved_views.blueprint import bp
from app.saved_views.forms import ColumnsForm, NewViewForm, ViewForm
from app.saved_views.list_page import BETWEEN, is_key, view_url
from app.saved_views.names import LIST_NAMES
from app.storage.database import db_session
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.errors import StaleRecordError
from models.saved_views import ListKind, SavedView


@bp.get("/views")
def index() -> str:
    """List the reader's views and the shared ones, list by list."""
    views = queries.list_views(db_session(), current_actor())
    return render_template(
        "saved_views/index.html",
        views=views,
        first=queries.list_first_views(db_session(), current_actor()),
        names=LIST_NAMES,
        view_url=view_url,
    )


@bp.route("/views/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Save what a list's address shows under a name."""
    kind = _kind()
    form = NewViewForm(address=request.args.get("address", ""))
    if form.validate_on_submit() and form.is_first():
        view = use_cases.save_view(
            db_session(),
            actor=current_actor(),
            kind=kind,
            address=read_address(form.address.data or "") or "",
            command=form.to_command(),
        )
        page = leads_to(view_url(view))
        db_session().commit()
        flash(_("The view is saved. It stands above the list."), "success")
        return redirect(page)
    return _form_page(form, kind, None)


@bp.route("/views/<int:saved_view_id>/edit", methods=["GET", "POST"])
def edit(saved_view_id: int) -> ResponseReturnValue:
    """Rename a view, or choose who sees it."""
    view = _get(saved_view_id)
    form = ViewForm(obj=view)
    if form.validate_on_submit():
        try:
            use_cases.edit_view(
                db_session(),
                actor=current_actor(),
                saved_view_id=saved_view_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: ViewForm(None, obj=_get(saved_view_id)), back=url_for(".index"))
        db_session().commit()
        flash(_("The view is saved."), "success")
        return redirect(url_for(".index"))
    return _form_page(form, view.list_kind, view)


@bp.post("/views/<int:saved_view_id>/remove")
def remove(saved_view_id: int) -> ResponseReturnValue:
    """Remove a view, with a way to undo it."""
    if _get(saved_view_id).taken_back_at is not None:
        return _already()
    view = use_cases.remove_view(db_session(), **_asked(saved_view_id))
    db_session().commit()
    flash_undo(_("The view is removed."), url_for(".put_back", saved_view_id=view.id), version=view.version)
    return redirect(url_for(".index"))


@bp.post("/views/<int:saved_view_id>/put-back")
def put_back(saved_view_id: int) -> ResponseReturnValue:
    """Put a view back as it was."""
    if _get(saved_view_id).taken_back_at is None:
        return _already()
    use_cases.put_view_back(db_session(), **_asked(saved_view_id))
    db_session().commit()
    flash(_("The view is back as it was."), "success")
    return redirect(url_for(".index"))


@bp.post("/views/<int:saved_view_id>/first")
def open_with(saved_view_id: int) -> ResponseReturnValue:
    """Let the reader's list open with a view."""
    view = use_cases.open_with(db_session(), **_asked(saved_view_id))
    db_session().commit()
    undo = url_for(".open_without", saved_view_id=view.id)
    flash_undo(_("The list opens with “%(view)s” now.", view=view.name), undo, version=view.version)
    return redirect(url_for(".index"))


@bp.post("/views/<int:saved_view_id>/not-first")
def open_without(saved_view_id: int) -> ResponseReturnValue:
    """Let the reader's list open as it does for everybody."""
    use_cases.open_without(db_session(), **_asked(saved_view_id))
    db_session().commit()
    flash(_("The list opens as it does for everybody now."), "success")
    return redirect(url_for(".index"))


@bp.post("/views/columns")
def columns() -> ResponseReturnValue:
    """Choose which columns a list shows its reader; the form stands above the list, which knows its columns."""
    kind = _kind()
    form = ColumnsForm()
    offered = set((form.offered.data or "").split(BETWEEN))
    form.columns.offer((key, key) for key in offered if is_key(key))
    if not form.validate_on_submit():
        abort(400)
    chosen = form.columns.data or []
    is_all = set(chosen) == offered
    use_cases.choose_columns(db_session(), actor=current_actor(), kind=kind, columns=None if is_all else chosen)
    db_session().commit()
    flash(_("The columns are saved. You alone see them so."), "success")
    return redirect(_back(kind))


def _already() -> ResponseReturnValue:
    flash_already()
    return redirect(url_for(".index"))


def _kind() -> ListKind:
    """Return the list that the address names; the first one where it names none."""
    asked = request.args.get("list", "")
    return ListKind(asked) if asked in set(ListKind) else ListKind.COMPANIES


def _back(kind: ListKind) -> str:
    """Return the list as it was shown, but for the columns that its address may have named."""
    page, _mark, asked = (local_address(request.args.get("back")) or "").partition("?")
    room = url_for(f"{kind.value}.index")
    rest = urlencode([pair for pair in parse_qsl(asked, keep_blank_values=True) if pair[0] != "columns"])
    return f"{page}?{rest}" if page in (room, f"{room}/board") and rest else room


def _get(saved_view_id: int) -> SavedView:
    return queries.get_view(db_session(), current_actor(), saved_view_id)


def _asked(saved_view_id: int) -> dict[str, Any]:
    return {"actor": current_actor(), "saved_view_id": saved_view_id, "version": shown_version()}


def _form_page(form: ViewForm, kind: ListKind, view: SavedView | None) -> ResponseReturnValue:
    page = render_template("saved_views/form.html", form=form, name=LIST_NAMES[kind], kind=kind.value, view=view)
    return page, form.status
