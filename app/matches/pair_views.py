"""Pages that act on a need and a capability: short-list, dismiss, and add a pair by hand."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import record_number
from app.labels import STAGE_BADGES
from app.matches import queries, use_cases
from app.matches.blueprint import bp
from app.matches.forms import CapabilitySearch, DismissForm, PairForm
from app.matches.queries import Pair, get_pair
from app.matches.undo_views import flash_with_undo
from app.matchmaking import matchmaker, need_profile
from app.needs.queries import get_need
from app.storage.database import db_session
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.actions import NeedAction, allows
from models.clock import today
from models.errors import MatchClosedError, NeedNotReadyError
from models.matches import Match, Stage


@bp.post("/needs/<int:need_id>/capabilities/<int:capability_id>/shortlist")
def shortlist(need_id: int, capability_id: int) -> ResponseReturnValue:
    """Put a pair on the short list."""
    pair = get_pair(db_session(), current_actor(), need_id, capability_id)
    before = pair.match.stage if pair.match else Stage.SUGGESTED
    match = use_cases.shortlist(
        db_session(), actor=current_actor(), need_id=need_id, capability_id=capability_id, score=score_of(pair)
    )
    db_session().commit()
    if match.stage is before and pair.match:
        flash(_("%(capability)s was on the short list already.", capability=named(pair.capability, "title")))
    else:
        text = _("%(capability)s is on the short list.", capability=named(pair.capability, "title"))
        flash_with_undo(match, text)
    return redirect(url_for("needs.show", need_id=need_id))


@bp.route("/needs/<int:need_id>/capabilities/<int:capability_id>/dismiss", methods=["GET", "POST"])
def dismiss(need_id: int, capability_id: int) -> ResponseReturnValue:
    """Say that a pair is not worth going on with, and why."""
    pair = get_pair(db_session(), current_actor(), need_id, capability_id)
    if pair.match is not None and pair.match.stage is Stage.CLOSED:
        return already(pair.match, _("The pair was dismissed already."))
    form = DismissForm()
    if form.validate_on_submit():
        try:
            match = use_cases.dismiss(
                db_session(),
                actor=current_actor(),
                need_id=need_id,
                capability_id=capability_id,
                command=form.to_command(),
                score=score_of(pair),
            )
        except MatchClosedError:
            # Somebody dismissed it between our look and our lock, perhaps with this same form sent twice.
            closed = get_pair(db_session(), current_actor(), need_id, capability_id).match
            assert closed is not None  # noqa: S101 - a match was found closed
            return already(closed, _("The pair was dismissed already."))
        db_session().commit()
        text = _("%(capability)s is dismissed.", capability=named(pair.capability, "title"))
        flash_with_undo(match, text)
        return redirect(url_for("needs.show", need_id=need_id))
    return render_template("matches/dismiss.html", form=form, pair=pair), form.status


@bp.route("/needs/<int:need_id>/matches/new", methods=["GET", "POST"])
def add(need_id: int) -> ResponseReturnValue:
    """Pair a need with a capability that the ranking did not put first."""
    need = get_need(db_session(), current_actor(), need_id)
    if not allows(need.status, NeedAction.ADD_PAIR):
        raise NeedNotReadyError(title=need.title)
    form = PairForm()
    if form.validate_on_submit():
        capability_id = record_number(form.capability_id.data)
        if capability_id is None:
            abort(400)
        match = use_cases.shortlist(
            db_session(), actor=current_actor(), need_id=need_id, capability_id=capability_id, score=None
        )
        db_session().commit()
        flash(_("The pair is on the short list."), "success")
        return redirect(url_for("matches.show", match_id=match.id))
    search = CapabilitySearch(request.args)
    found = queries.search_capabilities(db_session(), current_actor(), need, search.q.data or "")
    return render_template("matches/add.html", need=need, search=search, found=found, stages=STAGE_BADGES)


def score_of(pair: Pair) -> float | None:
    """Return the score that the need's page shows for a pair."""
    candidate = matchmaker().pair(need_profile(pair.need), pair.capability.id, today=today())
    return candidate.score if candidate else None


def already(match: Match, text: str) -> ResponseReturnValue:
    """Say that something was done before, on the match's page."""
    flash(text)
    return redirect(url_for("matches.show", match_id=match.id))
