"""Pages about tags: all of them, what one stands on, its name, and its removal; records' own pages register too."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.storage.database import db_session
from app.storage.listing import read_state
from app.tags import queries, record_views, use_cases
from app.tags.blueprint import bp
from app.tags.forms import TagFilters, TagForm
from app.tags.places import list_url
from app.web.forms.base import shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.errors import NotFoundError, StaleRecordError
from models.tags import Tag, TaggedKind

__all__ = ["bp", "record_views"]


@bp.get("/tags")
def index() -> str:
    """List the tags in use with how many records of each kind have them."""
    filters = TagFilters(request.args)
    state = filters.state(sorts=queries.SORTS, default_sort="name")
    return render_template(
        "tags/index.html",
        page=queries.list_tags(db_session(), current_actor(), state),
        filters=filters,
        kinds=TaggedKind,
        list_url=list_url,
    )


@bp.get("/tags/<int:tag_id>")
def show(tag_id: int) -> ResponseReturnValue:
    """Show what a tag stands on: lists by their counts, and its people, who have no list of their own."""
    tag = _get(tag_id)
    if tag.merged_into_id is not None:
        return redirect(url_for(".show", tag_id=tag.merged_into_id))
    if tag.taken_back_at is not None:
        raise NotFoundError
    state = read_state(request.args, query="", filters={}, sorts=queries.SORTS, default_sort="name")
    return render_template(
        "tags/show.html",
        tag=tag,
        counts=queries.count_records(db_session(), [tag_id])[tag_id],
        people=queries.list_people(db_session(), current_actor(), tag_id, state),
        kinds=TaggedKind,
        list_url=list_url,
    )


@bp.route("/tags/<int:tag_id>/edit", methods=["GET", "POST"])
def edit(tag_id: int) -> ResponseReturnValue:
    """Rename a tag; by the name of another the two become one, once that is asked for."""
    tag = _get(tag_id)
    if tag.taken_back_at is not None:
        raise StaleRecordError if request.method == "POST" else NotFoundError
    form = TagForm(obj=tag)
    if form.validate_on_submit() and _may_be_called_so(form, tag):
        try:
            _save(form, tag)
        except StaleRecordError:
            back = url_for(".show", tag_id=tag_id)
            return conflict_page(form, lambda: TagForm(None, obj=_get(tag_id)), back=back)
        return redirect(url_for(".show", tag_id=form.other.id if form.other else tag_id))
    records = sum(queries.count_records(db_session(), [tag_id])[tag_id].values())
    return render_template("tags/form.html", form=form, tag=tag, records=records), form.status


@bp.post("/tags/<int:tag_id>/remove")
def remove(tag_id: int) -> ResponseReturnValue:
    """Take a tag off everything, with a way to undo it."""
    tag = use_cases.remove_tag(db_session(), actor=current_actor(), tag_id=tag_id, version=shown_version())
    db_session().commit()
    _flash_back(_("The tag “%(tag)s” is removed.", tag=tag.name), tag)
    return redirect(url_for(".index"))


@bp.post("/tags/<int:tag_id>/put-back")
def put_back(tag_id: int) -> ResponseReturnValue:
    """Put a tag that was removed or merged back on all that it stood on."""
    tag = use_cases.put_tag_back(db_session(), actor=current_actor(), tag_id=tag_id, version=shown_version())
    db_session().commit()
    flash(_("The tag “%(tag)s” is back on all that it stood on.", tag=tag.name), "success")
    return redirect(url_for(".index"))


def _may_be_called_so(form: TagForm, tag: Tag) -> bool:
    """Ask where another tag is called so; saying that they are one is an answer."""
    form.other = queries.find_named(db_session(), current_actor(), form.name.data, besides=tag.id)
    if form.other is None or form.merge.data:
        return True
    said = _("There is a tag “%(name)s” already. Choose another name, or merge the two.", name=form.other.name)
    form.name.errors = [said]
    return False


def _save(form: TagForm, tag: Tag) -> None:
    session = db_session()
    asked: dict[str, Any] = {"actor": current_actor(), "tag_id": tag.id, "version": form.shown_version}
    if form.other is None:
        use_cases.rename(session, name=form.name.data, **asked)
        session.commit()
        flash(_("The tag is saved."), "success")
        return
    merged = use_cases.merge(session, into=form.other, **asked)
    session.commit()
    _flash_back(_("“%(one)s” and “%(other)s” are one tag now.", one=merged.name, other=form.other.name), merged)


def _flash_back(said: str, tag: Tag) -> None:
    flash_undo(said, url_for(".put_back", tag_id=tag.id), version=tag.version)


def _get(tag_id: int) -> Tag:
    return queries.get_tag(db_session(), current_actor(), tag_id)
