"""The list of companies as a table: its columns, and its rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.companies.names import SIZE_BADGES, place_of
from app.companies.queries import CompanyRow
from app.labels import STAGE_NAMES
from app.web.list_files import Column, sheet_of
from app.web.spreadsheets import Sheet, marked


def columns() -> list[Column]:
    """Return the columns, in the reader's language."""
    return [
        {"key": "name", "label": _("Name"), "sort": "name"},
        {"key": "municipality", "label": _("Municipality"), "sort": "municipality"},
        {"key": "field", "label": _("Business field")},
        {"key": "size", "label": _("Size")},
        {"key": "needs", "label": _("Open needs"), "sort": "needs", "number": True},
        {"key": "stage", "label": _("Furthest stage")},
        {"key": "owner", "label": _("Responsible")},
        {"key": "contact", "label": _("Last contact"), "sort": "contact"},
    ]


def as_sheet(rows: Iterable[CompanyRow], columns: Sequence[Column]) -> Sheet:
    """Return the rows as the page shows them."""
    listed = [
        (
            marked(row.company.name, is_demo=row.company.is_demo),
            place_of(row.company),
            row.company.field,
            str(SIZE_BADGES[row.size][0]),
            row.open_needs,
            str(STAGE_NAMES[row.stage]) if row.stage else None,
            row.company.owner.name if row.company.owner else None,
            row.company.last_contact_on,
        )
        for row in rows
    ]
    return sheet_of(_("Companies"), columns, listed)
