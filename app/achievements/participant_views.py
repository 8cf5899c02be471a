"""Pages about those who came to an event: added, corrected, confirmed, removed, and as a file."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.achievements import participant_queries as queries
from app.achievements import participant_use_cases as use_cases
from app.achievements.blueprint import bp
from app.achievements.participant_forms import ConfirmForm, ParticipantForm, ParticipantsForm
from app.achievements.queries import get_achievement
from app.achievements.tables import participants_sheet
from app.limits import PARTICIPANTS_KEPT
from app.storage.database import db_session
from app.storage.listing import ListState
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from models.achievements import EVENTS, Achievement
from models.clock import today
from models.errors import NotFoundError, StaleRecordError
from models.participants import Participant


@bp.route("/achievements/<int:achievement_id>/participants/new", methods=["GET", "POST"])
def add_participants(achievement_id: int) -> ResponseReturnValue:
    """Add people to those who came to an event."""
    event, form = _event(achievement_id), ParticipantsForm()
    back = _back(achievement_id)
    if form.validate_on_submit() and form.read is not None and form.is_first():
        use_cases.add_participants(
            db_session(),
            actor=current_actor(),
            achievement_id=achievement_id,
            came=form.read.came,
            until=today() + PARTICIPANTS_KEPT,
        )
        leads_to(back)
        db_session().commit()
        count = len(form.read.came)
        flash(ngettext("%(num)d participant is added.", "%(num)d participants are added.", count), "success")
        return redirect(back)
    return render_template("achievements/participants.html", form=form, event=event, back=back), form.status


@bp.route("/achievements/participants/<int:participant_id>/edit", methods=["GET", "POST"])
def edit_participant(participant_id: int) -> ResponseReturnValue:
    """Correct what is written of somebody who came, and who on record that is."""
    found = _get(participant_id)
    event, form = _event(found.achievement_id), _form_of(found)
    back = _back(event.id)
    if form.validate_on_submit():
        try:
            use_cases.correct_participant(
                db_session(),
                actor=current_actor(),
                participant_id=participant_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form_of(_get(participant_id), formdata=None), back=back)
        db_session().commit()
        flash(_("The participant is saved."), "success")
        return redirect(back)
    page = render_template("achievements/participant.html", form=form, event=event, participant=found, back=back)
    return page, form.status


@bp.post("/achievements/participants/<int:participant_id>/confirm")
def confirm_participant(participant_id: int) -> ResponseReturnValue:
    """Say that somebody comes from the one on record that is proposed; so do others of that organisation."""
    found, form = _get(participant_id), ConfirmForm()
    form.validate_on_submit()
    proposed = queries.proposals(db_session(), current_actor(), [found]).get(participant_id, ())
    record = next((each for each in proposed if each.key == form.record.data), None)
    if record is None:
        # What was proposed has another name by now, or somebody has said who it is.
        raise StaleRecordError
    back = _back(found.achievement_id)
    use_cases.confirm_participant(
        db_session(), actor=current_actor(), participant_id=participant_id, record=record, version=form.shown_version
    )
    db_session().commit()
    flash(_("%(name)s is confirmed.", name=found.organisation), "success")
    return redirect(back)


@bp.post("/achievements/participants/<int:participant_id>/remove")
def remove_participant(participant_id: int) -> ResponseReturnValue:
    """Take somebody off those who came to an event, and out of their number."""
    back = _back(_get(participant_id).achievement_id)
    use_cases.remove_participant(
        db_session(), actor=current_actor(), participant_id=participant_id, version=shown_version()
    )
    db_session().commit()
    flash(_("The participant is removed."), "success")
    return redirect(back)


@bp.get("/achievements/<int:achievement_id>/participants.<kind>")
def export_participants(achievement_id: int, kind: str) -> Response:
    """Give those who came to an event as a file; that it was taken is noted in the audit trail."""
    event = _event(achievement_id)
    rows = queries.list_participants(db_session(), current_actor(), event)
    return list_file(kind, _("participants"), participants_sheet(event, rows), subject="participant", state=ListState())


def _event(achievement_id: int) -> Achievement:
    found = get_achievement(db_session(), current_actor(), achievement_id)
    if found.taken_back_at is not None or found.kind not in EVENTS:
        raise NotFoundError
    return found


def _get(participant_id: int) -> Participant:
    return queries.get_participant(db_session(), current_actor(), participant_id)


def _back(achievement_id: int) -> str:
    return url_for(".show", achievement_id=achievement_id, _anchor="participants")


def _form_of(participant: Participant, **kwargs: Any) -> ParticipantForm:
    chosen = queries.on_record_of(participant)
    form = ParticipantForm(obj=participant, data={"record": chosen.key if chosen else None}, **kwargs)
    proposed = queries.proposals(db_session(), current_actor(), [participant]).get(participant.id, ())
    form.offer((chosen,) if chosen else proposed)
    return form
