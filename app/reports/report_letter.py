"""The words of a letter about a frozen report: where it is read, and nothing of what it says."""

from __future__ import annotations

from functools import partial

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.addresses import host_of
from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE
from app.reports.letters import ReportMail
from app.reports.month import span_text
from app.web.i18n import iso_date, named
from config import Settings
from models.clock import day_of
from models.programmes import Programme
from models.report_letters import ReportLetter


def report_mail() -> ReportMail:
    """Return what letters need to know, as the settings have it."""
    settings: Settings = current_app.extensions["brygga"]
    write = partial(write_report_letter, base_url=settings.base_url)
    return ReportMail(settings.secret_key, host_of(settings.base_url) or "localhost", write)


def write_report_letter(letter: ReportLetter, programme: Programme, seed: str, *, base_url: str) -> NewLetter:
    """Return the letter in its receiver's language: where the report is read, and nothing of what it says."""
    receiver, month = letter.receiver, span_text(letter.frozen.month, letter.frozen.months)
    with force_locale(receiver.language.value):
        read = (
            _("Read it here until %(day)s, without signing in:", day=iso_date(day_of(letter.expires_at)))
            + f"\n{base_url}/reports/shared/{TOKEN_PLACE}"
            if letter.opens_report
            else _("Sign in and read it here:") + f"\n{base_url}/reports/{month}?programme={programme.code}"
        )
        paragraphs = (
            _("Hello %(name)s,", name=receiver.name),
            _("The report for %(month)s is ready: %(programme)s.", month=month, programme=named(programme)),
            read,
            _("The link is yours alone. Do not pass it on.") if letter.opens_report else "",
            _("No more letters about reports, without signing in:") + f"\n{base_url}/reports/letters/{TOKEN_PLACE}",
        )
        subject = _("Report for %(month)s: %(programme)s", month=month, programme=named(programme))
    return NewLetter(receiver.email, subject, "\n\n".join(filter(None, paragraphs)), link_seed=seed)
