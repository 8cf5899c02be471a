"""What an uploaded file is called: the last part of whatever path its sender had."""

from __future__ import annotations

from app.limits import NAME
from matching.text.signs import clean_line


def plain_file_name(name: str) -> str:
    """Return what a file is called, as it may be shown: on one line, without signs that nobody sees."""
    return " ".join(clean_line(name.replace("\\", "/").rpartition("/")[2]).split())[:NAME] or "?"
