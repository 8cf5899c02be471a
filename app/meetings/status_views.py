"""What became of a meeting: held with what it led to, not held, cancelled, planned again, or never one at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_colleagues
from app.matches.forms import NextStepFields
from app.matches.seen_steps import StepChangedError
from app.matches.undo_views import flash_with_undo
from app.meetings import queries, use_cases
from app.meetings.blueprint import bp
from app.meetings.commands import MeetingCommand
from app.meetings.held_forms import HeldForm
from app.people.places import place_name
from app.people.present import list_present
from app.storage.database import db_session
from app.web.forms.base import shown_version
from app.web.forms.choices import ManyChoiceField
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already
from models.clock import today
from models.errors import StaleRecordError
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.people import Person


@bp.route("/meetings/<int:meeting_id>/held", methods=["GET", "POST"])
def held(meeting_id: int) -> ResponseReturnValue:
    """Say that a meeting was held: what it led to, what happens next, and the minutes it took."""
    meeting = _get(meeting_id)
    form = _held_form(meeting)
    if form.validate_on_submit() and _goes_on(form, meeting.match):
        try:
            use_cases.edit_meeting(
                db_session(),
                actor=current_actor(),
                meeting=meeting,
                command=form.to_command(meeting),
                version=form.shown_version,
                next_step=form.to_next_step(),
                waiting_for=form.waiting_for.party,
                seen_step=form.seen,
            )
        except StepChangedError as changed:
            db_session().rollback()
            meeting = _get(meeting_id)
            form.tell_changed(changed, meeting.match)
            return _held_page(form, meeting), 409
        except StaleRecordError:
            back = url_for(".show", meeting_id=meeting_id)
            return conflict_page(form, lambda: _held_form(_get(meeting_id), formdata=None), back=back)
        db_session().commit()
        meeting = _get(meeting_id)
        flash_with_undo(meeting.match, saved_words(meeting))
        return redirect(url_for("matches.show", match_id=meeting.match_id))
    return _held_page(form, meeting), form.status


def _held_page(form: HeldForm, meeting: Meeting) -> str:
    return render_template("meetings/held.html", form=form, match=meeting.match, meeting=meeting)


def _goes_on(form: HeldForm, match: Match) -> bool:
    """Tell whether what happens next can be written down: in a closed match nothing does."""
    if match.stage is not Stage.CLOSED or not form.next_step.data:
        return True
    form.next_step.errors = [_("The match is closed. Open it again first, or leave this empty.")]
    return False


def _held_form(meeting: Meeting, **kwargs: Any) -> HeldForm:
    """Return the form as most meetings went: all came, on the day, for as long as was planned."""
    known = {
        "version": meeting.version,
        "held_on": meeting.held_on,
        "others": meeting.others,
        "result": meeting.result,
        "person_ids": [person.id for person in meeting.people],
        "minutes_used": meeting.minutes_long if meeting.minutes_used is None else meeting.minutes_used,
        "next_step_owner_id": current_actor().id,
    }
    form = HeldForm(data=known, **kwargs)
    form.carry(meeting.match)
    offer_people(form.person_ids, meeting.match, meeting.people)
    offer_colleagues(form)
    return form


@bp.post("/meetings/<int:meeting_id>/not-held")
def miss(meeting_id: int) -> ResponseReturnValue:
    """Say that nobody came, or not all; the time it took is written under Change."""
    return _set(meeting_id, MeetingStatus.PLANNED, MeetingStatus.NOT_HELD)


@bp.post("/meetings/<int:meeting_id>/cancel")
def cancel(meeting_id: int) -> ResponseReturnValue:
    """Cancel a planned meeting; who has it in a calendar is told by letter on the next page."""
    return _set(meeting_id, MeetingStatus.PLANNED, MeetingStatus.CANCELLED)


@bp.post("/meetings/<int:meeting_id>/plan-again")
def plan_again(meeting_id: int) -> ResponseReturnValue:
    """Let a cancelled meeting be held after all."""
    return _set(meeting_id, MeetingStatus.CANCELLED, MeetingStatus.PLANNED)


def _set(meeting_id: int, before: MeetingStatus, after: MeetingStatus) -> ResponseReturnValue:
    meeting = _get(meeting_id)
    if meeting.status is after:
        flash_already()
        return redirect(url_for(".show", meeting_id=meeting_id))
    if meeting.status is not before:
        raise StaleRecordError
    command, version = MeetingCommand.of(meeting, after), shown_version()
    use_cases.edit_meeting(db_session(), actor=current_actor(), meeting=meeting, command=command, version=version)
    db_session().commit()
    meeting = _get(meeting_id)
    flash_with_undo(meeting.match, saved_words(meeting))
    calls_off = after is MeetingStatus.CANCELLED and queries.list_invited(db_session(), meeting)
    return redirect(url_for(".call_off" if calls_off else ".show", meeting_id=meeting_id))


@bp.post("/meetings/<int:meeting_id>/take-back")
def take_back(meeting_id: int) -> ResponseReturnValue:
    """Take back a meeting that was written down by mistake, with a way to undo it."""
    meeting = _get(meeting_id)
    match = meeting.match
    use_cases.take_back(db_session(), actor=current_actor(), meeting=meeting, version=shown_version())
    db_session().commit()
    flash_with_undo(match, _("The meeting is taken back."))
    return redirect(url_for("matches.show", match_id=match.id))


@bp.post("/meetings/<int:meeting_id>/put-back")
def put_back(meeting_id: int) -> ResponseReturnValue:
    """Put back a meeting that was taken back, with a way to undo it."""
    meeting = queries.get_any_meeting(db_session(), current_actor(), meeting_id)
    match = meeting.match
    if meeting.taken_back_at is None:
        flash_already()
    else:
        use_cases.put_back(db_session(), actor=current_actor(), meeting=meeting, version=shown_version())
        db_session().commit()
        flash_with_undo(match, _("The meeting is back as it was."))
    return redirect(url_for("matches.show", match_id=match.id))


def saved_words(meeting: Meeting) -> str:
    """Return what is said when a meeting has been saved."""
    words = {
        MeetingStatus.HELD: _("The meeting is logged as held."),
        MeetingStatus.PLANNED: _("The meeting is planned."),
        MeetingStatus.NOT_HELD: _("The meeting is logged as not held."),
        MeetingStatus.CANCELLED: _("The meeting is cancelled."),
    }
    return str(words[meeting.status])


def offer_people(field: ManyChoiceField, match: Match, were_there: Iterable[Person] = ()) -> None:
    """Offer who is with the parties today, and whoever was noted as there before."""
    offered: dict[int, str] = {}
    for role in list_present(db_session(), match.need.company, match.capability.infrastructure, today=today()):
        where = ", ".join(part for part in (role.title, place_name(role)) if part)
        offered.setdefault(role.person_id, f"{role.person.name} ({where})")
    for person in were_there:
        offered.setdefault(person.id, person.name)
    field.offer(offered.items())


def offer_colleagues(form: NextStepFields) -> None:
    """Offer who can do what happens next."""
    form.next_step_owner_id.offer((user.id, user.name) for user in list_colleagues(db_session()))


def _get(meeting_id: int) -> Meeting:
    return queries.get_meeting(db_session(), current_actor(), meeting_id)
