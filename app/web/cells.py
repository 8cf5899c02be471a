"""Whether what stands in a table's cell is short enough to be kept on one line."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from flask import Flask

_SIGNS: Final = 24
_TAG: Final = re.compile(r"<[^>]*>")


def init_cells(app: Flask) -> None:
    """Let templates ask whether something `is short`."""
    app.jinja_env.tests["short"] = is_short


def is_short(body: object) -> bool:
    """Tell whether a text, or what is read of a piece of HTML, has few signs."""
    text = str(body)
    if "<" in text:
        text = unescape(_TAG.sub("", text)).strip()
    return len(text) <= _SIGNS
