"""Achievements as a table for a file: one row for each row of the list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.achievements.participant_queries import on_record_of
from app.programmes.achievement_names import KIND_NAMES
from app.web.i18n import named
from app.web.spreadsheets import Cell, Sheet
from models.achievements import Achievement
from models.participants import Participant


def as_sheet(rows: Sequence[Achievement]) -> Sheet:
    """Return the rows in the order given."""
    heads = [
        *(_("Day"), _("Kind"), _("Indicator"), _("Name"), _("Company or organisation"), _("Level"), _("Amount")),
        *(_("Place"), _("Participants"), _("Evidence"), _("Programme"), _("Demo")),
    ]
    return Sheet(_("Results"), heads, [_row(each) for each in rows])


def participants_sheet(event: Achievement, rows: Sequence[Participant]) -> Sheet:
    """Return those who came to an event, in the order given."""
    heads = [_("Organisation"), _("Role"), _("On record"), _("Kept until"), _("Demo")]
    return Sheet(
        _("Participants"),
        heads,
        [
            [
                each.organisation,
                each.role,
                named(record) if (record := on_record_of(each)) else None,
                event.participants_until,
                _("Demo") if each.is_demo else None,
            ]
            for each in rows
        ],
    )


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
