"""Pages of a unit's changes: its drafts, what was published, and what the office asks to have changed back."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.addresses import host_of
from app.infrastructures.drafts import list_drafts
from app.limits import ANSWER_TEXT
from app.mail.outbox import put_letters
from app.profile_changes import preview_views, queries, use_cases
from app.profile_changes.blueprint import bp
from app.profile_changes.differences import changes_of, named_in
from app.profile_changes.letters import draft_letter
from app.storage.database import db_session
from app.web.forms.base import VersionedForm, shown_version
from app.web.forms.conflict import conflict_page
from app.web.forms.fields import long_text_field
from app.web.sign_in import current_actor
from config import Settings
from models.errors import StaleRecordError
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
    infrastructure = queries.get_profile(db_session(), current_actor(), infrastructure_id)
    drafts = list_drafts(db_session(), infrastructure_id)
    published = queries.list_published(db_session(), infrastructure_id)
    concepts = queries.concepts_by_id(db_session(), named_in([*drafts, *published]))
    return render_template(
        "profile_changes/show.html",
        infrastructure=infrastructure,
        drafts=[(draft, changes_of(draft, concepts)) for draft in drafts],
        published=[(change, changes_of(change, concepts)) for change in published],
        version=use_cases.version_of_all(infrastructure, drafts),
        public=is_published(infrastructure),
        office=current_actor().role.is_office,
    )


@bp.post("/infrastructures/<int:infrastructure_id>/changes/publish")
def publish(infrastructure_id: int) -> ResponseReturnValue:
    """Publish all drafts of a unit, as the page with the button showed them."""
    use_cases.publish_all(
        db_session(), actor=current_actor(), infrastructure_id=infrastructure_id, version=shown_version()
    )
    db_session().commit()
    flash(_("It is published. Outsiders read it from now on."), "success")
    return redirect(url_for("infrastructures.show", infrastructure_id=infrastructure_id))


@bp.post("/profile-changes/<int:change_id>/discard")
def discard(change_id: int) -> ResponseReturnValue:
    """Throw a draft away, as the page with the button showed it."""
    of = use_cases.discard(db_session(), actor=current_actor(), change_id=change_id, version=shown_version())
    db_session().commit()
    flash(_("The draft is thrown away. What outsiders read has not changed."))
    return redirect(url_for(".show", infrastructure_id=of))


@bp.route("/profile-changes/<int:change_id>/ask-back", methods=["GET", "POST"])
def ask_back(change_id: int) -> ResponseReturnValue:
    """Ask a unit to change back what it published."""
    change = use_cases.get_published(db_session(), current_actor(), change_id)
    form = AskBackForm(obj=change)
    back = url_for(".show", infrastructure_id=change.infrastructure_id)
    if form.validate_on_submit():
        try:
            use_cases.ask_back(db_session(), change=change, why=form.asked_back.data, version=form.shown_version)
        except StaleRecordError:
            return conflict_page(form, lambda: _anew(change_id), back=back)
        written = _write_to_author(change)
        db_session().commit()
        flash(_("The unit's staff see it on their page."))
        if written:
            flash(_("A letter goes to %(name)s, who wrote it.", name=change.by.name))
        return redirect(back)
    concepts = queries.concepts_by_id(db_session(), named_in([change]))
    page = render_template(
        "profile_changes/ask_back.html", form=form, change=change, rows=changes_of(change, concepts), back=back
    )
    return page, form.status


@bp.post("/profile-changes/<int:change_id>/put-back")
def put_back(change_id: int) -> ResponseReturnValue:
    """Put the words that a published change took away in a draft."""
    of = use_cases.put_back(db_session(), actor=current_actor(), change_id=change_id, version=shown_version())
    db_session().commit()
    flash(_("The former words are in the draft. Outsiders see them when you publish it."))
    return redirect(url_for(".show", infrastructure_id=of))


def _write_to_author(change: ProfileChange) -> bool:
    """Put a letter to whoever wrote a change in the outbox; closed accounts and invented ones get none."""
    if not change.by.is_active or change.by.is_demo:
        return False
    settings: Settings = current_app.extensions["brygga"]
    letter = draft_letter(
        change, address=settings.base_url + url_for(".show", infrastructure_id=change.infrastructure_id)
    )
    domain = host_of(settings.base_url) or "localhost"
    put_letters(db_session(), [letter], match_id=None, domain=domain, reply_to=current_actor().email)
    return True


def _anew(change_id: int) -> AskBackForm:
    return AskBackForm(formdata=None, obj=use_cases.get_published(db_session(), current_actor(), change_id))
