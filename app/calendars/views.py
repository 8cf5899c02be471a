"""The calendar that programs read behind its secret address, and the page where the address is made and revoked."""

from __future__ import annotations

import math

from flask import Response, abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts import throttle
from app.calendars import queries, use_cases
from app.calendars.blueprint import bp
from app.meetings.calendar_entries import CalendarEntry, write_calendar
from app.meetings.entries import EntryRoom, entry_room, meeting_entry, pair_words
from app.storage.database import db_session
from app.web.forms.base import BaseForm
from app.web.sign_in import current_actor, is_open
from models.accounts import User
from models.clock import today
from models.matches import Match
from models.vocabulary import Language

_SHOWN_ONCE = "calendar_token"


@bp.get("/calendar/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """Give whoever knows the address its holder's calendar; any other address, whatever its fault, shows nothing."""
    user = queries.find_follower(db_session(), token)
    if user is None or not is_open(user):
        abort(404)
    wait = throttle.claim_guess(db_session(), user.email, lane=throttle.CALENDAR)
    if wait is not None:
        later = {"Retry-After": str(math.ceil(wait.total_seconds()))}
        return Response("", 429, headers=later, content_type="text/plain; charset=utf-8")
    with force_locale((user.language or Language.SV).value):
        text = write_calendar(_entries(user, entry_room()), name="Brygga")
    return Response(text, content_type="text/calendar; charset=utf-8")


def _entries(user: User, room: EntryRoom) -> list[CalendarEntry]:
    day = today()
    is_office = user.role.is_office
    entries = [
        meeting_entry(meeting, room, in_own_calendar=True, with_place=is_office)
        for meeting in queries.list_meetings_of(db_session(), user, today=day)
    ]
    return entries + [_step_entry(match, room) for match in queries.list_steps_of(db_session(), user, today=day)]


def _step_entry(match: Match, room: EntryRoom) -> CalendarEntry:
    """Return a next step for the whole day, in neutral words where the company has asked for secrecy."""
    is_secret = bool(match.need.company.secrecy_note)
    what = _("Next step") if is_secret or not match.next_step else match.next_step
    assert match.next_step_on is not None  # noqa: S101 - chosen by their day
    return CalendarEntry(
        uid=f"step-{match.id}@{room.domain}",
        summary=f"{what} · {pair_words(match)}",
        day=match.next_step_on,
        changed_at=match.updated_at,
        url=room.base_url + url_for("matches.show", match_id=match.id),
        is_private=is_secret,
    )


@bp.route("/settings/calendar", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Show whether the reader's calendar has an address; make one, which the page then shows once.

    An older address shows nothing any longer: sent twice, the form leaves the one that is shown.
    """
    form = BaseForm()
    if form.validate_on_submit():
        token = use_cases.make_feed(db_session(), current_actor())
        db_session().commit()
        # In the browser's own signed cookie until the next page, and nowhere else.
        session[_SHOWN_ONCE] = token
        return redirect(url_for(".settings"))
    token = session.pop(_SHOWN_ONCE, None)
    return render_template(
        "calendars/settings.html",
        form=form,
        address=entry_room().base_url + url_for(".feed", token=token) if token else None,
        feed=queries.find_feed(db_session(), current_actor()),
        is_office=current_actor().role.is_office,
    )


@bp.post("/settings/calendar/revoke")
def revoke() -> ResponseReturnValue:
    """Let the address of the reader's calendar show nothing any longer."""
    BaseForm().validate_on_submit()
    was_there = use_cases.revoke_feed(db_session(), current_actor())
    db_session().commit()
    flash(_("The address shows nothing any longer.") if was_there else _("There was no address."), "success")
    return redirect(url_for(".settings"))
