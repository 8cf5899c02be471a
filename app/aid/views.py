"""Pages about supports: the list, one support, and a company's ledger; the forms register themselves."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.aid import file_views, names, queries, step_views, use_cases, value_views
from app.aid.blueprint import bp
from app.aid.deadline import register_day
from app.aid.declarations import find_declared_until
from app.aid.ledger import AidStanding, list_lines
from app.aid.list_state import asked_list
from app.aid.near_links import find_near_links
from app.aid.sums import sum_aid
from app.aid.tables import as_sheet
from app.aid.undertaking import find_links
from app.storage.database import db_session
from app.storage.listing import fetch_all
from app.web.forms.base import shown_version
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.aid import AidGrant
from models.aid_rules import AidStep, may_take, may_take_back, next_step
from models.clock import quarter_of, today
from models.errors import NotFoundError

__all__ = ["bp", "file_views", "step_views", "value_views"]


@bp.get("/aid")
def index() -> str:
    """List supports, the latest grants first."""
    filters, state = asked_list()
    page = queries.list_grants(db_session(), current_actor(), state)
    return render_template(
        "aid/index.html", filters=filters, page=page, names=names, register_day=register_day, today=today()
    )


@bp.get("/aid/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file; that it was taken is noted in the audit trail."""
    filters, state = asked_list()
    filters.require_known()
    rows = fetch_all(partial(queries.list_grants, db_session(), current_actor()), state)
    return list_file(kind, _("aid"), as_sheet(rows), subject="aid_grant", state=state)


@bp.get("/aid/sums")
def sums() -> str:
    """Show what has been granted in sums, to those who may know no company by its aid as well."""
    until = None if current_actor().role.is_office else quarter_of(today()) - timedelta(days=1)
    return render_template("aid/sums.html", sums=sum_aid(db_session(), current_actor()), until=until)


@bp.get("/aid/<int:grant_id>")
def show(grant_id: int) -> str:
    """Show one support with its steps, what comes next, and how its undertaking stands."""
    grant = _standing(grant_id)
    links = find_links(db_session())
    lines = list_lines(db_session(), links.members(grant.company_id))
    return render_template(
        "aid/show.html",
        grant=grant,
        standing=AidStanding(today(), lines),
        next_step=next_step(grant.taken) if grant.is_aid else None,
        may_take=partial(may_take, taken=grant.taken),
        may_take_back=partial(may_take_back, taken=grant.taken),
        register_by=register_day(grant),
        today=today(),
        declared_until=find_declared_until(db_session(), grant),
        steps=AidStep,
        names=names,
    )


@bp.get("/companies/<int:company_id>/aid")
def of_company(company_id: int) -> str:
    """Show the ledger of a company and those it is linked with: what counts until when, and the room left."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    links = find_links(db_session())
    members, unrecorded = links.members(company_id), links.names_unrecorded(company_id)
    near = find_near_links(db_session(), current_actor(), members, unrecorded)
    return render_template(
        "aid/company.html",
        company=company,
        standing=AidStanding(today(), list_lines(db_session(), members)),
        others=queries.names_of(db_session(), members - {company_id}),
        unrecorded=unrecorded,
        near={each.name: each.alike for each in near},
        grants=queries.list_of_company(db_session(), current_actor(), company_id),
        names=names,
    )


@bp.post("/aid/<int:grant_id>/take-back")
def take_back(grant_id: int) -> ResponseReturnValue:
    """Take a support back that was recorded by mistake, with a way to undo it."""
    if queries.get_grant(db_session(), current_actor(), grant_id).taken_back_at is not None:
        return _already()
    taken = use_cases.take_back(db_session(), actor=current_actor(), grant_id=grant_id, version=shown_version())
    db_session().commit()
    flash_undo(_("The support is taken back."), url_for(".put_back", grant_id=grant_id), version=taken.version)
    return redirect(url_for(".index"))


@bp.post("/aid/<int:grant_id>/put-back")
def put_back(grant_id: int) -> ResponseReturnValue:
    """Put a support back as it was."""
    if queries.get_grant(db_session(), current_actor(), grant_id).taken_back_at is None:
        return _already()
    use_cases.put_back(db_session(), actor=current_actor(), grant_id=grant_id, version=shown_version())
    db_session().commit()
    flash(_("The support is back as it was."), "success")
    return redirect(url_for(".show", grant_id=grant_id))


def _standing(grant_id: int) -> AidGrant:
    found = queries.get_grant(db_session(), current_actor(), grant_id)
    if found.taken_back_at is not None:
        raise NotFoundError
    return found


def _already() -> ResponseReturnValue:
    flash_already()
    return redirect(url_for(".index"))
