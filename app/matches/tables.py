"""The list of matches as a table: its columns, and its rows for a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext as _

from app.labels import STAGE_NAMES
from app.matches.waiting import wait_of
from app.web.i18n import named
from app.web.list_files import Column, beside, sheet_of
from app.web.spreadsheets import Cell, Sheet, marked
from models.clock import days_since
from models.matches import Match
from models.next_steps import who_does


def columns() -> list[Column]:
    """Return the columns, in the reader's language."""
    return [
        {"key": "need", "label": _("Need"), "sort": "need"},
        {"key": "company", "label": _("Company"), "sort": "company"},
        {"key": "capability", "label": _("Capability and unit"), "sort": "infrastructure"},
        {"key": "stage", "label": _("Stage"), "sort": "stage"},
        {"key": "next", "label": _("Next step"), "sort": "next"},
        {"key": "who", "label": _("Who does it")},
        {"key": "days", "label": _("Days in stage"), "sort": "since", "number": True},
    ]


def as_sheet(rows: Iterable[Match], columns: Sequence[Column], *, today: date) -> Sheet:
    """Return the rows as the page shows them; what is next, when and what is waited for have cells of their own."""
    others = [beside(columns[4], label) for label in (_("Due"), _("Waiting for"))]
    heads = [*columns[:5], *others, *columns[5:]]
    return sheet_of(_("Matches"), heads, [_row(match, today) for match in rows])


def _row(match: Match, today: date) -> list[Cell]:
    capability, owner, wait = match.capability, who_does(match), wait_of(match)
    return [
        marked(match.need.title, is_demo=match.is_demo),
        match.need.company.name,
        f"{named(capability, 'title')} · {named(capability.infrastructure)}",
        str(STAGE_NAMES[match.stage]),
        match.next_step,
        match.next_step_on,
        wait.short if wait else None,
        owner.name if owner else None,
        days_since(match.stage_since, today),
    ]
