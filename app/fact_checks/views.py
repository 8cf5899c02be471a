"""The page that the letter leads to, and the one that sends it."""

from __future__ import annotations

import math

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import throttle
from app.addresses import host_of
from app.fact_checks import queries, use_cases
from app.fact_checks.blueprint import bp
from app.fact_checks.forms import FactAnswerForm, FactLetterForm
from app.fact_checks.letters import draft_letter
from app.infrastructures.names import OPENNESS_NAMES, PLACE_NAMES, capability_facts
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.typed import shown, typed_here
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import MissingAddressError, StaleRecordError, UnsendableLetterError
from models.fact_checks import FactCheck
from models.vocabulary import Language

__all__ = ["bp"]


@bp.route("/still-right/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """Show a unit its facts, in its letter's language; to look at the page answers nothing, as scanners do."""
    check = queries.find_check(db_session(), token)
    if check is None:
        return _over()
    with force_locale(check.language.value):
        form = FactAnswerForm(check)
        if not form.validate_on_submit():
            return _page(check, form), form.status
        wait = throttle.claim_guess(db_session(), f"facts {check.id}", lane=throttle.ANSWERING)
        if wait is not None:
            said = _("Too many answers. Try again in %(wait)s.", wait=throttle.in_words(wait))
            page: Response = make_response(_once_more(token, form, said, 429))
            page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
            return page
        return _answer(token, form)


@bp.route("/infrastructures/<int:infrastructure_id>/ask-facts", methods=["GET", "POST"])
def ask(infrastructure_id: int) -> ResponseReturnValue:
    """Show the letter that asks a unit whether its facts are right, and send it."""
    actor, settings = current_actor(), current_app.extensions["brygga"]
    infrastructure = queries.get_asked(db_session(), actor, infrastructure_id)
    back = url_for("infrastructures.show", infrastructure_id=infrastructure_id)
    form = FactLetterForm(data={"language": Language.SV})
    if form.validate_on_submit():
        try:
            if form.is_first():
                use_cases.ask(
                    db_session(),
                    infrastructure,
                    language=Language(form.language.data),
                    settings=settings,
                    domain=host_of(settings.base_url) or "localhost",
                    actor=actor,
                )
                page = leads_to(back)
                db_session().commit()
                flash(_("The letter to %(name)s is in the outbox.", name=named(infrastructure)), "success")
                return redirect(page)
        except (MissingAddressError, UnsendableLetterError):
            db_session().rollback()
            form.form_errors = [_("The unit has no address that a letter can go to. Write one among its facts.")]
    to = use_cases.find_address(db_session(), infrastructure, on=today())
    letters = [
        draft_letter(infrastructure, to=to or "", language=each, base_url=settings.base_url, sender=actor)
        for each in Language
    ]
    page = render_template("fact_checks/ask.html", form=form, infrastructure=infrastructure, letters=letters, to=to)
    return page, form.status


def _answer(token: str, form: FactAnswerForm) -> ResponseReturnValue:
    try:
        check = use_cases.give_answer(
            db_session(), token=token, answer=form.answer, said=form.said.data, version=form.shown_version
        )
    except StaleRecordError:
        said = _("The facts or the answer have changed meanwhile. Look at them again, and answer once more.")
        return _once_more(token, form, said, 409)
    if check is None:
        return _over()
    db_session().commit()
    flash(_("Thank you. Your answer has reached us."), "success")
    return redirect(url_for(".show", token=token))


def _once_more(token: str, form: FactAnswerForm, said: str, status: int) -> ResponseReturnValue:
    """Show what was typed once more beside the facts as they stand now, and why it was not taken."""
    db_session().rollback()
    check = queries.find_check(db_session(), token)
    if check is None:
        return _over()
    form.version.data = str(check.shown_version)
    form.form_errors = [said]
    return _page(check, form), status


def _page(check: FactCheck, form: FactAnswerForm) -> str:
    infrastructure = check.infrastructure
    return render_template(
        "fact_checks/show.html",
        check=check,
        form=form,
        infrastructure=infrastructure,
        capabilities=[each for each in infrastructure.capabilities if each.is_active],
        openness_names=dict(OPENNESS_NAMES),
        place_names=dict(PLACE_NAMES),
        capability_facts=capability_facts,
    )


def _over() -> ResponseReturnValue:
    """Say that a link opens nothing any longer, the same whatever the reason, and show what was typed."""
    typed = typed_here()
    db_session().rollback()
    return render_template("fact_checks/over.html", typed=shown(typed.content) if typed else []), 404
