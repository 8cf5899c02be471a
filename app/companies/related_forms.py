"""The field for partners and linked companies: one on a line, with its share and its figures."""

from __future__ import annotations

import re
from typing import Any, Final

from flask_babel import gettext as _
from wtforms import TextAreaField
from wtforms.validators import Optional

from app.limits import MAX_EUR, MAX_HEADCOUNT, NAME, RELATED_COMPANIES
from matching.text.signs import clean_text, plain_number
from models.smf_basis import RelatedCompany

_PARTS: Final = 5  # name, share, headcount, turnover, balance sheet total
_NUMBER: Final = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII)
_OF_ABOVE: Final = ("-", "–", "—")


class RelatedField(TextAreaField):  # type: ignore[misc]  # the library says nothing of types
    """Companies as lines of "name; share; headcount; turnover; balance"; a hyphen first is one of the line above."""

    def __init__(self, label: Any, *, hint: Any = "", **kwargs: Any) -> None:
        """Ask for any number of companies."""
        super().__init__(label, validators=[Optional()], description=hint, render_kw={"rows": 4}, **kwargs)
        self.companies: tuple[RelatedCompany, ...] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it; raises ValueError, which says which line is wrong and why."""
        self.data = clean_text(valuelist[0]) if valuelist else ""
        lines = [line.strip() for line in (self.data or "").splitlines() if line.strip()]
        if len(lines) > RELATED_COMPANIES:
            raise ValueError(_("At most %(count)d companies fit.", count=RELATED_COMPANIES))
        self.companies = ()
        self.companies = tuple(_read(line, number) for number, line in enumerate(lines, start=1))


def _read(line: str, number: int) -> RelatedCompany:
    of_above = line.startswith(_OF_ABOVE)
    parts = [part.strip() for part in line.lstrip("-–— ").split(";")]
    if len(parts) != _PARTS or not parts[0] or len(parts[0]) > NAME:
        raise ValueError(
            _("Line %(number)d: write name; share; headcount; turnover; balance, with semicolons.", number=number)
        )
    if of_above and number == 1:
        raise ValueError(_("The first line has none above it, so it cannot begin with a hyphen."))
    share = _figure(parts[1].removesuffix("%"), 100, number)
    if share is None:
        raise ValueError(_("Line %(number)d: the share in percent is missing.", number=number))
    headcount, turnover, balance = (
        _figure(part, highest, number)
        for part, highest in zip(parts[2:], (MAX_HEADCOUNT, MAX_EUR, MAX_EUR), strict=True)
    )
    return RelatedCompany(parts[0], share, headcount, turnover, balance, of_above=of_above)


def _figure(text: str, highest: int, number: int) -> float | None:
    plain = re.sub(r"\s", "", plain_number(text)).replace(",", ".")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain) or float(plain) > highest:
        raise ValueError(_("Line %(number)d: “%(text)s” is no number that fits.", number=number, text=text.strip()))
    return float(plain)
