"""The list of infrastructures as a table: its columns, and its rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from app.infrastructures.list_queries import InfrastructureRow
from app.infrastructures.names import OPENNESS_NAMES
from app.web.i18n import iso_date, named
from app.web.list_files import Column, sheet_of
from app.web.spreadsheets import Cell, Sheet
from models.known_facts import YesNoUnknown


def columns(*, office: bool) -> list[Column]:
    """Return the columns; only the office may sort by how ready others' units are."""
    readiness: Column = {"key": "readiness", "label": _("Readiness")}
    if office:
        readiness["sort"] = "readiness"
    return [
        {"key": "name", "label": _("Name"), "sort": "name"},
        {"key": "host", "label": _("Host and campus")},
        {"key": "companies", "label": _("Takes companies")},
        readiness,
        {"key": "capabilities", "label": _("Capabilities"), "sort": "capabilities", "number": True},
        {"key": "confirmed", "label": _("Facts confirmed"), "sort": "confirmed"},
    ]


def as_sheet(rows: Iterable[InfrastructureRow], columns: Sequence[Column]) -> Sheet:
    """Return the rows as the page shows them to the office."""
    return sheet_of(_("Infrastructures"), columns, [_row(row) for row in rows])


def _row(row: InfrastructureRow) -> list[Cell]:
    infrastructure = row.infrastructure
    campus = infrastructure.campus or (
        _("Flemingsberg") if infrastructure.in_flemingsberg is YesNoUnknown.YES else None
    )
    where = [*(named(host) for host in infrastructure.hosts), campus]
    if infrastructure.opened_on:
        ready = _("Open unit")
    else:
        ready = _("Not assessed") if row.passed is None else _("%(count)s of 14", count=row.passed)
        if infrastructure.closed_on:
            ready = f"{ready}, {_('Closed again %(day)s', day=iso_date(infrastructure.closed_on)).lower()}"
    return [
        named(infrastructure),
        ", ".join(part for part in where if part),
        str(dict(OPENNESS_NAMES)[infrastructure.open_to_companies]),
        ready,
        row.capabilities,
        infrastructure.confirmed_on or _("not confirmed by the unit"),
    ]
