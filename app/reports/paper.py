"""A report as a tagged PDF: the same words, tables and drawings as the page, set by typst as PDF/UA-1.

The same account gives the same bytes, on whatever day and machine: the document is dated by the report, and only the
fonts that come with it are used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import typst
from flask_babel import gettext as _

from app.reports.account import Account
from app.reports.blocks import AccountPart, Block, ChartBlock, Grid
from app.reports.chart_tables import table_of
from app.reports.pictures import colours, legend_picture, picture
from app.web.glyphs import FONTS, drawable
from app.web.i18n import current_language

_TEMPLATE: Final = Path(__file__).with_name("paper.typ")

_LONG: Final = re.compile(r"(\S{20})(?=\S{20})")


def write_pdf(account: Account, lead: Sequence[str], *, made_on: date) -> bytes:
    """Return an account as PDF; `lead` says under the title whom it is made for and what it stands on."""
    said = {
        "title": account.title,
        "programme": account.programme,
        "language": current_language(),
        "made_on": made_on.isoformat(),
        "lead": list(lead),
        "foot": f"{account.programme} · {account.title}",
        "tiles": [{"label": tile.label, "value": tile.value, "note": tile.note} for tile in account.tiles],
        "comment": _breakable(account.comment),
        "comment_title": _("From the author"),
        "sections": [
            {"title": part.title, "blocks": [_said(block, part.title) for block in part.blocks]}
            for part in (*account.sections, _numbers(account))
        ],
        "colours": colours(),
    }
    written: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"report": json.dumps(_drawable(said), ensure_ascii=False)},
    )
    return written


def _breakable(text: str) -> str:
    """Return a text with places to break words that no line would hold: a soft hyphen shows only where it is used."""
    return _LONG.sub("\\1\u00ad", text)


def _drawable(said: Any) -> Any:
    """Return what a document says with every text in signs that its font has, wherever it stands."""
    match said:
        case str():
            return drawable(said)
        case dict():
            return {key: _drawable(value) for key, value in said.items()}
        case list() | tuple():
            return [_drawable(value) for value in said]
        case _:
            return said


def _numbers(account: Account) -> AccountPart:
    """Return the numbers behind the drawings, last of all."""
    drawn = [block for part in account.sections for block in part.blocks if isinstance(block, ChartBlock)]
    return AccountPart("numbers", _("The charts in numbers"), [table_of(block.chart) for block in drawn])


def _said(block: Block, heading: str) -> dict[str, Any]:
    if isinstance(block, ChartBlock):
        return _drawn(block)
    if isinstance(block, Grid):
        return {
            "kind": "grid",
            "title": "" if block.title == heading else block.title,
            "heads": block.heads,
            "rows": [[_breakable(cell.text) for cell in row] for row in block.rows],
            "numbers": sorted(block.numbers),
        }
    return {"kind": "words", "text": _breakable(block.text)}


def _drawn(block: ChartBlock) -> dict[str, Any]:
    chart, legend = block.chart, legend_picture(block.chart)
    return {
        "kind": "drawing",
        "title": chart.title,
        "svg": picture(chart),
        "alt": chart.description,
        "legend": None if legend is None else {"svg": legend, "alt": ", ".join(chart.legend)},
    }
