"""Pages about meetings: one meeting, planned, logged and corrected, and taken along to a calendar."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.labels import MEETING_BADGES, STAGE_BADGES
from app.matches.coming_back import coming_back
from app.matches.queries import get_match
from app.matches.seen_steps import StepChangedError
from app.matches.undo_views import flash_with_undo
from app.meetings import letter_views, queries, status_views, use_cases
from app.meetings.blueprint import bp
from app.meetings.calendar_entries import write_calendar
from app.meetings.entries import entry_room, meeting_entry, when_words
from app.meetings.forms import MeetingForm, PlanForm
from app.meetings.held_forms import NewMeetingForm
from app.meetings.invitations import list_invitations, those_to_tell
from app.meetings.status_views import offer_colleagues, offer_people, saved_words
from app.people.present import find_contact, find_infrastructure_contact
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.actions import actions_for_meeting
from models.clock import today
from models.errors import NotFoundError, StaleRecordError
from models.matches import Match
from models.meetings import Meeting, MeetingStatus
from models.outbox import CalendarMethod

__all__ = ["bp", "letter_views", "status_views"]


@bp.get("/meetings/<int:meeting_id>")
def show(meeting_id: int) -> str:
    """Show one meeting: when and where, who comes and knows of it, what it led to."""
    meeting = _get(meeting_id)
    invited = list_invitations(db_session(), meeting)
    to_call_off = those_to_tell(invited, CalendarMethod.CANCEL)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        badge_of=MEETING_BADGES[meeting.status],
        when=when_words(meeting),
        invited={each.address.casefold(): each for each in invited},
        to_call_off=to_call_off,
        actions=actions_for_meeting(
            meeting.status,
            awaits_outcome=meeting.awaits_outcome(today()),
            to_invite=bool(those_to_tell(invited, CalendarMethod.REQUEST)),
            to_call_off=bool(to_call_off),
        ),
    )


@bp.route("/matches/<int:match_id>/meetings/plan", methods=["GET", "POST"])
def plan(match_id: int) -> ResponseReturnValue:
    """Plan a meeting."""
    match = _open_match(match_id)
    form = PlanForm()
    day = request.args.get("day", "")
    form.suggest(day, request.args.get("time", ""), _contacts(match) if day else [])
    offer_people(form.person_ids, match)
    if form.validate_on_submit() and form.is_first():
        meeting = use_cases.log_meeting(
            db_session(), actor=current_actor(), match_id=match_id, command=form.to_command(), next_step=None
        )
        page = leads_to(url_for(".show", meeting_id=meeting.id))
        db_session().commit()
        flash_with_undo(get_match(db_session(), current_actor(), match_id), saved_words(meeting))
        return redirect(page)
    return render_template("meetings/plan.html", form=form, match=match), form.status


def _contacts(match: Match) -> list[int]:
    """Return the numbers of those who speak for the two parties, as far as they have any."""
    found = (
        find_contact(db_session(), match.need, today=today()),
        find_infrastructure_contact(db_session(), match.capability.infrastructure, today=today()),
    )
    return [person.id for person in found if person is not None]


@bp.route("/matches/<int:match_id>/meetings/new", methods=["GET", "POST"])
def new(match_id: int) -> ResponseReturnValue:
    """Log a meeting, and what happens next."""
    match = _open_match(match_id)
    form = NewMeetingForm(data={"next_step_owner_id": current_actor().id})
    form.carry(match)
    offer_people(form.person_ids, match)
    offer_colleagues(form)
    if form.validate_on_submit() and form.is_first():
        try:
            meeting = use_cases.log_meeting(
                db_session(),
                actor=current_actor(),
                match_id=match_id,
                command=form.to_command(),
                next_step=form.to_next_step(),
                waiting_for=form.waiting_for.party,
                seen_step=form.seen,
            )
        except StepChangedError as changed:
            db_session().rollback()
            form.tell_changed(changed, _open_match(match_id))
            return _new_page(form, match_id), 409
        there = leads_to(coming_back(match_id))
        db_session().commit()
        flash_with_undo(get_match(db_session(), current_actor(), match_id), saved_words(meeting))
        return redirect(there)
    return _new_page(form, match_id), form.status


def _new_page(form: NewMeetingForm, match_id: int) -> str:
    match = _open_match(match_id)
    return render_template("meetings/form.html", form=form, match=match, meeting=None, cancel_url=coming_back(match_id))


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
            back = url_for(".show", meeting_id=meeting_id)
            return conflict_page(form, lambda: _form(_get(meeting_id), formdata=None), back=back)
        db_session().commit()
        meeting = _get(meeting_id)
        flash_with_undo(meeting.match, saved_words(meeting))
        stage = meeting.match.stage
        if stage is not before and meeting.status is not MeetingStatus.HELD:
            flash(_("The stage is now: %(stage)s.", stage=STAGE_BADGES[stage][0]))
        return redirect(url_for(".show", meeting_id=meeting_id))
    back = url_for(".show", meeting_id=meeting_id)
    page = render_template("meetings/form.html", form=form, match=meeting.match, meeting=meeting, cancel_url=back)
    return page, form.status


@bp.get("/meetings/<int:meeting_id>/invitation.ics")
def invitation(meeting_id: int) -> ResponseReturnValue:
    """Give a planned meeting as a file for the reader's own calendar."""
    meeting = _get(meeting_id)
    if meeting.status is not MeetingStatus.PLANNED:
        raise NotFoundError
    text = write_calendar([meeting_entry(meeting, entry_room(), in_own_calendar=True)])
    disposition = f'attachment; filename="mote-{meeting.id}.ics"'
    return Response(text, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": disposition})


def _form(meeting: Meeting, **kwargs: Any) -> MeetingForm:
    known = {"outcome": meeting.status, "person_ids": [person.id for person in meeting.people]}
    form = MeetingForm(obj=meeting, data=known, **kwargs)
    offer_people(form.person_ids, meeting.match, meeting.people)
    return form


def _get(meeting_id: int) -> Meeting:
    return queries.get_meeting(db_session(), current_actor(), meeting_id)


def _open_match(match_id: int) -> Match:
    match = get_match(db_session(), current_actor(), match_id)
    match.require_open()
    return match
