"""The page on which a unit's staff, signed in, answer an introduction: the same answer as by the link in the letter."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.answers.blueprint import bp
from app.answers.forms import AnswerForm
from app.answers.queries import find_own_answer
from app.answers.use_cases import give_answer
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.errors import NotFoundError, StaleRecordError
from models.party_answers import PartyAnswer


@bp.route("/matches/<int:match_id>/answer", methods=["GET", "POST"])
def own(match_id: int) -> ResponseReturnValue:
    """Answer for one's unit; whoever knows the link in the letter may change it, and sees what was answered."""
    given = _get(match_id)
    form = AnswerForm(given)
    page = url_for("matches.show", match_id=match_id)
    if not form.validate_on_submit():
        match = given.introduction.match
        return render_template(
            "answers/own.html", form=form, given=given, need=match.need, capability=match.capability
        ), form.status
    try:
        answer = give_answer(
            db_session(),
            find=lambda: find_own_answer(db_session(), current_actor(), match_id),
            command=form.to_command(),
            version=form.shown_version,
        )
    except StaleRecordError:
        return conflict_page(form, lambda: AnswerForm(_get(match_id), formdata=None), back=page)
    if answer is None:
        raise NotFoundError
    db_session().commit()
    flash(_("Thank you. Your answer has reached the consultant."), "success")
    return redirect(page)


def _get(match_id: int) -> PartyAnswer:
    given = find_own_answer(db_session(), current_actor(), match_id)
    if given is None:
        raise NotFoundError
    return given
