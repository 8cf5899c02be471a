"""What others may read of a need: the office's buttons that ask the company, and the company's that answer."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.busy_pages import post
from app.companies.public_text_form import may_be_saved
from app.hand_ins import queries, wording
from app.hand_ins.blueprint import bp
from app.hand_ins.forms import AgreeForm
from app.hand_ins.links import find_by_link
from app.hand_ins.own_views import OWN, claim, over
from app.needs.form_views import fill_in, need_page
from app.needs.queries import get_need
from app.storage.database import db_session
from app.vocabulary.concept_form import read_concept_form
from app.web.forms.base import VersionedForm
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.errors import StaleRecordError
from models.hand_ins import HandIn
from models.needs import Need


@bp.post("/hand-in/own/<token>/agree")
def agree(token: str) -> ResponseReturnValue:
    """Take down that a company agrees to what others may read of its need, as it was shown."""
    return _answer(token, wording.agree, _l("Thank you. Your agreement is on record."))


@bp.post("/hand-in/own/<token>/decline")
def decline_wording(token: str) -> ResponseReturnValue:
    """Take down that a company does not agree to what others would read of its need."""
    return _answer(token, wording.decline, _l("Thank you. Nobody reads it, and we get back to you."))


@bp.post("/handed-in/<int:hand_in_id>/wording")
def propose(hand_in_id: int) -> ResponseReturnValue:
    """Ask the company about the words of the need's form, and keep the rest of it."""
    need = _need_of(hand_in_id)
    form = fill_in(need)
    concepts = read_concept_form(db_session(), form, need.concepts)
    if concepts is None or not may_be_saved(form, need.company):
        return need_page(form, need.company, need)
    back = url_for("needs.show", need_id=need.id)
    try:
        asked = wording.propose(
            db_session(),
            post(),
            actor=current_actor(),
            hand_in_id=hand_in_id,
            command=form.to_command(),
            concepts=list(concepts),
            version=form.shown_version,
        )
    except StaleRecordError:
        return conflict_page(form, lambda: fill_in(_need_of(hand_in_id), formdata=None), back=back)
    db_session().commit()
    flash(_asked() if asked else _("It is saved. The company has agreed to these texts already."), "success")
    return redirect(back)


@bp.post("/handed-in/<int:hand_in_id>/ask-about-wording")
def ask_about_wording(hand_in_id: int) -> ResponseReturnValue:
    """Ask the company about what stands in its need."""
    found = wording.ask(db_session(), post(), actor=current_actor(), hand_in_id=hand_in_id, version=_version())
    return _back(found, _asked())


@bp.post("/handed-in/<int:hand_in_id>/wording/take-back")
def take_back_wording(hand_in_id: int) -> ResponseReturnValue:
    """Ask no longer about another wording."""
    found = wording.take_back(db_session(), post(), actor=current_actor(), hand_in_id=hand_in_id, version=_version())
    return _back(found, _("The company is no longer asked. What it agreed to before stands."))


def _answer(token: str, act: Callable[..., None], said: object) -> ResponseReturnValue:
    found = find_by_link(db_session(), token, OWN)
    if found is None:
        return over()
    with force_locale(found.language.value):
        form = AgreeForm()
        if not form.validate_on_submit():
            abort(400)
        claim(found.id)
        act(db_session(), found=found, shown=form.layers.data or "", version=form.shown_version)
        db_session().commit()
        flash(str(said), "success")
        return redirect(url_for(".own", token=token))


def _need_of(hand_in_id: int) -> Need:
    need = queries.get_hand_in(db_session(), current_actor(), hand_in_id).need
    if need is None:
        raise StaleRecordError
    return get_need(db_session(), current_actor(), need.id)


def _version() -> int | None:
    form = VersionedForm()
    if not form.validate_on_submit():
        abort(400)
    return form.shown_version


def _asked() -> str:
    return str(_("The company is asked. What it has agreed to stands until it has answered."))


def _back(found: HandIn, said: str) -> ResponseReturnValue:
    need_id = found.need_id
    db_session().commit()
    flash(said, "success")
    return redirect(url_for("needs.show", need_id=need_id))
