"""The page that a link in an introduction's letter leads to: what it is about, and a form to answer with.

Staff of the unit answer on a page of their own (`own_views.py`).
"""

from __future__ import annotations

import math

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import throttle
from app.answers import own_views
from app.answers.blueprint import bp
from app.answers.forms import AnswerForm
from app.answers.queries import find_answer
from app.answers.use_cases import give_answer
from app.storage.database import db_session
from app.web.forms.typed import shown, typed_here
from models.errors import StaleRecordError
from models.party_answers import PartyAnswer

# Its addresses are part of this room.
__all__ = ["bp", "own_views"]


@bp.route("/answer/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """Ask a party what it answers, in its letter's language; to look at the page answers nothing, as scanners do."""
    given = find_answer(db_session(), token)
    if given is None:
        return _over()
    with force_locale(given.language.value):
        form = AnswerForm(given)
        if not form.validate_on_submit():
            return _page(given, form), form.status
        wait = throttle.claim_guess(db_session(), f"answer {given.id}", lane=throttle.ANSWERING)
        if wait is not None:
            said = _("Too many answers. Try again in %(wait)s.", wait=throttle.in_words(wait))
            page = make_response(_once_more(token, form, said, 429))
            page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
            return page
        return _answer(token, form)


def _answer(token: str, form: AnswerForm) -> ResponseReturnValue:
    try:
        answer = give_answer(
            db_session(),
            find=lambda: find_answer(db_session(), token),
            command=form.to_command(),
            version=form.shown_version,
        )
    except StaleRecordError:
        said = _("Somebody else has answered with the same letter meanwhile. Send yours once more to replace it.")
        return _once_more(token, form, said, 409)
    if answer is None:
        return _over()
    db_session().commit()
    flash(_("Thank you. Your answer has reached us."), "success")
    return redirect(url_for(".show", token=token))


def _once_more(token: str, form: AnswerForm, said: str, status: int) -> ResponseReturnValue:
    """Show what was typed once more, ready to be sent over what stands now, and why it was not taken."""
    db_session().rollback()
    given = find_answer(db_session(), token)
    if given is None:
        return _over()
    form.version.data = str(given.version)
    form.form_errors = [said]
    return _page(given, form), status


def _page(given: PartyAnswer, form: AnswerForm) -> str:
    match = given.introduction.match
    return render_template("answers/show.html", form=form, given=given, need=match.need, capability=match.capability)


def _over() -> ResponseReturnValue:
    """Say that a link opens nothing any longer, the same whatever the reason, and show what was typed."""
    typed = typed_here()
    db_session().rollback()
    return render_template("answers/over.html", typed=shown(typed.content) if typed else []), 404
