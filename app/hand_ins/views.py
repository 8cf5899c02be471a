"""Handing in a need: the public form, what its text could be, and the letter that is waited for."""

from __future__ import annotations

import math
from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import throttle
from app.accounts.busy_pages import post
from app.catalogue.asking import AskLaterError, asking_of, holder_of
from app.catalogue.queries import get_catalogue
from app.hand_ins import file_views, own_views, triage_views, use_cases, wording_views
from app.hand_ins.blueprint import bp
from app.hand_ins.forms import HandInForm, proposed_title
from app.hand_ins.limits import ANSWER_WORKING_DAYS, CONFIRM_LIFE, FROM_ONE_ADDRESS, TO_ONE_MAILBOX
from app.hand_ins.proposals import TextProposal, propose
from app.limits import SEARCH
from app.mail.whereabouts import where_letters_are_to_anybody
from app.matchmaking import matchmaker
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.i18n import current_language
from app.web.public_pages import visitor_address
from models.clock import today

__all__ = ["bp", "file_views", "own_views", "triage_views", "wording_views"]


@bp.route("/hand-in", defaults={"language": "sv"}, methods=["GET", "POST"])
@bp.route("/<any(en):language>/hand-in", methods=["GET", "POST"])
def new(language: str) -> ResponseReturnValue:
    """Take a need from anybody; first, if they like, show what their text could be."""
    # What was looked for in the catalogue is where the text begins.
    form = HandInForm(data={"text": request.args.get("q", "")[:SEARCH]})
    if form.is_look:
        return _look(form)
    if request.method == "GET" or not form.validate():
        return _page(form), form.status
    sent = url_for(".sent", language=language)
    if form.homepage.data:
        # A machine is told what a person is told, and nothing is kept.
        return redirect(sent)
    wait = _wait(form)
    if wait is not None:
        said = _("Too much has been handed in from here. Try again in %(wait)s.", wait=throttle.in_words(wait))
        return _later(form, said, 429, wait.total_seconds())
    if not form.is_first():
        return _page(form), form.status
    use_cases.hand_in(db_session(), post(), sender=form.to_sender(language), texts=form.to_texts())
    page = leads_to(sent)
    db_session().commit()
    return redirect(page)


@bp.get("/hand-in/sent", defaults={"language": "sv"})
@bp.get("/<any(en):language>/hand-in/sent")
def sent(language: str) -> str:
    """Say that a letter is on its way, and that nothing has come before it is answered."""
    if where := where_letters_are_to_anybody():
        flash(where, "warning")
    return render_template("hand_ins/sent.html", days=CONFIRM_LIFE.days, working_days=ANSWER_WORKING_DAYS)


def _look(form: HandInForm) -> ResponseReturnValue:
    if not form.check_text():
        return _page(form), form.status
    text = form.text.data
    try:
        asking_of(matchmaker()).claim_question(visitor_address())
        found = propose(matchmaker(), get_catalogue(db_session()), text, today=today(), language=current_language())
    except AskLaterError as error:
        said = _("Very many are asking just now. Ask again in a moment, or hand in your need as it is.")
        return _later(form, said, error.status, error.seconds)
    if form.look.data == "divide" and found.parts:
        form.divide(found.parts)
    form.title.data = form.title.data or proposed_title(form.text.data)
    return _page(form, found)


def _wait(form: HandInForm) -> timedelta | None:
    """Return how long whoever sends has to wait, counted by where they are and by whom the letter would go to."""
    session, place = db_session(), holder_of(visitor_address())
    return throttle.claim_guess(session, place, lane="hand in", limits=FROM_ONE_ADDRESS) or throttle.claim_guess(
        session, form.contact_email.data, lane="hand-in letters", limits=TO_ONE_MAILBOX
    )


def _later(form: HandInForm, said: str, status: int, seconds: float) -> Response:
    form.form_errors = [said]
    page = make_response(_page(form), status)
    page.headers["Retry-After"] = str(math.ceil(seconds))
    return page


def _page(form: HandInForm, found: TextProposal | None = None) -> str:
    return render_template("hand_ins/new.html", form=form, found=found, working_days=ANSWER_WORKING_DAYS)
