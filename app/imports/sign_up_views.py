"""The sign-up list of an event as a file: who came is read as organisations and roles, and nobody's name is kept."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.achievements.participant_use_cases import kept_until, put_participants
from app.achievements.queries import get_achievement
from app.achievements.sign_ups import SignUps
from app.imports.blueprint import bp
from app.imports.sign_up_forms import SignUpForm
from app.limits import PARTICIPANTS_KEPT
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.achievements import EVENTS, Achievement
from models.clock import today
from models.errors import NotFoundError, StaleRecordError


@bp.route("/participants/<int:achievement_id>", methods=["GET", "POST"])
def sign_up(achievement_id: int) -> ResponseReturnValue:
    """Read a sign-up list as an event's participants, in place of those that are kept."""
    event = _event(achievement_id)
    form, back = _form(event), url_for("achievements.show", achievement_id=achievement_id, _anchor="participants")
    if form.validate_on_submit() and form.read is not None:
        try:
            put_participants(
                db_session(),
                actor=current_actor(),
                achievement_id=achievement_id,
                came=form.read.came,
                until=kept_until(event, today() + PARTICIPANTS_KEPT),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form(_event(achievement_id), formdata=None), back=back)
        db_session().commit()
        flash(_told(form.read), "success")
        return redirect(back)
    return render_template("imports/sign_up.html", form=form, event=event, back=back), form.status


def _told(read: SignUps) -> str:
    count = len(read.came)
    said = ngettext("%(num)d participant was read.", "%(num)d participants were read.", count)
    if not read.repeated:
        return str(said)
    again = ngettext("%(num)d row named one again.", "%(num)d rows named some again.", read.repeated)
    return f"{said} {again}"


def _form(event: Achievement, **kwargs: Any) -> SignUpForm:
    return SignUpForm(data={"version": event.version}, **kwargs)


def _event(achievement_id: int) -> Achievement:
    found = get_achievement(db_session(), current_actor(), achievement_id)
    if found.taken_back_at is not None or found.kind not in EVENTS:
        raise NotFoundError
    return found
