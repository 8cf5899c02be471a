"""Pages about hours: the ledger with its budget, a file for the invoice, and time logged outside meetings."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_everybody_of_office
from app.hours import queries, use_cases
from app.hours.blueprint import bp
from app.hours.budget import make_budget
from app.hours.burn_down import burn_down
from app.hours.forms import HoursFilters, TimeForm
from app.hours.tables import as_sheets
from app.labels import ACTIVITY_NAMES
from app.needs.queries import get_need
from app.programmes.current import find_current
from app.programmes.queries import find_programme, list_programme_names
from app.storage.database import db_session
from app.storage.listing import ListState, fetch_all
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.clock import today
from models.errors import NotFoundError, StaleRecordError
from models.needs import Need
from models.programmes import Programme
from models.time_entries import TimeEntry


@bp.get("/hours")
def index() -> str:
    """Show the time of a selection, what it adds up to, and how the programme's budget stands."""
    session, actor = db_session(), current_actor()
    filters, state = _asked()
    summed = queries.sum_hours(session, actor, state)
    asked = state.filters.get("programme")
    programme = find_programme(session, asked) if asked else find_current()
    budget = make_budget(programme, queries.minutes_by_month(session, programme), on=today()) if programme else None
    return render_template(
        "hours/index.html",
        filters=filters,
        page=queries.list_hours(session, actor, state),
        summed=summed,
        programme=programme,
        budget=budget,
        chart=burn_down(budget) if budget else None,
        activity_names=ACTIVITY_NAMES,
    )


@bp.get("/hours/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file; that it was taken is noted in the audit trail."""
    filters, state = _asked()
    filters.require_known()
    sheets = as_sheets(fetch_all(partial(queries.list_hours, db_session(), current_actor()), state))
    return list_file(kind, _("hours"), *sheets, subject="time_entry", state=state)


@bp.route("/hours/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Log time outside meetings, about no need."""
    return _log(None, find_current())


@bp.route("/needs/<int:need_id>/hours/new", methods=["GET", "POST"])
def new_for_need(need_id: int) -> ResponseReturnValue:
    """Log time outside meetings about a need, for its programme."""
    need = get_need(db_session(), current_actor(), need_id)
    return _log(need, need.programme or find_current())


def _log(need: Need | None, programme: Programme | None) -> ResponseReturnValue:
    form = _offering(TimeForm(data={"programme_id": programme.id if programme else None}))
    if form.validate_on_submit() and form.is_first():
        use_cases.log_time(db_session(), actor=current_actor(), command=form.to_command(), need=need)
        page = leads_to(url_for(".index") if need is None else url_for("needs.show", need_id=need.id))
        db_session().commit()
        flash(_("The time is logged."), "success")
        return redirect(page)
    return _page(form, need, None)


@bp.route("/hours/<int:entry_id>/edit", methods=["GET", "POST"])
def edit(entry_id: int) -> ResponseReturnValue:
    """Correct time that was logged."""
    entry = queries.get_entry(db_session(), current_actor(), entry_id)
    if entry.taken_back_at is not None:
        # Whoever was writing is told why, and is shown what they wrote.
        raise StaleRecordError if request.method == "POST" else NotFoundError
    form = _offering(TimeForm(obj=entry))
    if form.validate_on_submit():
        try:
            use_cases.edit_time(
                db_session(),
                actor=current_actor(),
                entry_id=entry_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form_of(entry_id), back=url_for(".index"))
        db_session().commit()
        flash(_("The time is saved."), "success")
        return redirect(url_for(".index"))
    return _page(form, entry.need, entry)


@bp.post("/hours/<int:entry_id>/take-back")
def take_back(entry_id: int) -> ResponseReturnValue:
    """Take logged time back, with a way to undo it."""
    if queries.get_entry(db_session(), current_actor(), entry_id).taken_back_at is not None:
        return _already()
    entry = use_cases.take_back(db_session(), actor=current_actor(), entry_id=entry_id, version=shown_version())
    db_session().commit()
    flash_undo(_("The time is taken back."), url_for(".put_back", entry_id=entry_id), version=entry.version)
    return redirect(url_for(".index"))


@bp.post("/hours/<int:entry_id>/put-back")
def put_back(entry_id: int) -> ResponseReturnValue:
    """Put logged time back as it was."""
    if queries.get_entry(db_session(), current_actor(), entry_id).taken_back_at is None:
        return _already()
    use_cases.put_back(db_session(), actor=current_actor(), entry_id=entry_id, version=shown_version())
    db_session().commit()
    flash(_("The time is back as it was."), "success")
    return redirect(url_for(".index"))


def _already() -> ResponseReturnValue:
    flash_already()
    return redirect(url_for(".index"))


def _asked() -> tuple[HoursFilters, ListState]:
    """Return the form over the list and what its address asks for."""
    filters = HoursFilters(request.args)
    filters.month.offer((month, month) for month in queries.list_months(db_session()))
    filters.programme.offer((each.code, named(each)) for each in list_programme_names(db_session()))
    filters.worker.offer((user.id, user.name) for user in list_everybody_of_office(db_session()))
    return filters, filters.state(sorts=queries.SORTS, default_sort="-day")


def _offering(form: TimeForm) -> TimeForm:
    form.programme_id.offer((each.id, named(each)) for each in list_programme_names(db_session()))
    return form


def _form_of(entry_id: int) -> TimeForm:
    return _offering(TimeForm(formdata=None, obj=queries.get_entry(db_session(), current_actor(), entry_id)))


def _page(form: TimeForm, need: Need | None, entry: TimeEntry | None) -> ResponseReturnValue:
    return render_template("hours/form.html", form=form, need=need, entry=entry), form.status
