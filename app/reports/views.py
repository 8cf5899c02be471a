"""Pages of the monthly report: the months, one report, the rows behind a figure, and freezing."""

from __future__ import annotations

from datetime import date

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.labels import STAGE_NAMES
from app.programmes.current import get_current
from app.reports import queries, use_cases
from app.reports.blueprint import bp
from app.reports.content import MONTH_FIGURES, NEXT, OPEN_NEEDS, Report
from app.reports.frozen import list_frozen
from app.reports.names import FIGURE_NAMES
from app.storage.database import db_session
from app.web.charts import FunnelChart, funnel_chart
from app.web.forms.base import KeyedForm, leads_to
from app.web.i18n import number
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError
from models.matches import Stage
from models.programmes import Programme


def read_month(text: str) -> date:
    """Return the first day of a month written as 2026-10; raises NotFoundError for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFoundError from None


@bp.get("")
def index() -> str:
    """List the months of the programme, the newest first."""
    programme = get_current()
    return render_template(
        "reports/index.html",
        programme=programme,
        months=queries.list_months(programme, today()),
        frozen=list_frozen(db_session(), programme),
        this_month=today().replace(day=1),
    )


@bp.get("/<month>")
def show(month: str) -> str:
    """Show a month's report."""
    shown = _get(month)
    return render_template(
        "reports/show.html",
        programme=get_current(),
        shown=shown,
        report=shown.report,
        funnel=_funnel_chart(shown.report),
        names=FIGURE_NAMES,
        month_figures=MONTH_FIGURES,
        open_needs=OPEN_NEEDS,
        next_figures=NEXT,
        stages=[(STAGE_NAMES[Stage(each.stage)], each.before, each.after) for each in shown.stages],
    )


@bp.get("/<month>/<figure_code>")
def rows(month: str, figure_code: str) -> str:
    """Show exactly the rows behind one figure of a report."""
    shown = _get(month)
    figure = shown.report.all_figures().get(figure_code)
    if figure is None:
        raise NotFoundError
    return render_template("reports/rows.html", shown=shown, report=shown.report, figure=figure, names=FIGURE_NAMES)


@bp.get("/<month>/freeze")
def ask_to_freeze(month: str) -> str:
    """Ask before a report is frozen, and say that it is for good."""
    programme = get_current()
    report = use_cases.require_freezable(
        db_session(), programme=programme, month=_month_of(programme, month), today=today()
    )
    return render_template(
        "reports/freeze.html",
        programme=programme,
        report=report,
        names=FIGURE_NAMES,
        may_freeze=_demo_is_welcome() or not report.holds_demo,
        form=KeyedForm(),
    )


@bp.post("/<month>/freeze")
def freeze(month: str) -> ResponseReturnValue:
    """Freeze the report of a month that is over."""
    form = KeyedForm()
    if not form.validate_on_submit() or not form.is_first():
        # Nothing can be typed here that could have been changed since: a key with another content is no key of ours.
        abort(400)
    programme = get_current()
    use_cases.freeze_report(
        db_session(),
        actor=current_actor(),
        programme=programme,
        month=_month_of(programme, month),
        today=today(),
        demo=_demo_is_welcome(),
    )
    page = leads_to(url_for(".show", month=month))
    db_session().commit()
    flash(_("The report is frozen. From now on it never changes; later changes are listed as corrections."), "success")
    return redirect(page)


def _demo_is_welcome() -> bool:
    return not current_app.extensions["brygga"].production


def _month_of(programme: Programme, month: str) -> date:
    first = read_month(month)
    if first not in queries.list_months(programme, today()):
        raise NotFoundError
    return first


def _get(month: str) -> queries.ShownReport:
    return queries.get_report(db_session(), get_current(), read_month(month), current_actor(), today=today())


def days_text(days: float | None) -> str:
    """Return a number of days as it is read: "2 days", or "2,5 dagar" in Swedish; nothing for None."""
    if days is None:
        return ""
    written = number(days, 0 if days == int(days) else 1)
    return str(ngettext("%(written)s day", "%(written)s days", 1 if days == 1 else 2, written=written))


def _funnel_chart(report: Report) -> FunnelChart:
    """Return the funnel as a drawing, each stage with the median days from the step before."""
    return funnel_chart(
        _("How far the matches have come"),
        _(
            "The number of matches that had taken each step by %(day)s, and the median time from the step before.",
            day=report.cut_off.isoformat(),
        ),
        [(str(STAGE_NAMES[Stage(step.stage)]), step.reached) for step in report.funnel],
        notes=[days_text(step.median_days) for step in report.funnel],
    )
