"""The button with which a unit asks the consultant for an introduction, and the letter that it sends."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from wtforms import HiddenField

from app.addresses import host_of, record_number
from app.infrastructures.blueprint import bp
from app.infrastructures.introduction_requests import RequestParties, RequestRoom, ask_for_introduction
from app.infrastructures.queries import get_own, get_view
from app.infrastructures.reached_needs import list_reached_needs
from app.matchmaking import reached_needs
from app.storage.database import db_session
from app.web.forms.base import BaseForm
from app.web.i18n import current_language, named
from app.web.sign_in import current_actor
from config import Settings
from models.clock import today
from models.errors import NotFoundError


class AskForm(BaseForm):
    """The capability that may answer a need."""

    capability_id = HiddenField()


@bp.post("/infrastructures/<int:infrastructure_id>/needs/<int:need_id>/ask")
def ask(infrastructure_id: int, need_id: int) -> ResponseReturnValue:
    """Ask the consultant to introduce the unit to a need."""
    actor = current_actor()
    get_own(db_session(), actor, infrastructure_id)
    form = AskForm()
    capability_id = record_number(form.capability_id.data)
    if not form.validate_on_submit() or capability_id is None:
        abort(400)
    # Ranked before anything is locked. Nobody asks for what the unit's page does not list by guessing numbers.
    view = get_view(db_session(), actor, infrastructure_id)
    listed = list_reached_needs(db_session(), actor, view, reached_needs(), today=today())
    if (need_id, capability_id) not in {(each.need_id, each.capability.id) for each in listed}:
        raise NotFoundError
    settings: Settings = current_app.extensions["brygga"]
    is_new = ask_for_introduction(
        db_session(),
        actor=actor,
        infrastructure_id=infrastructure_id,
        need_id=need_id,
        capability_id=capability_id,
        room=RequestRoom(word=_letter, domain=host_of(settings.base_url) or "localhost"),
    )
    db_session().commit()
    if is_new:
        flash(_("The consultant has got your question, and will be in touch."), "success")
    else:
        flash(_("You have asked for this introduction before."))
    return redirect(url_for(".show", infrastructure_id=infrastructure_id))


def _letter(asked: RequestParties) -> tuple[str, str]:
    """Word a letter in the language of whoever is asked; it holds public text only."""
    settings: Settings = current_app.extensions["brygga"]
    with force_locale(asked.asked.language.value if asked.asked.language else current_language()):
        infrastructure = named(asked.capability.infrastructure)
        address = settings.base_url + url_for("needs.show", need_id=asked.need.id)
        body = [
            _("%(name)s at %(unit)s asks for an introduction.", name=asked.asker.name, unit=infrastructure),
            _("The need: %(need)s", need=asked.need.title),
            _("What they offer: %(capability)s", capability=named(asked.capability, "title")),
            _("Open the need to introduce them, or to dismiss the pair:") + "\n" + address,
        ]
        return _("%(unit)s asks for an introduction", unit=infrastructure), "\n\n".join(body)
