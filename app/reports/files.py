"""A report as files to send: made for one reader in one language, the same bytes from the same content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _

from app.reports.account import about_today, make_account
from app.reports.content import Reader, Report
from app.reports.names import READER_NAMES
from app.reports.paper import write_pdf
from app.reports.workbook import write_workbook
from app.web.i18n import LANGUAGES, iso_date
from models.programmes import Programme

PDF: Final = "pdf"
XLSX: Final = "xlsx"
KINDS: Final = (PDF, XLSX)
FILES_WRITTEN: Final = len(KINDS) * len(LANGUAGES)
TYPES: Final = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_file(report: Report, programme: Programme, reader: Reader, *, kind: str, frozen_on: date | None) -> bytes:
    """Return a report that was made for its reader as a file in the language of whoever asks."""
    otherwise = about_today(programme, report)
    about = report.about or otherwise
    if kind == XLSX:
        return write_workbook(report, about)
    lead = [
        _("As of %(day)s.", day=iso_date(report.cut_off)),
        *([_("Frozen %(day)s.", day=iso_date(frozen_on))] if frozen_on else []),
        _("Made for %(reader)s.", reader=READER_NAMES[reader]),
        *([_("Contains demo data") + "."] if report.holds_demo else []),
    ]
    return write_pdf(make_account(report, otherwise, with_rows=True), lead, made_on=about.made_on)


def write_files(
    report: Report, programme: Programme, *, frozen_on: date, tell: Callable[[int], None] = lambda _done: None
) -> Mapping[str, bytes]:
    """Return the files that are kept with a frozen report, by names such as "sv.pdf": what the steering group gets.

    `tell` is told before each how many are done.
    """
    shown = report.for_reader(Reader.STEERING, names=False)
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        with force_locale(language):
            for kind in KINDS:
                tell(len(files))
                files[f"{language}.{kind}"] = write_file(
                    shown, programme, Reader.STEERING, kind=kind, frozen_on=frozen_on
                )
    return files
