"""The page where a company's consent is written down, or withdrawn, and the buttons that take that back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.labels import CONSENT_WAYS
from app.matches import consenting
from app.matches.blueprint import bp
from app.matches.consent_forms import ConsentForm
from app.needs.queries import get_need
from app.people.present import find_asker
from app.storage.agreed_layers import CompanyNotAgreedError, find_agreement
from app.storage.consents import find_consent
from app.storage.database import db_session
from app.web.forms.base import leads_to, shown_version
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.clock import today
from models.consents import ConsentScope


@bp.route("/needs/<int:need_id>/consent", methods=["GET", "POST"])
def consent(need_id: int) -> ResponseReturnValue:
    """Write down what a company says of being introduced with a need; one that handed it in answers for itself."""
    need = get_need(db_session(), current_actor(), need_id)
    if find_agreement(db_session(), need) is not None:
        raise CompanyNotAgreedError
    contact = find_asker(db_session(), need, today=today())
    known = find_consent(db_session(), need)
    form = ConsentForm(known, contact.name if contact else None)
    if form.validate_on_submit() and form.is_first():
        command = form.to_consent()
        made = consenting.record_consent(db_session(), actor=current_actor(), need_id=need_id, command=command)
        version, number = made.version, made.id
        page = leads_to(url_for("needs.show", need_id=need_id))
        db_session().commit()
        said = (
            _(
                "The company's consent is withdrawn. Units read the public text only, and letters that had not gone "
                "are stopped."
            )
            if command.agreed_to is ConsentScope.NOTHING
            else _("The company's consent is on record.")
        )
        flash_undo(said, url_for(".take_back_consent", consent_id=number), version=version)
        return redirect(page)
    page = render_template("matches/consent.html", form=form, need=need, consent=known, consent_ways=CONSENT_WAYS)
    return page, form.status


@bp.post("/needs/consents/<int:consent_id>/take-back")
def take_back_consent(consent_id: int) -> ResponseReturnValue:
    """Take back what was written down by mistake; what stood before stands again."""
    return _mark(consent_id, taken_back=True)


@bp.post("/needs/consents/<int:consent_id>/put-back")
def put_back_consent(consent_id: int) -> ResponseReturnValue:
    """Put back what was taken back, as it was."""
    return _mark(consent_id, taken_back=False)


def _mark(consent_id: int, *, taken_back: bool) -> ResponseReturnValue:
    found = consenting.get_consent(db_session(), current_actor(), consent_id)
    page = url_for("needs.show", need_id=found.need_id)
    if (found.taken_back_at is not None) is taken_back:
        flash_already()
        return redirect(page)
    found = consenting.mark_taken_back(
        db_session(), actor=current_actor(), consent_id=consent_id, version=shown_version(), taken_back=taken_back
    )
    version, withdrew = found.version, found.agreed_to is ConsentScope.NOTHING
    db_session().commit()
    if taken_back:
        said = (
            _("The answer is taken back. Letters that were stopped do not go by themselves.")
            if withdrew
            else _("The answer is taken back.")
        )
        flash_undo(said, url_for(".put_back_consent", consent_id=consent_id), version=version)
    else:
        flash(_("The answer is on record again."), "success")
    return redirect(page)
