"""Pages about meetings: log one, correct it, and take a planned one along to a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import host_of
from app.labels import STAGE_BADGES
from app.matches.coming_back import coming_back
from app.matches.queries import get_match
from app.matches.undo_views import flash_with_undo
from app.meetings import queries, use_cases
from app.meetings.blueprint import bp
from app.meetings.forms import MeetingForm, NewMeetingForm
from app.meetings.invitation import write_invitation
from app.people.places import place_name
from app.people.present import list_present
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from config import Settings
from models.clock import today
from models.errors import MatchClosedError, NotFoundError, StaleRecordError
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.people import Person


@bp.route("/matches/<int:match_id>/meetings/new", methods=["GET", "POST"])
def new(match_id: int) -> ResponseReturnValue:
    """Log a meeting, and what happens next."""
    match = get_match(db_session(), current_actor(), match_id)
    if match.stage is Stage.CLOSED:
        raise MatchClosedError
    form = NewMeetingForm()
    _offer_people(form, match)
    if form.validate_on_submit() and form.is_first():
        meeting = use_cases.log_meeting(
            db_session(),
            actor=current_actor(),
            match_id=match_id,
            command=form.to_command(),
            next_step=form.to_next_step(current_actor().id),
        )
        there = leads_to(coming_back(match_id))
        db_session().commit()
        flash_with_undo(get_match(db_session(), current_actor(), match_id), _SAVED[meeting.status]())
        return redirect(there)
    page = render_template("meetings/form.html", form=form, match=match, meeting=None, cancel_url=coming_back(match_id))
    return page, form.status


_SAVED = {
    MeetingStatus.HELD: lambda: _("The meeting is logged as held."),
    MeetingStatus.PLANNED: lambda: _("The meeting is planned."),
    MeetingStatus.NOT_HELD: lambda: _("The meeting is logged as not held."),
}


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
def edit(meeting_id: int) -> ResponseReturnValue:
    """Correct a meeting."""
    meeting = _get(meeting_id)
    form = _form(meeting)
    if form.validate_on_submit():
        before = meeting.match.stage
        try:
            use_cases.edit_meeting(
                db_session(),
                actor=current_actor(),
                meeting=meeting,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            back = url_for("matches.show", match_id=meeting.match_id)
            return conflict_page(form, lambda: _form(_get(meeting_id), formdata=None), back=back)
        db_session().commit()
        flash(_SAVED[meeting.status](), "success")
        stage = meeting.match.stage
        if stage is not before and meeting.status is not MeetingStatus.HELD:
            flash(_("The stage is now: %(stage)s.", stage=STAGE_BADGES[stage][0]))
        return redirect(url_for("matches.show", match_id=meeting.match_id))
    return render_template("meetings/form.html", form=form, match=meeting.match, meeting=meeting), form.status


@bp.get("/meetings/<int:meeting_id>/invitation.ics")
def invitation(meeting_id: int) -> ResponseReturnValue:
    """Give a planned meeting as a file for a calendar."""
    meeting = queries.get_meeting(db_session(), current_actor(), meeting_id)
    if meeting.status is not MeetingStatus.PLANNED:
        raise NotFoundError
    settings: Settings = current_app.extensions["brygga"]
    match = meeting.match
    # Calendars get about: a company that has asked for secrecy is not named in one.
    company = _("A company") if match.need.company.secrecy_note else match.need.company.name
    summary = f"{company} – {named(match.capability.infrastructure)}"
    text = write_invitation(
        meeting,
        summary=summary,
        url=settings.base_url + url_for("matches.show", match_id=match.id),
        domain=host_of(settings.base_url) or "localhost",
    )
    disposition = f'attachment; filename="mote-{meeting.id}.ics"'
    return Response(text, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": disposition})


def _form(meeting: Meeting, **kwargs: object) -> MeetingForm:
    known = {"outcome": meeting.status, "person_ids": [person.id for person in meeting.people]}
    form = MeetingForm(obj=meeting, data=known, **kwargs)
    _offer_people(form, meeting.match, meeting.people)
    return form


def _offer_people(form: MeetingForm, match: Match, were_there: Iterable[Person] = ()) -> None:
    """Offer who is with the parties today, and whoever was noted as there before."""
    offered: dict[int, str] = {}
    for role in list_present(db_session(), match.need.company, match.capability.infrastructure, today=today()):
        where = ", ".join(part for part in (role.title, place_name(role)) if part)
        offered.setdefault(role.person_id, f"{role.person.name} ({where})")
    for person in were_there:
        offered.setdefault(person.id, person.name)
    form.person_ids.offer(offered.items())


def _get(meeting_id: int) -> Meeting:
    return queries.get_meeting(db_session(), current_actor(), meeting_id)
