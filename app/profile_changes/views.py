"""Pages of a unit's changes: its drafts, what was published, and what the office asks to have changed back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.infrastructures.drafts import find_draft, list_drafts, save_draft, shown_version
from app.infrastructures.drafts import publish as publish_drafts
from app.infrastructures.profile_values import values_of
from app.infrastructures.queries import get_own
from app.limits import ANSWER_TEXT
from app.profile_changes import preview_views, queries
from app.profile_changes.blueprint import bp
from app.profile_changes.differences import changes_of, named_in
from app.storage.database import db_session
from app.web.forms.base import VersionedForm
from app.web.forms.base import shown_version as sent_version
from app.web.forms.conflict import conflict_page
from app.web.forms.fields import long_text_field
from app.web.sign_in import current_actor
from models.clock import now
from models.errors import NotFoundError, StaleRecordError
from models.infrastructures import Infrastructure
from models.profile_changes import ProfileChange
from models.published import is_published

__all__ = ["bp", "preview_views"]


class AskBackForm(VersionedForm):
    """What the office asks a unit to change back."""

    always_asked = frozenset({"asked_back"})
    asked_back = long_text_field(
        _l("What should be changed back, and why?"),
        needed=True,
        limit=ANSWER_TEXT,
        hint=_l("The unit's staff read it on their page. They can put the former words in a draft with one press."),
    )


@bp.get("/infrastructures/<int:infrastructure_id>/changes")
def show(infrastructure_id: int) -> str:
    """Show a unit's drafts and what was published last, field by field, with old and new."""
    infrastructure = _infrastructure(infrastructure_id)
    drafts = list_drafts(db_session(), infrastructure_id)
    published = queries.list_published(db_session(), infrastructure_id)
    concepts = queries.concepts_by_id(db_session(), named_in([*drafts, *published]))
    return render_template(
        "profile_changes/show.html",
        infrastructure=infrastructure,
        drafts=[(draft, changes_of(draft, concepts)) for draft in drafts],
        published=[(change, changes_of(change, concepts)) for change in published],
        version=_version(infrastructure, drafts),
        public=is_published(infrastructure),
        office=current_actor().role.is_office,
    )


@bp.post("/infrastructures/<int:infrastructure_id>/changes/publish")
def publish(infrastructure_id: int) -> ResponseReturnValue:
    """Publish all drafts of a unit, as the page with the button showed them."""
    version = sent_version()
    infrastructure = _infrastructure(infrastructure_id, lock=True)
    drafts = list_drafts(db_session(), infrastructure_id)
    if version is None or version != _version(infrastructure, drafts):
        raise StaleRecordError
    publish_drafts(db_session(), actor=current_actor(), drafts=drafts)
    db_session().commit()
    flash(_("It is published. Outsiders read it from now on."), "success")
    return redirect(url_for("infrastructures.show", infrastructure_id=infrastructure_id))


@bp.post("/profile-changes/<int:change_id>/discard")
def discard(change_id: int) -> ResponseReturnValue:
    """Throw a draft away, as the page with the button showed it."""
    version = sent_version()
    change = _change(change_id, is_draft=True)
    infrastructure_id = change.infrastructure_id
    if version != change.version:
        raise StaleRecordError
    db_session().delete(change)
    db_session().commit()
    flash(_("The draft is thrown away. What outsiders read has not changed."))
    return redirect(url_for(".show", infrastructure_id=infrastructure_id))


@bp.route("/profile-changes/<int:change_id>/ask-back", methods=["GET", "POST"])
def ask_back(change_id: int) -> ResponseReturnValue:
    """Ask a unit to change back what it published."""
    change = _change(change_id, is_draft=False)
    form = AskBackForm(obj=change)
    back = url_for(".show", infrastructure_id=change.infrastructure_id)
    if form.validate_on_submit():
        if form.shown_version != change.version:
            again = lambda: AskBackForm(obj=_change(change_id, is_draft=False), formdata=None)  # noqa: E731
            return conflict_page(form, again, back=back)
        change.asked_back, change.asked_back_at = form.asked_back.data, now()
        db_session().commit()
        flash(_("The unit's staff see it on their page."))
        return redirect(back)
    concepts = queries.concepts_by_id(db_session(), named_in([change]))
    page = render_template(
        "profile_changes/ask_back.html", form=form, change=change, rows=changes_of(change, concepts), back=back
    )
    return page, form.status


@bp.post("/profile-changes/<int:change_id>/put-back")
def put_back(change_id: int) -> ResponseReturnValue:
    """Put the words that a published change took away in a draft, over what the draft says otherwise."""
    version = sent_version()
    change = _change(change_id, is_draft=False)
    _infrastructure(change.infrastructure_id, lock=True)
    if version != change.version:
        raise StaleRecordError
    record = change.capability or change.infrastructure
    draft = find_draft(db_session(), record)
    said = {**values_of(record), **(draft.after if draft else {}), **change.before}
    save_draft(db_session(), actor=current_actor(), record=record, said=said, version=shown_version(record, draft))
    change.asked_back_at = None
    db_session().commit()
    flash(_("The former words are in the draft. Outsiders see them when you publish it."))
    return redirect(url_for(".show", infrastructure_id=change.infrastructure_id))


def _infrastructure(infrastructure_id: int, *, lock: bool = False) -> Infrastructure:
    infrastructure = get_own(db_session(), current_actor(), infrastructure_id, lock=lock)
    db_session().refresh(infrastructure, ["capabilities"])
    return infrastructure


def _change(change_id: int, *, is_draft: bool) -> ProfileChange:
    change = queries.get_change(db_session(), current_actor(), change_id)
    if (change.published_at is None) is not is_draft:
        raise NotFoundError
    return change


def _version(infrastructure: Infrastructure, drafts: Sequence[ProfileChange]) -> int:
    """Return a number that grows with every change of what the page of drafts shows."""
    return infrastructure.facts_version + sum(draft.version for draft in drafts)
