"""The pages that freeze a report: the question, the job, and how far it has come."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.reports import queries, use_cases
from app.reports.asked import asked_programme
from app.reports.blueprint import bp
from app.reports.freezing import freeze_beside, is_being_frozen, is_large, keep_and_tell, make_and_tell, work_folder
from app.reports.frozen import find_frozen
from app.reports.letters import count_untold
from app.reports.names import FIGURE_NAMES
from app.reports.target_parts import goal_text
from app.reports.unreleased import unreleased_in
from app.storage.current_jobs import is_standing_still
from app.storage.database import db_session
from app.web.forms.base import KeyedForm, leads_to
from app.web.sign_in import current_actor
from models.clock import today

# Stands in the address of who has begun to freeze and looks how far it is.
_BEGUN = "begun"


@bp.get("/<month>/freeze")
def ask_to_freeze(month: str) -> ResponseReturnValue:
    """Ask before a report is frozen, and say that it is for good; while it is being frozen, say how far it is."""
    programme = asked_programme()
    first, months = queries.span_of(programme, month, today())
    if is_being_frozen(programme, first, months):
        return render_template(
            "reports/freezing.html",
            programme=programme,
            month=month,
            begun=_BEGUN,
            watches=_BEGUN in request.args,
            asked=request.args.get("programme"),
            progress=work_folder(programme, first, months).progress(),
            stands_still=is_standing_still(),
        )
    if _BEGUN in request.args:
        # The job may have ended since this request began to read, and SQLite shows what stood then.
        db_session().rollback()
        if find_frozen(db_session(), programme, first, months) is not None:
            return redirect(url_for(".show", month=month))
    report = use_cases.require_freezable(db_session(), programme=programme, month=first, today=today(), months=months)
    return render_template(
        "reports/freeze.html",
        programme=programme,
        report=report,
        names=FIGURE_NAMES,
        goal_text=goal_text,
        may_freeze=not (current_app.extensions["brygga"].production and report.holds_demo),
        named=unreleased_in(db_session(), report, on=today()),
        receivers=count_untold(db_session(), programme, None),
        has_failed=_BEGUN in request.args,
        form=KeyedForm(),
    )


@bp.post("/<month>/freeze")
def freeze(month: str) -> ResponseReturnValue:
    """Freeze the report of a month or a quarter that is over: at once, or beside the answers where it is large."""
    form = KeyedForm()
    if not form.validate_on_submit():
        abort(400)
    programme = asked_programme()
    first, months = queries.span_of(programme, month, today())
    use_cases.require_over(db_session(), programme=programme, month=first, today=today(), months=months)
    if is_large(db_session(), programme):
        _claim(form)
        page = leads_to(url_for(".ask_to_freeze", month=month, begun=1))
        db_session().commit()
        freeze_beside(programme, first, months, current_actor())
        return redirect(page)
    work = work_folder(programme, first, months)
    # The first write comes when the files are there: to make them takes seconds, in which others write.
    made = make_and_tell(db_session(), programme, first, months, tell=work.tell)
    _claim(form)
    keep_and_tell(db_session(), programme, made, actor=current_actor(), tell=work.tell)
    page = leads_to(url_for(".show", month=month))
    db_session().commit()
    flash(_("The report is frozen. From now on it never changes; later changes are listed as corrections."), "success")
    return redirect(page)


def _claim(form: KeyedForm) -> None:
    if not form.is_first():
        # Nothing can be typed here that could have been changed since: a key with another content is no key of ours.
        abort(400)
