"""The list of needs as a table: its columns, and its rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.labels import NEED_BADGES
from app.matchmaking import Best
from app.matchmaking.presentation import rounded
from app.web.i18n import named
from app.web.list_files import Column, beside, sheet_of
from app.web.spreadsheets import Cell, Sheet, marked
from models.infrastructures import Capability
from models.needs import Need


def columns() -> list[Column]:
    """Return the columns, in the reader's language."""
    return [
        {"key": "need", "label": _("Need"), "sort": "title"},
        {"key": "company", "label": _("Company"), "sort": "company"},
        {"key": "status", "label": _("Status"), "sort": "status"},
        {"key": "best", "label": _("Best suggestion")},
        {"key": "deadline", "label": _("Deadline"), "sort": "deadline"},
        {"key": "opened", "label": _("Opened"), "sort": "opened"},
        {"key": "owner", "label": _("Responsible"), "sort": "owner"},
    ]


def as_sheet(rows: Iterable[Need], bests: Mapping[int, tuple[Best, Capability]], columns: Sequence[Column]) -> Sheet:
    """Return the rows as the page shows them, the best suggestion with its score in a cell of its own."""
    heads = [*columns[:4], beside(columns[3], _("Score")), *columns[4:]]
    return sheet_of(_("Needs"), heads, [_row(need, bests.get(need.id)) for need in rows])


def _row(need: Need, found: tuple[Best, Capability] | None) -> list[Cell]:
    best: list[Cell] = [None, None]
    if found is not None and found[0].suitable:
        capability = found[1]
        best = [f"{named(capability, 'title')} · {named(capability.infrastructure)}", float(rounded(found[0].score))]
    elif found is not None:
        best = [_("Nothing suitable yet"), None]
    return [
        marked(need.title, is_demo=need.is_demo),
        need.company.name,
        str(NEED_BADGES[need.status][0]),
        *best,
        need.deadline,
        need.opened_on,
        need.owner.name if need.owner else None,
    ]
