"""The page of one item of a ladder: guidance, what has become of it, comments, and the second person's review."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infrastructures.blueprint import bp
from app.infrastructures.queries import get_own
from app.infrastructures.readiness_guidance import GUIDANCE
from app.infrastructures.readiness_history import history_of
from app.infrastructures.readiness_ladder import LEVEL_NAMES, RUNGS, Rung
from app.infrastructures.readiness_queries import find_item, list_comments
from app.infrastructures.reviews import may_review, review
from app.limits import ANSWER_TEXT
from app.storage.database import db_session
from app.web.forms.base import KeyedForm, leads_to, shown_version
from app.web.forms.fields import long_text_field
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError
from models.infrastructures import Infrastructure
from models.readiness import is_overdue, item_passes, lacks_review, next_review
from models.readiness_items import ReadinessComment, ReadinessItem


class ItemCommentForm(KeyedForm):
    """What somebody writes about an item."""

    text = long_text_field(
        _l("Comment"),
        needed=True,
        limit=ANSWER_TEXT,
        rows=3,
        hint=_l("The unit's staff and the office read it. No patient data or health data."),
    )


@bp.route("/infrastructures/<int:infrastructure_id>/readiness/<int:item_number>", methods=["GET", "POST"])
def readiness_item(infrastructure_id: int, item_number: int) -> ResponseReturnValue:
    """Show an item with its guidance and history, and take a comment on it."""
    actor = current_actor()
    infrastructure, rung, item = _found(infrastructure_id, item_number)
    form = ItemCommentForm()
    if form.validate_on_submit() and form.is_first():
        written = {"infrastructure_id": infrastructure_id, "number": item_number, "by_id": actor.id}
        db_session().add(ReadinessComment(**written, text=form.text.data))
        page = leads_to(_address(infrastructure_id, item_number))
        db_session().commit()
        flash(_("The comment is saved."), "success")
        return redirect(page)
    return render_template(
        "infrastructures/readiness_item.html",
        form=form,
        infrastructure=infrastructure,
        rung=rung,
        item=item,
        guidance=GUIDANCE[item_number],
        events=history_of(db_session(), item, list_comments(db_session(), infrastructure_id, item_number)),
        may_review=item is not None and may_review(actor, item),
        judged_by_me=item is not None and item.judged_by_id == actor.id,
        passes=item is not None and item_passes(item.number, item.level),
        overdue=item is not None and is_overdue(item, today()),
        lacks_review=item is not None and lacks_review(item, today()),
        next_review=next_review(item) if item else None,
        level_names=dict(LEVEL_NAMES),
        rungs=RUNGS,
    ), form.status


@bp.post("/infrastructures/<int:infrastructure_id>/readiness/<int:item_number>/review")
def review_item(infrastructure_id: int, item_number: int) -> ResponseReturnValue:
    """Note that a second person has looked at what is said of an item, as the page with the button showed it."""
    version = shown_version()
    _infrastructure, rung, item = _found(infrastructure_id, item_number, lock=True)
    if item is None:
        raise NotFoundError
    if review(db_session(), actor=current_actor(), item=item, version=version, on=today()):
        db_session().commit()
        flash(_("%(number)s %(name)s is reviewed.", number=rung.number, name=named(rung)), "success")
    else:
        flash(_("Somebody else than who judged the item must review it."), "warning")
    return redirect(_address(infrastructure_id, item_number))


def _found(
    infrastructure_id: int, number: int, *, lock: bool = False
) -> tuple[Infrastructure, Rung, ReadinessItem | None]:
    """Return a unit that the actor may change, one of the fourteen rungs, and what is said of it."""
    infrastructure = get_own(db_session(), current_actor(), infrastructure_id, lock=lock)
    rung = next((each for each in RUNGS if each.number == number), None)
    if rung is None:
        raise NotFoundError
    return infrastructure, rung, find_item(db_session(), infrastructure_id, number)


def _address(infrastructure_id: int, number: int) -> str:
    return url_for(".readiness_item", infrastructure_id=infrastructure_id, item_number=number)
