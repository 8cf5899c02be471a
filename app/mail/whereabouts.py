"""Where letters are while nothing is sent from here: said wherever somebody would wait for one."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from app.storage.current_jobs import is_standing_still
from config import Settings


def where_letters_are(*, is_demo: bool = False) -> str | None:
    """Return where letters are that no mail server gets; None where they are sent.

    Letters about demo data (`is_demo`) are never sent, others need the setting SMTP_URL. Where nobody does the work in
    the background it says how that is begun, since nothing is written till then.
    """
    settings: Settings = current_app.extensions["brygga"]
    if settings.smtp_url and not is_demo:
        return None
    folder = str(settings.mail_folder)
    if is_demo:
        said = _("Letters about demo data go to nobody. They are written as files in %(folder)s.", folder=folder)
    else:
        said = _("There is no mail server to send with. Letters are written as files in %(folder)s.", folder=folder)
    if is_standing_still():
        when = _(
            "Work in the background is standing still, so that waits until somebody starts it by the command "
            "%(command)s.",
            command="python -m app.runner",
        )
    else:
        when = _("That is done within a minute.")
    return f"{said} {when}"


def where_letters_are_to_anybody() -> str | None:
    """Return what a visitor who has not signed in is told: never the server's folder, but whom to ask."""
    settings: Settings = current_app.extensions["brygga"]
    if settings.smtp_url:
        return None
    return str(_("There is no mail server to send with. Ask whoever runs Brygga for the letter."))
