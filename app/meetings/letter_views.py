"""Letters about a meeting: shown before they go, and sent to those who are ticked."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.addresses import record_number
from app.mail.whereabouts import where_letters_are
from app.meetings import queries
from app.meetings.blueprint import bp
from app.meetings.entries import entry_room, meeting_entry, pair_words, when_words
from app.meetings.invitations import InvitationState, Invited, list_invitations, send_invitations, those_to_tell
from app.meetings.letter_forms import InvitationForm
from app.storage.consents import require_not_withdrawn
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.sign_in import current_actor
from models.meetings import Meeting
from models.outbox import CalendarMethod


@bp.route("/meetings/<int:meeting_id>/invite", methods=["GET", "POST"])
def invite(meeting_id: int) -> ResponseReturnValue:
    """Invite to a meeting, or tell those who were invited that it has changed."""
    return _letter(meeting_id, CalendarMethod.REQUEST)


@bp.route("/meetings/<int:meeting_id>/call-off", methods=["GET", "POST"])
def call_off(meeting_id: int) -> ResponseReturnValue:
    """Tell those whose calendars have a meeting that it is cancelled, or that they need not come."""
    return _letter(meeting_id, CalendarMethod.CANCEL)


def _letter(meeting_id: int, method: CalendarMethod) -> ResponseReturnValue:
    meeting = queries.get_meeting(db_session(), current_actor(), meeting_id)
    if method is CalendarMethod.REQUEST:
        require_not_withdrawn(db_session(), meeting.match.need)
    due = those_to_tell(list_invitations(db_session(), meeting), method)
    form = InvitationForm(meeting.match.need)
    form.to.offer((each.address, _choice(each)) for each in due)
    if form.validate_on_submit() and form.is_first():
        return _send(form, meeting_id, method)
    if request.method == "GET" and not form.body.raw_data:
        form.shown.data = meeting.version
        form.to.data = [each.address for each in due]
        form.subject.data, form.body.data = _draft(meeting, method, due)
    page = render_template(
        "meetings/letter.html",
        form=form,
        meeting=meeting,
        due=due,
        cancels=method is CalendarMethod.CANCEL,
        entry=meeting_entry(meeting, entry_room(), in_own_calendar=False),
        when=when_words(meeting),
    )
    return page, form.status


def _choice(invited: Invited) -> str:
    told = {
        InvitationState.OUTDATED: _("has an older invitation"),
        InvitationState.TO_BE_STRUCK: _("has the invitation"),
        InvitationState.NOT_INVITED: _("not invited yet"),
        InvitationState.UP_TO_DATE: _("knows"),
    }[invited.state]
    who = f"{invited.name}, {invited.address}" if invited.name else invited.address
    return f"{who} ({told})"


def _draft(meeting: Meeting, method: CalendarMethod, due: list[Invited]) -> tuple[str, str]:
    """Return subject and text as they are first written; what is confidential stands in neither."""
    what, when = pair_words(meeting.match), when_words(meeting)
    facts = [_("When: %(when)s (Swedish time)", when=when)]
    facts += [_("Where: %(where)s", where=meeting.place)] if meeting.place else []
    if method is CalendarMethod.CANCEL:
        subject = _("Cancelled: %(what)s, %(when)s", what=what, when=when)
        said = _("The meeting below is cancelled for you. Your calendar can strike it out.")
    elif any(each.state is InvitationState.OUTDATED for each in due):
        subject = _("Changed meeting: %(what)s, %(when)s", what=what, when=when)
        said = _("The meeting has changed. This is how it stands now; your calendar can take over the change.")
    else:
        subject = _("Invitation: %(what)s, %(when)s", what=what, when=when)
        said = _("You are invited to a meeting. You can answer in your calendar, or by answering this letter.")
    actor = current_actor()
    parts = [_("Hello,"), said, "\n".join([what, *facts]), f"{actor.name}\n{actor.email}"]
    return subject, "\n\n".join(parts)


def _send(form: InvitationForm, meeting_id: int, method: CalendarMethod) -> ResponseReturnValue:
    room = entry_room()
    told = send_invitations(
        db_session(),
        actor=current_actor(),
        meeting_id=meeting_id,
        method=method,
        command=form.to_command(),
        version=record_number(str(form.shown.data)),
        make_entry=lambda meeting: meeting_entry(meeting, room, in_own_calendar=False),
        sender=room.sender,
        domain=room.domain,
    )
    page = leads_to(url_for(".show", meeting_id=meeting_id))
    db_session().commit()
    meeting = queries.get_meeting(db_session(), current_actor(), meeting_id)
    where = where_letters_are(is_demo=meeting.is_demo)
    if not told:
        flash(_("The invitations had not gone and have been stopped. Nobody needs a letter."), "success")
    elif where:
        flash(ngettext("%(num)d letter is in the outbox.", "%(num)d letters are in the outbox.", len(told)), "success")
        flash(where, "warning")
    else:
        flash(ngettext("%(num)d letter is on its way.", "%(num)d letters are on their way.", len(told)), "success")
    return redirect(page)
