"""The page on which the author writes what the figures of a month do not say by themselves."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.companies.unreleased_names import unreleased_names
from app.reports import use_cases
from app.reports.asked import asked_programme
from app.reports.blueprint import bp
from app.reports.comments import find_comment
from app.reports.forms import CommentForm
from app.reports.frozen import find_frozen
from app.reports.queries import month_of
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from models.clock import today
from models.errors import ReportFrozenError, StaleRecordError


@bp.route("/<month>/comment", methods=["GET", "POST"])
def comment(month: str) -> ResponseReturnValue:
    """Write or change the comment on a month that is not frozen yet."""
    programme = asked_programme()
    first, back = month_of(programme, month, today()), url_for(".show", month=month)
    if find_frozen(db_session(), programme, first) is not None:
        raise ReportFrozenError
    form = CommentForm(obj=find_comment(db_session(), programme, first))
    if form.validate_on_submit() and _names_nobody(form) and form.is_first():
        try:
            use_cases.write_comment(
                db_session(),
                programme=programme,
                month=first,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(form, lambda: _saved(first), back=back)
        page = leads_to(back)
        db_session().commit()
        flash(_("The comment is saved."), "success")
        return redirect(page)
    return render_template("reports/comment.html", form=form, month=month, back=back), form.status


def _names_nobody(form: CommentForm) -> bool:
    """Tell whether the comment names no company that has not agreed to it; the form says which it names."""
    named = unreleased_names(db_session(), [form.text.data or ""], on=today())
    if named:
        told = _(
            "The steering group reads the comment, but these have not agreed to be named: %(names)s. "
            "Write without the name.",
            names=", ".join(named),
        )
        form.text.errors = [told]
    return not named


def _saved(first: date) -> CommentForm:
    return CommentForm(formdata=None, obj=find_comment(db_session(), asked_programme(), first))
