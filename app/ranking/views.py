"""Pages about how good the ranking is, and about judging pairs blind."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.limits import RETRAIN_SECONDS
from app.matchmaking import matchmaker, need_profile
from app.matchmaking.message_texts import FIELD_NAMES, signal_name
from app.ranking import blind, overview, recorder, retraining, use_cases
from app.ranking.blueprint import bp
from app.ranking.forms import BlindForm
from app.ranking.names import CHANGE_BADGES, VERDICT_NAMES
from app.ranking.ranking_basis import RankingBasis, basis_of
from app.storage.database import db_session
from app.storage.listing import read_page
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.clock import today

bp.after_app_request(recorder.note_changes)


@bp.get("")
def show() -> str:
    """Show how good the ranking in use is, what a newer set of weights would change, and what has been before."""
    page = overview.get_overview(db_session(), current_actor(), _basis(), page=read_page(request.args))
    return render_template(
        "ranking/show.html",
        page=page,
        change_badges=CHANGE_BADGES,
        verdict_names=VERDICT_NAMES,
        signal_name=signal_name,
    )


@bp.post("/retrain")
def retrain() -> ResponseReturnValue:
    """Learn the weights again, or go on where it was broken off; nothing is put in use by it."""
    basis = _basis()
    task = retraining.prepare(db_session(), actor=current_actor(), basis=basis)
    # The measuring takes seconds, and others may write meanwhile.
    db_session().commit()
    progress = retraining.advance(task, matchmaker(), seconds=RETRAIN_SECONDS)
    row = retraining.keep(db_session(), actor=current_actor(), basis=basis, progress=progress)
    db_session().commit()
    if row.is_ready:
        flash(_("The new weights are learned. Compare them with those in use before you decide."), "success")
    return redirect(url_for(".show", _anchor="proposal"))


@bp.post("/<int:set_id>/use")
def use(set_id: int) -> ResponseReturnValue:
    """Rank by a set of weights from now on, unless it ranks worse."""
    use_cases.put_in_use(db_session(), actor=current_actor(), set_id=set_id, basis=_basis())
    db_session().commit()
    flash_undo(_("The new weights are in use."), url_for(".undo", set_id=set_id))
    return redirect(url_for(".show"))


@bp.post("/<int:set_id>/undo")
def undo(set_id: int) -> ResponseReturnValue:
    """Go back to the set of weights that was in use before this one."""
    use_cases.undo(db_session(), actor=current_actor(), set_id=set_id, basis=_basis())
    db_session().commit()
    flash(_("The weights from before are in use again."), "success")
    return redirect(url_for(".show"))


@bp.get("/judge")
def judge() -> str:
    """Show one pair to judge, with nothing of how the engine ranks it."""
    pair = blind.next_pair(db_session(), matchmaker(), current_actor(), today=today())
    form = BlindForm(formdata=None)
    if pair is not None:
        form.need_id.data, form.capability_id.data = str(pair.need_id), str(pair.capability_id)
    return _judging(form, pair)


@bp.post("/judge")
def judge_pair() -> ResponseReturnValue:
    """Keep a verdict, with the score that was not shown, and go on to the next pair."""
    form = BlindForm()
    valid = form.validate_on_submit()
    actor, day = current_actor(), today()
    need_id, capability_id = form.pair
    need = blind.get_open_need(db_session(), actor, need_id)
    candidate = matchmaker().pair(need_profile(need), capability_id, today=day) if need else None
    if need is None or candidate is None:
        flash(_("The need was closed, or the capability withdrawn, while you read. Here is another pair."), "message")
    elif not valid:
        return _judging(form, blind.show_pair(db_session(), need, capability_id)), form.status
    elif not use_cases.judge_blind(db_session(), actor=actor, command=form.to_command(), score=candidate.score):
        flash(_("You had judged that pair already; your first verdict stands."), "message")
    db_session().commit()
    return redirect(url_for(".judge"))


def _judging(form: BlindForm, pair: blind.BlindPair | None) -> str:
    done = blind.count_judged(db_session(), current_actor(), today())
    return render_template("ranking/judge.html", form=form, pair=pair, done=done, field_names=FIELD_NAMES)


def _basis() -> RankingBasis:
    with matchmaker().engine() as engine:
        return basis_of(engine)
