"""The pipeline as a board: its page, and the moves that its cards offer, by menu and by drag alike."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app import labels
from app.limits import DAYS_AT_STAGE, LIMIT_IS_NEAR
from app.matches import board_queries, list_queries, use_cases
from app.matches.blueprint import bp
from app.matches.coming_back import board_asked_for, coming_back
from app.matches.forms import PRESETS, MoveForm
from app.matches.list_views import asked_for
from app.matches.queries import find_grounds, get_match
from app.matches.tables import columns
from app.matches.undo_views import flash_with_undo
from app.matches.waiting import wait_of
from app.saved_views.list_page import own_list
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already
from models.base import require_version
from models.clock import days_since, today
from models.errors import StaleRecordError, StepNotAllowedError
from models.matches import Match, Stage
from models.moves import Move, MoveKind, moves_for
from models.next_steps import step_state
from models.saved_views import ListKind

_ASKED = {MoveKind.CLOSE: _l("asks for the reason"), MoveKind.CORRECT: _l("a correction, asks why")}
_RECORDS = {
    Stage.INTRODUCED: _l("opens both letters"),
    Stage.MEETING_HELD: _l("asks for the meeting"),
    Stage.USED: _l("asks for the use and its evidence"),
}


@bp.get("/matches/board")
def board() -> str:
    """Lay the list's matches out in a column for each stage; the address is the list's."""
    filters, state = asked_for()
    laid = board_queries.lay_out(db_session(), current_actor(), state, today=today())
    return render_template(
        "matches/board.html",
        page=laid,
        filters=filters,
        own=own_list(ListKind.MATCHES, columns()),
        presets_offered=(("", filters.show.empty), *PRESETS),
        preset_counts=list_queries.count_presets(
            db_session(), current_actor(), today(), state.filters.get("programme")
        ),
        age_of=age_of,
        asked={each: _asked_by(each) for card in laid.rows for each in card.moves},
        days_since=days_since,
        step_state=step_state,
        wait_of=wait_of,
        labels=labels,
        back=request.full_path.rstrip("?"),
    )


def age_of(match: Match) -> tuple[str, str]:
    """Return how long a match has stood at its stage against the stage's limit, in words, and the tone they have."""
    days, limit = days_since(match.stage_since, today()), DAYS_AT_STAGE.get(match.stage)
    stood = ngettext("%(num)d day", "%(num)d days", days)
    if limit is None:
        return stood, "neutral"
    if days > limit:
        return _("%(days)s, %(over)d over the limit", days=stood, over=days - limit), "bad"
    return _("%(days)s of %(limit)d", days=stood, limit=limit), "due" if days >= limit * LIMIT_IS_NEAR else "neutral"


def _asked_by(chosen: Move) -> str:
    """Return what a move asks for, in words; nothing for one that is taken at once."""
    if chosen.kind is MoveKind.RECORD:
        return str(_RECORDS[chosen.to])
    return str(_ASKED.get(chosen.kind, ""))


@bp.post("/matches/<int:match_id>/move")
def move(match_id: int) -> ResponseReturnValue:
    """Move a match to another stage, or lead to what that stage asks for: a record or a reason."""
    match = get_match(db_session(), current_actor(), match_id)
    form = _move_form(match)
    if not form.validate_on_submit():
        abort(400)
    to = Stage(form.stage.data)
    if match.stage is to:
        flash_already()
        return redirect(coming_back(match_id))
    try:
        require_version(match, form.shown_version)
        chosen = next((each for each in _moves(match) if each.to is to), None)
        if chosen is None:
            raise StepNotAllowedError(stage=to.value)
        if chosen.kind is not MoveKind.AT_ONCE:
            return redirect(_asks(match, chosen))
        match = _take(match, to, form.shown_version)
    except StaleRecordError:
        return conflict_page(form, lambda: _saved_form(match_id), back=coming_back(match_id))
    db_session().commit()
    flash_with_undo(match, _("The stage is now: %(stage)s.", stage=labels.STAGE_NAMES[to]))
    return redirect(coming_back(match_id))


def _move_form(match: Match, **kwargs: object) -> MoveForm:
    return MoveForm(data={"version": match.version, "stage": match.stage}, **kwargs)


def _saved_form(match_id: int) -> MoveForm:
    return _move_form(get_match(db_session(), current_actor(), match_id), formdata=None)


def _moves(match: Match) -> tuple[Move, ...]:
    grounds = find_grounds(db_session(), [match.id])[match.id]
    return moves_for(current_actor().role, match.stage, match.need.status, grounds)


def _take(match: Match, to: Stage, version: int | None) -> Match:
    """Take a step that nothing has to be recorded for, by the use case that the other pages have for it."""
    if to is Stage.AGREED:
        return use_cases.agree(db_session(), actor=current_actor(), match_id=match.id, version=version)
    return use_cases.shortlist(
        db_session(),
        actor=current_actor(),
        need_id=match.need_id,
        capability_id=match.capability_id,
        score=match.score,
        version=version,
    )


def _asks(match: Match, chosen: Move) -> str:
    """Return the address of the form that a move leads to; it comes back to the board."""
    back = board_asked_for()
    if chosen.kind is MoveKind.CLOSE:
        return url_for(".close", match_id=match.id, back=back)
    if chosen.kind is MoveKind.CORRECT:
        return url_for(".correct", match_id=match.id, stage=chosen.to.value, back=back)
    if chosen.to is Stage.INTRODUCED:
        return url_for(".introduce", need_id=match.need_id, capability_id=match.capability_id, back=back)
    return url_for("meetings.new" if chosen.to is Stage.MEETING_HELD else "uses.new", match_id=match.id, back=back)
