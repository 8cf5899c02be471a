"""What the link in a letter about a report opens without signing in: the report, its files, and an end to letters.

Whoever follows it reads what the steering group reads of the frozen report, and nothing else. Looking changes nothing,
since mail programs look too.
"""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.reports import letters, receivers
from app.reports.account import about_today, make_account, unlinked
from app.reports.blueprint import bp
from app.reports.content import Reader
from app.reports.files import KINDS, TYPES, write_file
from app.reports.frozen import find_frozen, read_file
from app.reports.kept_reports import KeptReport
from app.reports.month import span_text
from app.reports.queries import ShownReport
from app.storage.database import db_session
from app.web.forms.base import BaseForm
from app.web.undo import flash_already
from models.clock import day_of
from models.errors import NotFoundError, ReportDamagedError
from models.report_letters import ReportLetter


@bp.get("/shared/<token>")
def shared(token: str) -> ResponseReturnValue:
    """Show a frozen report as the steering group reads it, in its letter's language."""
    letter = letters.find_opening(db_session(), token)
    if letter is None:
        return render_template("reports/shared_over.html"), 404
    kept, programme = _kept(letter), letter.frozen.programme
    assert kept.report is not None  # noqa: S101 - an intact one can be read
    with force_locale(letter.receiver.language.value):
        report = kept.report.for_reader(Reader.STEERING, names=False)
        account = make_account(report, about_today(programme, report), with_rows=True)
        return render_template(
            "reports/shared.html",
            programme=programme,
            shown=ShownReport(report, frozen_on=day_of(kept.frozen.frozen_at)),
            report=report,
            account=unlinked(account),
            letter=letter,
            token=token,
        )


@bp.get("/shared/<token>/report.<kind>")
def shared_file(token: str, kind: str) -> Response:
    """Give a frozen report as the very file that was kept with it."""
    letter = letters.find_opening(db_session(), token)
    if letter is None or kind not in KINDS:
        raise NotFoundError
    kept, programme, language = _kept(letter), letter.frozen.programme, letter.receiver.language.value
    data = read_file(db_session(), kept, f"{language}.{kind}")
    if data is None:
        # Frozen before files were kept.
        assert kept.report is not None  # noqa: S101 - an intact one can be read
        report = kept.report.for_reader(Reader.STEERING, names=False)
        with force_locale(language):
            data = write_file(report, programme, Reader.STEERING, kind=kind, frozen_on=day_of(kept.frozen.frozen_at))
    answer = Response(data, content_type=TYPES[kind])
    name = f"{programme.code}-{span_text(letter.frozen.month, letter.frozen.months)}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@bp.route("/letters/<token>", methods=["GET", "POST"])
def stop(token: str) -> ResponseReturnValue:
    """End the letters about reports from a letter itself; this works for as long as there is a receiver."""
    letter = letters.find_letter(db_session(), token)
    if letter is None:
        raise NotFoundError
    with force_locale(letter.receiver.language.value):
        form = BaseForm()
        if form.validate_on_submit():
            if receivers.stop_letters(db_session(), receiver=letter.receiver):
                db_session().commit()
                flash(_("You get no more letters about reports."), "success")
            else:
                flash_already()
            return redirect(url_for(".stop", token=token))
        is_on = letter.receiver.stopped_at is None
        return render_template("reports/stop.html", form=form, is_on=is_on), form.status


def _kept(letter: ReportLetter) -> KeptReport:
    frozen = letter.frozen
    kept = find_frozen(db_session(), frozen.programme, frozen.month, frozen.months)
    if kept is None or kept.report is None or not kept.is_intact:
        raise ReportDamagedError
    return kept
