"""The page everybody starts from: the office's working day, a unit's own profile, or the steering group's targets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import partial

import sqlalchemy as sa
from flask import Response, after_this_request, current_app, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.hand_ins.queries import list_waiting
from app.home import digest_views, queries
from app.home.blueprint import bp
from app.home.news import get_news
from app.hours.budget import make_budget
from app.hours.queries import minutes_by_month
from app.infrastructures.freshness import CONFIRMED_GOAL
from app.infrastructures.introduction_requests import list_unanswered
from app.infrastructures.readiness_ladder import RUNGS, holding_back
from app.infrastructures.readiness_queries import list_closed_again, list_overdue
from app.labels import ANSWER_NAMES, STAGE_NAMES
from app.mail.queries import list_failed_letters
from app.needs.watching import note_shown
from app.notes.places import written_on
from app.notes.task_queries import list_due
from app.programmes.current import find_current
from app.programmes.progress import main_targets, measure_uses
from app.storage.database import db, db_session
from app.web.i18n import LANGUAGES
from app.web.sign_in import find_actor
from models.accounts import Role, User
from models.clock import today
from models.readiness import is_overdue

__all__ = ["bp", "digest_views"]

# The day on which the accessibility statement was last held against the pages.
ACCESSIBILITY_ASSESSED = date(2026, 11, 29)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what waits for the reader, and how far the targets have come; visitors are led to the public catalogue."""
    actor = find_actor()
    if actor is None:
        return _lead_visitor()
    if actor.role is Role.STAFF:
        return _infrastructure_home(actor)
    if actor.role is Role.STEERING:
        return redirect(url_for("reports.index"))
    return _office_home(actor)


@bp.get("/healthz")
def health() -> ResponseReturnValue:
    """Tell a watcher whether the database answers, and nothing else."""
    try:
        db_session().execute(sa.text("SELECT 1"))
    except SQLAlchemyError:
        return Response("no database\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@bp.get("/accessibility")
def accessibility() -> str:
    """Say how accessible Brygga is, how that was tested, and what was not."""
    settings = current_app.extensions["brygga"]
    return render_template(
        "home/accessibility.html",
        contact=settings.accessibility_contact or settings.mail_from,
        assessed=ACCESSIBILITY_ASSESSED,
    )


def _lead_visitor() -> ResponseReturnValue:
    """Lead to the catalogue in the language that was chosen here before, else in the one that the browser asks for."""
    chosen = browser.get("language")
    language = chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])
    answer = redirect(url_for("catalogue.index", language=language))
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def _office_home(actor: User) -> str:
    session = db_session()
    programme = find_current()
    needs, needs_in_all = queries.list_unmet_needs(session)
    came_in, came_in_all = list_waiting(session, actor, most=queries.SHOWN)
    tasks, tasks_in_all = list_due(session, actor, today=today(), most=queries.SHOWN)
    requests, failed_letters = list_unanswered(session, actor), list_failed_letters(session, actor)
    late, late_in_all = list_overdue(session, actor, today=today(), most=queries.SHOWN)
    infrastructures, stale, unfrozen = queries.what_waits(session, programme, today=today())
    news = get_news(session, actor, today=today(), requests=requests, letters=failed_letters)
    if news and (unshown := [notice.id for notice in news.notices if notice.shown_at is None]):
        after_this_request(partial(_shown, unshown))
    return render_template(
        "home/office.html",
        programme=programme,
        shown=queries.SHOWN,
        targets=main_targets(measure_uses(session, programme, on=today())) if programme else [],
        week=queries.get_week(session, actor, today=today()),
        tasks=tasks,
        tasks_in_all=tasks_in_all,
        written_on=written_on,
        needs=needs,
        needs_in_all=needs_in_all,
        news=news,
        came_in=came_in,
        came_in_all=came_in_all,
        stage_names=STAGE_NAMES,
        answer_names=ANSWER_NAMES,
        requests=requests,
        failed_letters=failed_letters,
        stale=stale,
        fresh=infrastructures - stale,
        fresh_goal=math.ceil(infrastructures * CONFIRMED_GOAL),
        late=late,
        late_in_all=late_in_all,
        closed_again=[(each, holding_back(each.readiness)) for each in list_closed_again(session, actor)],
        rungs=RUNGS,
        budget=make_budget(programme, minutes_by_month(session, programme), on=today()) if programme else None,
        unfrozen=unfrozen,
    )


def _shown(notices: Sequence[int], response: Response) -> Response:
    """Write that notices have been shown, when the page's own transaction is over."""
    response.call_on_close(partial(note_shown, db.engine, notices))
    return response


def _infrastructure_home(actor: User) -> str:
    return render_template(
        "home/infrastructure.html",
        infrastructures=queries.list_own_infrastructures(db_session(), actor),
        introductions=queries.list_own_introductions(db_session(), actor),
        stage_names=STAGE_NAMES,
        today=today(),
        rungs=RUNGS,
        late_of=lambda infrastructure: [item for item in infrastructure.readiness if is_overdue(item, today())],
        holding_back=holding_back,
    )
