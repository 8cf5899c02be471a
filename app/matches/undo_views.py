"""Undo of what was done with a match last: the offer of it, the page that does it, and what became of letters."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.matches import undoing
from app.matches.blueprint import bp
from app.matches.coming_back import board_asked_for, coming_back
from app.matches.forms import AdvanceForm
from app.matches.introductions import LettersTakenBack
from app.matches.queries import get_match
from app.storage.database import db_session
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.matches import Match


@bp.post("/matches/<int:match_id>/undo")
def undo(match_id: int) -> ResponseReturnValue:
    """Put a match as it was before what was done with it last."""
    form = AdvanceForm()
    form.validate_on_submit()
    need_id = get_match(db_session(), current_actor(), match_id).need_id
    undone = undoing.undo(db_session(), actor=current_actor(), match_id=match_id, version=form.shown_version)
    db_session().commit()
    flash(_("It is undone."), "success")
    tell_of_letters(undone.letters)
    return redirect(coming_back(match_id) if undone.match else url_for("needs.show", need_id=need_id))


def flash_with_undo(match: Match, text: str, category: str = "success") -> None:
    """Say what was done, and offer to put everything back as it was."""
    undo_url = url_for("matches.undo", match_id=match.id, back=board_asked_for())
    flash_undo(text, undo_url, category=category, version=match.version)


def tell_of_letters(letters: LettersTakenBack) -> None:
    """Say which letters were stopped, and which had gone."""
    if letters.stopped:
        flash(_("These letters have been stopped and will not go: %(to)s.", to=", ".join(letters.stopped)), "success")
    if letters.gone:
        flash(_("These letters had gone already: %(to)s. Tell them yourself.", to=", ".join(letters.gone)), "warning")
