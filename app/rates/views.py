"""Pages about rates of the euro: the list by month, and the form for one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.rates import queries, use_cases
from app.rates.blueprint import bp
from app.rates.forms import RateForm
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import StaleRecordError
from models.euro_rates import EuroRate, month_of


@bp.get("")
def index() -> str:
    """List every month's rate, and say when this month's is missing."""
    rates = queries.list_rates(db_session(), current_actor())
    is_missing = all(each.month != month_of(today()) for each in rates)
    return render_template("rates/index.html", rates=rates, is_missing=is_missing)


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Record a month's rate."""
    form = RateForm()
    if form.validate_on_submit() and form.is_first():
        use_cases.record_rate(db_session(), command=form.to_command())
        page = leads_to(url_for(".index"))
        db_session().commit()
        flash(_("The rate for %(month)s is recorded.", month=form.month.data), "success")
        return redirect(page)
    return render_template("rates/form.html", form=form, rate=None), form.status


@bp.route("/<int:rate_id>/edit", methods=["GET", "POST"])
def edit(rate_id: int) -> ResponseReturnValue:
    """Correct a month's rate; what has been granted by it stays as it is."""
    form = _form_of(rate := queries.get_rate(db_session(), current_actor(), rate_id))
    if form.validate_on_submit():
        try:
            use_cases.correct_rate(
                db_session(),
                actor=current_actor(),
                rate_id=rate_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _form_of(_get(rate_id), formdata=None), back=url_for(".index"))
        db_session().commit()
        flash(_("The rate for %(month)s is saved.", month=form.month.data), "success")
        return redirect(url_for(".index"))
    return render_template("rates/form.html", form=form, rate=rate), form.status


def _get(rate_id: int) -> EuroRate:
    return queries.get_rate(db_session(), current_actor(), rate_id)


def _form_of(rate: EuroRate, **kwargs: object) -> RateForm:
    form = RateForm(obj=rate, **kwargs)
    form.stored = rate
    return form
