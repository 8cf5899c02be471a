"""The field for a number, written as people write numbers."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import Optional

from app.web.forms.fields import required
from app.web.i18n import current_language
from matching.text.signs import plain_number


class NumberField(StringField):
    """A number written as people write it: "1 200,50" and "1200.5" are the same."""

    def __init__(
        self,
        label: Any,
        *,
        lowest: int,
        highest: int,
        decimals: int = 0,
        needed: bool = False,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        """Ask for a number between `lowest` and `highest` with at most so many decimals."""
        super().__init__(
            label,
            validators=[required if needed else Optional()],
            description=hint,
            render_kw={"inputmode": "decimal" if decimals else "numeric"},
            **kwargs,
        )
        self.lowest, self.highest, self.decimals = lowest, highest, decimals
        self.value: Decimal | None = None

    def process_data(self, value: Any) -> None:
        """Show a stored number without needless decimals, with the decimal sign of the reader's language."""
        self.value = None if value is None else Decimal(str(value))
        plain = "" if self.value is None else f"{self.value.normalize():f}"
        self.data = plain.replace(".", ",") if current_language() == "sv" else plain

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it; raises ValueError, which says what is wrong with it."""
        self.data = valuelist[0].strip() if valuelist else ""
        self.value = None
        plain = re.sub(r"\s", "", plain_number(self.data)).replace(",", ".")
        if not plain:
            return
        try:
            value = Decimal(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", plain, re.ASCII) else None
        except InvalidOperation:
            value = None
        if value is None:
            raise ValueError(_("This is not a number. Write digits only, such as 1200."))
        if not self.decimals and "." in plain:
            raise ValueError(_("Write a whole number, without decimals."))
        if len(plain.partition(".")[2]) > self.decimals:
            raise ValueError(_("At most %(count)d decimals fit.", count=self.decimals))
        if not self.lowest <= value <= self.highest:
            raise ValueError(_("The number must lie between %(low)d and %(high)d.", low=self.lowest, high=self.highest))
        self.value = value

    @property
    def whole(self) -> int | None:
        """Return the number as an integer."""
        return None if self.value is None else int(self.value)
