"""Supports as a table for a file: one row for each row of the list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from app.aid.deadline import register_day
from app.aid.names import BASIS_NAMES, KIND_NAMES, STEP_NAMES
from app.web.i18n import named
from app.web.spreadsheets import Cell, Sheet, marked
from models.aid import AidGrant
from models.aid_rules import AidStep


def as_sheet(rows: Sequence[AidGrant]) -> Sheet:
    """Return the rows in the order given."""
    heads = [
        *(
            _("Company"),
            _("Organisation number"),
            _("Industry code (SNI)"),
            _("Support"),
            _("Description"),
            _("Programme"),
            _("Worth in kronor"),
            _("Paid in kronor"),
        ),
        *(_("Aid in kronor"), _("What shows its worth"), _("Step"), _("Granted on"), _("Kronor for one euro")),
        *(
            _("Source of the rate"),
            _("Aid in euro"),
            _("To be registered by"),
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
        row.company.shown_org_number,
        row.nace,
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
        register_day(row),
        registered.said if registered else None,
        registered.done_on if registered else None,
        row.not_aid_reason,
        _("Demo") if row.is_demo else None,
    ]


def as_register(rows: Sequence[AidGrant]) -> Sheet:
    """Return granted supports with what the central register asks for (Regulation (EU) 2023/2831, article 6.1).

    Who grants the aid and by which instrument the register names by lists of its own; here stand the programme and the
    words of the regulation. Rows of the demo come only where there are no others, and say so. A
    sole trader's number is masked, and is added where the register is filled in.
    """
    heads = [
        *(_("Beneficiary"), _("Organisation number"), _("Aid in euro"), _("Granted on"), _("Granting authority")),
        *(_("Aid instrument"), _("Industry code (SNI)"), _("Regulation"), _("To be registered by"), _("Receipt")),
    ]
    return Sheet(_("Register"), heads, [_registered(each) for each in rows])


def _registered(row: AidGrant) -> list[Cell]:
    registered = row.taken.get(AidStep.REGISTERED)
    return [
        marked(row.company.name, is_demo=row.is_demo),
        row.company.shown_org_number,
        row.aid_eur,
        row.granted_on,
        named(row.programme),
        _("Subsidised services"),
        row.nace,
        "(EU) 2023/2831",
        register_day(row),
        registered.said if registered else None,
    ]
