"""A tag put on a record and taken off it, each with a way to undo it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.storage.database import db_session
from app.tags import use_cases
from app.tags.blueprint import bp
from app.tags.forms import PutOnForm
from app.tags.places import TaggedRecord, find_tagged
from app.tags.section import tags_section
from app.web.forms.base import leads_to
from app.web.sign_in import current_actor
from app.web.undo import flash_undo


@bp.route("/companies/<int:company_id>/tags/new", methods=["GET", "POST"])
@bp.route("/needs/<int:need_id>/tags/new", methods=["GET", "POST"])
@bp.route("/people/<int:person_id>/tags/new", methods=["GET", "POST"])
@bp.route("/infrastructures/<int:infrastructure_id>/tags/new", methods=["GET", "POST"])
def put_on(**where: int) -> ResponseReturnValue:
    """Put a tag on the record in the address; its page has the same form."""
    record = _find(where)
    form = PutOnForm()
    if form.validate_on_submit() and form.is_first():
        tag, is_new = use_cases.put_on(db_session(), actor=current_actor(), record=record, name=form.name.data)
        page = leads_to(record.url)
        db_session().commit()
        values = {"tag": tag.name, "name": record.name}
        if is_new:
            undo = url_for(".take_off", tag_id=tag.id, **record.argument)
            flash_undo(_("The tag “%(tag)s” is on %(name)s now.", **values), undo)
        else:
            flash(_("The tag “%(tag)s” is on %(name)s already.", **values))
        return redirect(page)
    section = tags_section(record.kind, record.id, form)
    return render_template("tags/put_on.html", record=record, tags=section, form=form), form.status


@bp.post("/companies/<int:company_id>/tags/<int:tag_id>/take-off")
@bp.post("/needs/<int:need_id>/tags/<int:tag_id>/take-off")
@bp.post("/people/<int:person_id>/tags/<int:tag_id>/take-off")
@bp.post("/infrastructures/<int:infrastructure_id>/tags/<int:tag_id>/take-off")
def take_off(tag_id: int, **where: int) -> ResponseReturnValue:
    """Take a tag off the record in the address."""
    record = _find(where)
    tag = use_cases.take_off(db_session(), actor=current_actor(), record=record, tag_id=tag_id)
    db_session().commit()
    undo = url_for(".put_on_again", tag_id=tag_id, **record.argument)
    flash_undo(_("The tag “%(tag)s” is taken off.", tag=tag.name), undo)
    return redirect(record.url)


@bp.post("/companies/<int:company_id>/tags/<int:tag_id>/put-back")
@bp.post("/needs/<int:need_id>/tags/<int:tag_id>/put-back")
@bp.post("/people/<int:person_id>/tags/<int:tag_id>/put-back")
@bp.post("/infrastructures/<int:infrastructure_id>/tags/<int:tag_id>/put-back")
def put_on_again(tag_id: int, **where: int) -> ResponseReturnValue:
    """Put a tag back that was just taken off."""
    record = _find(where)
    use_cases.put_on_again(db_session(), actor=current_actor(), record=record, tag_id=tag_id)
    db_session().commit()
    flash(_("The tag is back."), "success")
    return redirect(record.url)


def _find(where: dict[str, int]) -> TaggedRecord:
    return find_tagged(db_session(), current_actor(), where)
