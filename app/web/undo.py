"""A message about what was done, with the one button that takes it back."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask_babel import gettext as _


def flash_already() -> None:
    """Say that what was asked for is so already: the button was pressed twice, or somebody else was first."""
    flash(_("It was done already. Nothing has been changed now."))


def flash_undo(said: str, address: str, /, *, category: str = "success", **fields: Any) -> None:
    """Say what was done; the button beside it posts the fields to an address, mostly the version they hold of."""
    # The flash macro takes a mapping where a message can be undone; Flask's own type knows only text.
    message: Any = {"text": said, "undo_url": address, "undo_fields": fields}
    flash(message, category)
