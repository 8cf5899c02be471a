"""Achievements as a table for a file: one row for each row of the list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.programmes.achievement_names import KIND_NAMES
from app.web.i18n import named
from app.web.spreadsheets import Cell, Sheet
from models.achievements import Achievement


def as_sheet(rows: Sequence[Achievement]) -> Sheet:
    """Return the rows in the order given."""
    heads = [
        *(_("Day"), _("Kind"), _("Indicator"), _("Name"), _("Company or organisation"), _("Level"), _("Amount")),
        *(_("Place"), _("Participants"), _("Evidence"), _("Programme"), _("Demo")),
    ]
    return Sheet(_("Results"), heads, [_row(each) for each in rows])


def _row(row: Achievement) -> list[Cell]:
    return [
        row.happened_on,
        str(KIND_NAMES[row.kind]),
        named(row.indicator) if row.indicator else None,
        row.title or (row.network.title if row.network else None),
        row.whom,
        row.level,
        row.amount,
        row.place,
        row.participant_count,
        row.evidence,
        named(row.programme),
        _("Demo") if row.is_demo else None,
    ]
