"""Pages of the monthly report: the months, one report, the rows behind a figure, and its files."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.labels import ACTIVITY_NAMES, STAGE_NAMES
from app.programmes.queries import list_programme_names
from app.reports import comment_views, freeze_views, queries, receiver_views, shared_views
from app.reports.account import about_today, make_account
from app.reports.asked import asked_programme
from app.reports.blueprint import bp
from app.reports.content import Reader
from app.reports.files import KINDS, TYPES, write_file
from app.reports.frozen import find_frozen, list_frozen, read_file
from app.reports.funnel import stage_figures
from app.reports.letters import count_untold
from app.reports.month import QUARTER, span_text
from app.reports.names import FIGURE_NAMES
from app.reports.target_parts import value_text
from app.storage.audit import note_event
from app.storage.database import db_session
from app.web.i18n import current_language, named
from app.web.sign_in import current_actor
from models.clock import quarter_of, today
from models.errors import NotFoundError
from models.matches import Stage
from models.programmes import Programme
from models.time_entries import Activity

__all__ = ["bp", "comment_views", "freeze_views", "receiver_views", "shared_views"]


@bp.get("")
def index() -> str:
    """List the months of the programme, the newest first."""
    programme = asked_programme()
    return render_template(
        "reports/index.html",
        programme=programme,
        months=queries.list_months(programme, today()),
        quarters=[span_text(first, QUARTER) for first in queries.list_quarters(programme, today())],
        others=[
            {
                "label": named(each),
                "url": url_for(".index", programme=each.code),
                "current": each.id == programme.id,
            }
            for each in list_programme_names(db_session())
        ],
        frozen=list_frozen(db_session(), programme),
        this_month=today().replace(day=1),
        this_quarter=span_text(quarter_of(today().replace(day=1)), QUARTER),
    )


@bp.get("/<month>")
def show(month: str) -> str:
    """Show a month's report."""
    programme = asked_programme()
    shown = _get(month, programme)
    otherwise = about_today(programme, shown.report)
    return render_template(
        "reports/show.html",
        programme=programme,
        shown=shown,
        report=shown.report,
        account=make_account(
            shown.report, otherwise, link=lambda code: url_for(".rows", month=month, figure_code=code)
        ),
        names=FIGURE_NAMES,
        untold=_count_untold(programme, month) if shown.frozen_on and current_actor().role.is_office else 0,
        hours=[(_activity(each.activity), each.before, each.after) for each in shown.hours],
        stages=[(STAGE_NAMES[Stage(each.stage)], each.before, each.after) for each in shown.stages],
    )


@bp.get("/<month>/<figure_code>")
def rows(month: str, figure_code: str) -> str:
    """Show exactly the rows behind one figure of a report."""
    shown = _get(month, asked_programme())
    figure = {**shown.report.all_figures(), **stage_figures(shown.report)}.get(figure_code)
    if figure is None:
        raise NotFoundError
    return render_template(
        "reports/rows.html",
        shown=shown,
        report=shown.report,
        figure=figure,
        names=FIGURE_NAMES,
        value_text=value_text,
    )


@bp.get("/<month>/files/report.<kind>")
def file(month: str, kind: str) -> Response:
    """Give the report as the steering group gets it, as a file; of a frozen one the very file that was kept."""
    if kind not in KINDS:
        raise NotFoundError
    programme = asked_programme()
    (first, months), name = queries.span_of(programme, month, today()), f"{current_language()}.{kind}"
    kept = find_frozen(db_session(), programme, first, months)
    data = read_file(db_session(), kept, name) if kept else None
    if data is None:
        report, frozen_on = queries.get_content(db_session(), programme, first, today=today(), months=months)
        shown = report.for_reader(Reader.STEERING, names=False)
        data = write_file(shown, programme, Reader.STEERING, kind=kind, frozen_on=frozen_on)
    told = {"month": month, "format": kind}
    note_event(db_session(), "exported", subject="frozen_report", subject_id="", changes=told)
    db_session().commit()
    answer = Response(data, content_type=TYPES[kind])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{programme.code}-{month}.{kind}")
    return answer


def _count_untold(programme: Programme, month: str) -> int:
    kept = find_frozen(db_session(), programme, *queries.span_of(programme, month, today()))
    return count_untold(db_session(), programme, kept.frozen) if kept else 0


def _activity(activity: str | None) -> str:
    return str(ACTIVITY_NAMES[Activity(activity)] if activity else _("Used in all"))


def _get(month: str, programme: Programme) -> queries.ShownReport:
    return queries.get_report(db_session(), programme, month, current_actor(), today=today())
