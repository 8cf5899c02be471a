"""The letter that informs a company of aid, and the form on which it declares what it has received, as tagged PDF."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import typst
from flask_babel import gettext as _

from app.aid.limits import AID_CEILING_EUR
from app.aid.names import BASIS_NAMES
from app.web.glyphs import FONTS, drawable
from app.web.i18n import amount_in, current_language, named, number
from models.aid import AidGrant
from models.aid_rules import in_euro
from models.euro_rates import EuroRate

_TEMPLATE: Final = Path(__file__).with_name("paper.typ")
# Of what the form leaves empty: lines for aid, and for the companies it is linked with.
_EMPTY_LINES: Final = 5
Part = dict[str, Any]


def write_letter(grant: AidGrant, rate: EuroRate | None, *, made_on: date) -> bytes:
    """Return the letter as PDF/UA-1 in the reader's language; `rate` tells the euro of aid that is not granted yet."""
    parts = [
        _words(
            _(
                "Within %(programme)s %(company)s is offered support for less than it is worth. The difference is "
                "de minimis aid.",
                programme=named(grant.programme),
                company=grant.company.name,
            )
        ),
        _grid([_("The support"), ""], _amounts(grant, rate)),
        _heading(_("Legal base")),
        _words(_legal_base()),
        _words(
            _(
                "A single undertaking may be granted at most %(ceiling)s euro of de minimis aid over any period of "
                "three years in one member state. Companies that are linked with each other are one undertaking.",
                ceiling=number(AID_CEILING_EUR),
            )
        ),
        _heading(_("What happens now")),
        _words(
            _(
                "Before the aid is granted the company declares in writing which de minimis aid it and those it is "
                "linked with have received in three years. The support may start once the funder has approved it."
            )
        ),
        _words(
            _(
                "The aid is granted on the day of the approval. The amount in euro is then final, by that month's "
                "rate. The aid is registered in the central register, and its basis is kept for ten years."
            )
        ),
    ]
    return _set(_("Information about de minimis aid"), grant, parts, made_on)


def write_declaration(grant: AidGrant, rate: EuroRate | None, *, made_on: date) -> bytes:
    """Return the form as PDF/UA-1 in the reader's language, with what has been declared and empty lines."""
    declared = [[each.granted_on.isoformat(), each.giver, f"{number(each.aid_eur, 2)} euro"] for each in grant.earlier]
    empty = [["\u00a0"] * 3 for _line in range(max(_EMPTY_LINES - len(declared), 2))]
    parts = [
        _words(_legal_base()),
        _grid([_("The support"), ""], _amounts(grant, rate)),
        _heading(_("Aid received")),
        _words(
            _(
                "All de minimis aid that the company, and those it is linked with, have been granted in the three "
                "years until the day below, by any authority and under any de minimis regulation. Leave out what was "
                "granted through Brygga, from this programme or another: that is on record and counts already."
            )
        ),
        _grid([_("Granted on"), _("Who gave it"), _("Amount with its currency")], [*declared, *empty]),
        _words("[   ]  " + _("None has been granted.")),
        _heading(_("Companies it is linked with")),
        _words(
            _("Companies that hold, or are held by, more than half of the votes, or decide over each other otherwise.")
        ),
        _grid([_("Name"), _("Organisation number")], [["\u00a0"] * 2 for _line in range(3)]),
        _heading(_("Signature")),
        _words(_("What stands here is right and complete.")),
        *({"kind": "line", "text": text} for text in (_("Place and day"), _("Signature"), _("Name in print"))),
    ]
    return _set(_("Declaration of de minimis aid"), grant, parts, made_on)


WRITERS: Final[Mapping[str, Callable[..., bytes]]] = {"letter": write_letter, "declaration": write_declaration}


def _amounts(grant: AidGrant, rate: EuroRate | None) -> list[list[str]]:
    rows = [
        [_("Description"), grant.what],
        [_("Worth before tax"), _kronor(grant.market_sek)],
        [_("What shows its worth"), str(BASIS_NAMES[grant.basis])],
        [_("What the company pays"), _kronor(grant.paid_sek)],
        [_("Aid (gross grant equivalent)"), _kronor(grant.aid_sek)],
    ]
    if grant.aid_eur is not None and grant.rate is not None:
        rows.append([_("Aid in euro"), _euro(grant.aid_eur, grant.rate, grant.rate_source)])
    elif rate is not None:
        euro = _euro(in_euro(grant.aid_sek, rate.rate), rate.rate, rate.source)
        rows.append([_("Aid in euro, not final"), euro])
    return rows


def _kronor(amount: Decimal) -> str:
    return str(_("%(amount)s kronor", amount=amount_in(amount)))


def _euro(amount: Decimal, rate: Decimal, source: str | None) -> str:
    told = {"amount": number(amount, 2), "rate": number(rate, 4), "source": source}
    return str(_("%(amount)s euro, at %(rate)s kronor (%(source)s)", **told))


def _legal_base() -> str:
    return str(
        _(
            "Commission Regulation (EU) 2023/2831 of 13 December 2023 on the application of Articles 107 and 108 of "
            "the Treaty on the Functioning of the European Union to de minimis aid (OJ L, 2023/2831, 15.12.2023)."
        )
    )


def _words(text: str) -> Part:
    return {"kind": "words", "text": str(text)}


def _heading(text: str) -> Part:
    return {"kind": "heading", "text": str(text)}


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Part:
    return {
        "kind": "grid",
        "heads": [str(head) for head in heads],
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def _set(title: str, grant: AidGrant, parts: list[Part], made_on: date) -> bytes:
    company = grant.company
    said = {
        "title": drawable(str(title)),
        "sender": drawable(named(grant.programme)),
        "receiver": drawable(" · ".join(filter(None, (company.name, company.shown_org_number)))),
        "language": current_language(),
        "made_on": made_on.isoformat(),
        "parts": [_drawable(part) for part in parts],
    }
    written: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
    )
    return written


def _drawable(part: Part) -> Part:
    if part["kind"] != "grid":
        return {**part, "text": drawable(part["text"])}
    heads, rows = [drawable(head) for head in part["heads"]], [[drawable(cell) for cell in row] for row in part["rows"]]
    return {**part, "heads": heads, "rows": rows}
