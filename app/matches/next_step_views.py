"""Pages about what happens next in a match."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_colleagues
from app.labels import WAITED_NAMES, WAITING_NAMES
from app.matches import next_steps
from app.matches.blueprint import bp
from app.matches.forms import DoneForm, NextStepForm, WaitForm
from app.matches.step_views import get_open
from app.matches.undo_views import flash_with_undo
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.errors import StaleRecordError
from models.matches import Match

_SHOWN = ("next_step", "next_step_on", "next_step_owner_id", "waiting_for", "version")


@bp.route("/matches/<int:match_id>/next-step", methods=["GET", "POST"])
def next_step(match_id: int) -> ResponseReturnValue:
    """Decide what happens next."""
    match = get_open(match_id)
    form = next_step_form(match)
    if form.validate_on_submit():
        try:
            match = next_steps.set_next_step(
                db_session(),
                actor=current_actor(),
                match_id=match_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: next_step_form(get_open(match_id), formdata=None), back=_page(match_id))
        db_session().commit()
        flash_with_undo(match, _("The next step is saved.") if form.next_step.data else _("There is no next step now."))
        return redirect(_page(match_id))
    return render_template("matches/next_step.html", form=form, match=match), form.status


def next_step_form(match: Match, **kwargs: Any) -> NextStepForm:
    """Return the form for what happens next, filled from the match."""
    shown = {name: getattr(match, name) for name in _SHOWN}
    if match.next_step is None:
        # A step that is yet to be decided is the reader's own, until somebody else is chosen, or nobody.
        shown["next_step_owner_id"] = current_actor().id
    form = NextStepForm(data=shown, **kwargs)
    colleagues = list_colleagues(db_session(), also=match.next_step_owner_id)
    form.next_step_owner_id.offer((user.id, user.name) for user in colleagues)
    return form


@bp.route("/matches/<int:match_id>/next-step/done", methods=["GET", "POST"])
def finish_step(match_id: int) -> ResponseReturnValue:
    """Say that the next step is done, and what happens now."""
    match = get_open(match_id)
    form = done_form(match)
    if form.validate_on_submit():
        match = next_steps.finish_step(
            db_session(),
            actor=current_actor(),
            match_id=match_id,
            command=form.to_command(),
            version=form.shown_version,
        )
        db_session().commit()
        flash_with_undo(match, _("The step is done."))
        return redirect(_page(match_id))
    return render_template("matches/step_done.html", form=form, match=match), form.status


@bp.post("/matches/<int:match_id>/waiting")
def wait(match_id: int) -> ResponseReturnValue:
    """Say with one button whose answer is waited for, or that it has come."""
    waited_for = get_open(match_id).waiting_for
    form = WaitForm()
    if not form.validate_on_submit():
        abort(400)
    match = next_steps.set_waiting(
        db_session(),
        actor=current_actor(),
        match_id=match_id,
        party=form.waiting_for.party,
        version=form.shown_version,
    )
    db_session().commit()
    if match.waiting_for is not None:
        flash_with_undo(match, str(WAITING_NAMES[match.waiting_for]))
    elif waited_for is not None:
        flash_with_undo(match, str(WAITED_NAMES[waited_for]))
    return redirect(_page(match_id))


def done_form(match: Match, step: NextStepForm | None = None) -> DoneForm:
    """Return the form for what happens when the next step is done; whoever did it goes on, unless another is chosen.

    Beside the form of the `step` itself it offers the same people, who are not read twice.
    """
    form = DoneForm(data={"version": match.version, "then_owner_id": match.next_step_owner_id or current_actor().id})
    if step is not None:
        form.then_owner_id.choices = step.next_step_owner_id.choices
        return form
    colleagues = list_colleagues(db_session(), also=match.next_step_owner_id)
    form.then_owner_id.offer((user.id, user.name) for user in colleagues)
    return form


def _page(match_id: int) -> str:
    return url_for("matches.show", match_id=match_id)
