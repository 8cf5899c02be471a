"""Pages that move a match: who is responsible, agreed, corrected, closed."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_colleagues
from app.labels import STAGE_BADGES
from app.matches import use_cases
from app.matches.blueprint import bp
from app.matches.coming_back import coming_back
from app.matches.dated_forms import AgreedForm, CloseForm
from app.matches.forms import CorrectForm, OwnerForm, offer_stages
from app.matches.queries import correctable_stages, get_match, last_step_on
from app.matches.undo_views import flash_with_undo, tell_of_letters
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.errors import StaleRecordError
from models.matches import Match


@bp.route("/matches/<int:match_id>/owner", methods=["GET", "POST"])
def assign(match_id: int) -> ResponseReturnValue:
    """Say who is responsible."""
    match = _get(match_id)
    form = _owner_form(match)
    if form.validate_on_submit():
        try:
            use_cases.assign(
                db_session(),
                actor=current_actor(),
                match_id=match_id,
                owner_id=form.owner_id.number,
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _owner_form(_get(match_id), formdata=None), back=_page(match_id))
        db_session().commit()
        flash(_("Who is responsible is saved."), "success")
        return _back(match_id)
    return render_template("matches/owner.html", form=form, match=match), form.status


def _owner_form(match: Match, **kwargs: Any) -> OwnerForm:
    form = OwnerForm(obj=match, **kwargs)
    form.owner_id.offer((user.id, user.name) for user in list_colleagues(db_session(), also=match.owner_id))
    return form


@bp.route("/matches/<int:match_id>/agree", methods=["GET", "POST"])
def agree(match_id: int) -> ResponseReturnValue:
    """Note that both have agreed on a use, and when."""
    match = get_open(match_id)
    form = _agreed_form(match)
    if not form.validate_on_submit():
        page = render_template("matches/agree.html", form=form, match=match, cancel_url=coming_back(match_id))
        return page, form.status
    before = match.stage
    try:
        match = use_cases.agree(
            db_session(),
            actor=current_actor(),
            match_id=match_id,
            version=form.shown_version,
            on=form.agreed_on.data,
        )
    except StaleRecordError:
        return conflict_page(form, lambda: _agreed_form(get_open(match_id), formdata=None), back=_page(match_id))
    db_session().commit()
    if match.stage is before:
        flash(_("The match had come that far already."))
    else:
        flash_with_undo(match, _("Both have agreed on a use."))
    return _back(match_id)


def _agreed_form(match: Match, **kwargs: Any) -> AgreedForm:
    return AgreedForm(data={"version": match.version}, **kwargs)


@bp.route("/matches/<int:match_id>/stage", methods=["GET", "POST"])
def correct(match_id: int) -> ResponseReturnValue:
    """Set the stage by hand, also to open a closed match again."""
    match = _get(match_id)
    form = _correct_form(match)
    if form.validate_on_submit():
        try:
            match, letters = use_cases.correct(
                db_session(),
                actor=current_actor(),
                match_id=match_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _correct_form(_get(match_id), formdata=None), back=_page(match_id))
        db_session().commit()
        said = _("The stage is now: %(stage)s.", stage=STAGE_BADGES[match.stage][0])
        if letters.stopped:
            flash(said, "success")
        else:
            flash_with_undo(match, said)
        tell_of_letters(letters)
        return _back(match_id)
    page = render_template(
        "matches/correct.html", form=form, match=match, stages=STAGE_BADGES, cancel_url=coming_back(match_id)
    )
    return page, form.status


def _correct_form(match: Match, **kwargs: Any) -> CorrectForm:
    form = CorrectForm(data={"version": match.version}, **kwargs)
    stages = correctable_stages(db_session(), match)
    offer_stages(form, stages)
    if request.method == "GET" and request.args.get("stage") in stages:
        # The board asks for one; a draft has said so itself.
        form.stage.data = form.stage.data or request.args["stage"]
    return form


@bp.route("/matches/<int:match_id>/close", methods=["GET", "POST"])
def close(match_id: int) -> ResponseReturnValue:
    """End a match with a reason, and say when it ended."""
    match = get_open(match_id)
    form = _close_form(match)
    if form.validate_on_submit():
        try:
            match = use_cases.close(
                db_session(),
                actor=current_actor(),
                match_id=match_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _close_form(get_open(match_id), formdata=None), back=_page(match_id))
        db_session().commit()
        flash_with_undo(match, _("The match is closed."))
        return _back(match_id)
    return render_template("matches/close.html", form=form, match=match, cancel_url=coming_back(match_id)), form.status


def _close_form(match: Match, **kwargs: Any) -> CloseForm:
    form = CloseForm(data={"version": match.version}, **kwargs)
    form.last_step_on = last_step_on(db_session(), match)
    return form


def _page(match_id: int) -> str:
    return url_for("matches.show", match_id=match_id)


def _back(match_id: int) -> ResponseReturnValue:
    return redirect(coming_back(match_id))


def _get(match_id: int) -> Match:
    return get_match(db_session(), current_actor(), match_id)


def get_open(match_id: int) -> Match:
    """Return a match that goes on; raises MatchClosedError, and NotFoundError outside the actor's scope."""
    match = _get(match_id)
    match.require_open()
    return match
