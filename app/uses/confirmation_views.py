"""Pages of a confirmation: the consultant asks both parties, and each says by its link whether the use is right."""

from __future__ import annotations

import math
from typing import Any

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import throttle
from app.addresses import host_of
from app.files.evidence import list_confirmations
from app.mail.whereabouts import where_letters_are
from app.people.present import find_contact
from app.storage.database import db_session
from app.uses.blueprint import bp
from app.uses.confirmation_forms import AskPartiesForm, ConfirmationForm
from app.uses.confirming import (
    ConfirmationMail,
    ask_parties,
    company_told,
    days_told,
    draft_letter,
    find_confirmation,
    give_confirmation,
)
from app.uses.queries import get_use, list_asked
from app.web.forms.base import leads_to
from app.web.forms.typed import shown, typed_here
from app.web.i18n import current_language
from app.web.sign_in import current_actor
from config import Settings
from models.clock import today
from models.errors import StaleRecordError
from models.use_confirmations import UseConfirmation
from models.uses import Use
from models.vocabulary import Language
from models.waiting import WaitingFor


@bp.route("/uses/<int:use_id>/confirmation", methods=["GET", "POST"])
def ask(use_id: int) -> ResponseReturnValue:
    """Ask the parties of a use to confirm it, each by a letter."""
    use = get_use(db_session(), current_actor(), use_id)
    form, is_demo = AskPartiesForm(data=_addresses(use)), use.is_demo
    form.asked = list_asked(db_session(), use, secret=_mail().secret)
    if form.validate_on_submit() and form.is_first():
        ask_parties(db_session(), actor=current_actor(), use_id=use_id, command=form.to_command(), mail=_mail())
        page = leads_to(url_for(".edit", use_id=use_id, _anchor="confirmation"))
        db_session().commit()
        stays = where_letters_are(is_demo=is_demo) is not None
        flash(_("The letters are in the outbox.") if stays else _("The letters are on their way."), "success")
        return redirect(page)
    language = Language(current_language())
    drafts = [
        draft_letter(use, party, actor=current_actor(), language=language, address=_("(the link) "), to="")
        for party in WaitingFor
    ]
    return render_template("uses/ask.html", form=form, use=use, drafts=drafts), form.status


@bp.route("/confirm/<token>", methods=["GET", "POST"])
def confirm(token: str) -> ResponseReturnValue:
    """Ask a party whether a use is right, in its letter's language; to look at the page confirms nothing."""
    found = find_confirmation(db_session(), token)
    if found is None:
        return _over()
    asked, use = found
    with force_locale(asked.language.value):
        form = ConfirmationForm(obj=asked)
        if not form.validate_on_submit():
            return _page(asked, use, form), form.status
        wait = throttle.claim_guess(db_session(), f"confirmation {asked.id}", lane=throttle.ANSWERING)
        if wait is not None:
            said = _("Too many answers. Try again in %(wait)s.", wait=throttle.in_words(wait))
            page = make_response(_once_more(token, form, said, 429))
            page.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
            return page
        return _give(token, form)


def _give(token: str, form: ConfirmationForm) -> ResponseReturnValue:
    try:
        given = give_confirmation(db_session(), token=token, command=form.to_command(), version=form.shown_version)
    except StaleRecordError:
        said = _("Somebody else has answered with the same letter meanwhile. Send yours once more to replace it.")
        return _once_more(token, form, said, 409)
    if given is None:
        return _over()
    db_session().commit()
    flash(_("Thank you. Your answer has reached us."), "success")
    return redirect(url_for(".confirm", token=token))


def _once_more(token: str, form: ConfirmationForm, said: str, status: int) -> ResponseReturnValue:
    """Show what was typed once more, ready to be sent over what stands now, and why it was not taken."""
    db_session().rollback()
    found = find_confirmation(db_session(), token)
    if found is None:
        return _over()
    form.version.data = str(found[0].version)
    form.form_errors = [said]
    return _page(*found, form), status


def _page(asked: UseConfirmation, use: Use, form: ConfirmationForm) -> str:
    return render_template(
        "uses/confirm.html",
        form=form,
        asked=asked,
        use=use,
        company=company_told(use, asked.party),
        days=days_told(use.started_on, use.completed_on),
    )


def _over() -> ResponseReturnValue:
    """Say that a link asks nothing any longer, the same whatever the reason, and show what was typed."""
    typed = typed_here()
    db_session().rollback()
    return render_template("uses/confirm_over.html", typed=shown(typed.content) if typed else []), 404


def _addresses(use: Use) -> dict[str, Any]:
    """Return where the letters would go; to nobody who has confirmed the use as it is."""
    contact = find_contact(db_session(), use.match.need, today=today())
    known = {
        WaitingFor.COMPANY: contact.email if contact else None,
        WaitingFor.INFRASTRUCTURE: use.match.capability.infrastructure.contact_email,
    }
    done = {each.party for each in list_confirmations(db_session(), use) if each.confirms(use)}
    filled = {party.value: address for party, address in known.items() if party not in done}
    return {**filled, "language": current_language()}


def _mail() -> ConfirmationMail:
    settings: Settings = current_app.extensions["brygga"]
    return ConfirmationMail(
        address=f"{settings.base_url}/confirm/",
        domain=host_of(settings.base_url) or "localhost",
        secret=settings.secret_key,
    )
