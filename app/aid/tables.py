"""Supports as a table for a file: one row for each row of the list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.aid.names import BASIS_NAMES, KIND_NAMES, STEP_NAMES
from app.web.i18n import named
from app.web.spreadsheets import Cell, Sheet
from models.aid import AidGrant
from models.aid_rules import AidStep


def as_sheet(rows: Sequence[AidGrant]) -> Sheet:
    """Return the rows in the order given."""
    heads = [
        *(_("Company"), _("Support"), _("Description"), _("Programme"), _("Worth in kronor"), _("Paid in kronor")),
        *(_("Aid in kronor"), _("What shows its worth"), _("Step"), _("Granted on"), _("Kronor for one euro")),
        *(
            _("Source of the rate"),
            _("Aid in euro"),
            _("Receipt"),
            _("Registered on"),
            _("Why it is not aid"),
            _("Demo"),
        ),
    ]
    return Sheet(_("Support and aid"), heads, [_row(each) for each in rows])


def _row(row: AidGrant) -> list[Cell]:
    registered = row.taken.get(AidStep.REGISTERED)
    return [
        row.company.name,
        str(KIND_NAMES[row.kind]),
        row.what,
        named(row.programme),
        row.market_sek,
        row.paid_sek,
        row.aid_sek,
        str(BASIS_NAMES[row.basis]),
        str(STEP_NAMES[row.step]) if row.is_aid else _("Not aid"),
        row.granted_on,
        row.rate,
        row.rate_source,
        row.aid_eur,
        registered.said if registered else None,
        registered.done_on if registered else None,
        row.not_aid_reason,
        _("Demo") if row.is_demo else None,
    ]
