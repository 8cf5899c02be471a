"""Pages about achievements: the list, what can be recorded, one record, and the forms."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.achievements import form_views, participant_queries, participant_views, queries, use_cases
from app.achievements.blueprint import bp
from app.achievements.form_views import get_standing
from app.achievements.forms import AchievementFilters
from app.achievements.tables import as_sheet
from app.files.places import FilePlaceKind
from app.files.section import files_section
from app.programmes.achievement_counting import objections_of
from app.programmes.achievement_names import KIND_NAMES, OBJECTION_NAMES, measure_of
from app.programmes.queries import get_programme, list_programme_names
from app.storage.database import db_session
from app.storage.listing import fetch_all
from app.web.forms.base import shown_version
from app.web.i18n import named
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.achievements import EVENTS
from models.clock import today

__all__ = ["bp", "form_views", "participant_views"]


@bp.get("/achievements")
def index() -> str:
    """List what was achieved, the newest first."""
    filters = _filters()
    state = filters.state(sorts=queries.SORTS, default_sort="-day")
    page = queries.list_achievements(db_session(), current_actor(), state)
    return render_template("achievements/index.html", filters=filters, page=page, kind_names=KIND_NAMES)


@bp.get("/achievements/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file; that it was taken is noted in the audit trail."""
    filters = _filters()
    filters.require_known()
    state = filters.state(sorts=queries.SORTS, default_sort="-day")
    rows = fetch_all(partial(queries.list_achievements, db_session(), current_actor()), state)
    return list_file(kind, _("results"), as_sheet(rows), subject="achievement", state=state)


@bp.get("/achievements/<int:achievement_id>")
def show(achievement_id: int) -> str:
    """Show one achievement, and whether it counts."""
    found = get_standing(achievement_id)
    programme = get_programme(db_session(), found.programme.code)
    return render_template(
        "achievements/show.html",
        achievement=found,
        is_event=found.kind in EVENTS,
        came=participant_queries.came_to(db_session(), current_actor(), found) if found.kind in EVENTS else None,
        kind_names=KIND_NAMES,
        measure_of=measure_of,
        files=files_section(FilePlaceKind.ACHIEVEMENT, achievement_id),
        judged=objections_of(db_session(), programme, found, until=today()),
        objection_names=OBJECTION_NAMES,
    )


@bp.post("/achievements/<int:achievement_id>/take-back")
def take_back(achievement_id: int) -> ResponseReturnValue:
    """Take an achievement back, with a way to undo it."""
    if queries.get_achievement(db_session(), current_actor(), achievement_id).taken_back_at is not None:
        return _already()
    taken = use_cases.take_back(
        db_session(), actor=current_actor(), achievement_id=achievement_id, version=shown_version()
    )
    db_session().commit()
    there = url_for(".put_back", achievement_id=achievement_id)
    flash_undo(_("The result is taken back."), there, version=taken.version)
    return redirect(url_for(".index"))


@bp.post("/achievements/<int:achievement_id>/put-back")
def put_back(achievement_id: int) -> ResponseReturnValue:
    """Put an achievement back as it was."""
    if queries.get_achievement(db_session(), current_actor(), achievement_id).taken_back_at is None:
        return _already()
    use_cases.put_back(db_session(), actor=current_actor(), achievement_id=achievement_id, version=shown_version())
    db_session().commit()
    flash(_("The result is back as it was."), "success")
    return redirect(url_for(".show", achievement_id=achievement_id))


def _already() -> ResponseReturnValue:
    flash_already()
    return redirect(url_for(".index"))


def _filters() -> AchievementFilters:
    filters = AchievementFilters(request.args)
    filters.programme.offer((each.code, named(each)) for each in list_programme_names(db_session()))
    filters.year.offer((year, year) for year in queries.list_years(db_session(), current_actor()))
    return filters
