"""Where letters are while nothing is sent from here: said wherever somebody would wait for one."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from config import Settings


def where_letters_are(*, is_demo: bool = False) -> str | None:
    """Return what to do to read letters that no mail server gets; None where they are sent.

    Letters about demo data (`is_demo`) are never sent, others need the setting SMTP_URL.
    """
    settings: Settings = current_app.extensions["brygga"]
    if settings.smtp_url and not is_demo:
        return None
    told = {"command": "flask outbox send", "folder": str(settings.mail_folder)}
    if is_demo:
        return str(
            _(
                "Letters about demo data go to nobody. The command %(command)s writes them as files in %(folder)s.",
                **told,
            )
        )
    return str(
        _(
            "There is no mail server to send with. The command %(command)s writes letters as files in %(folder)s.",
            **told,
        )
    )


def where_letters_are_to_anybody() -> str | None:
    """Return what a visitor who has not signed in is told: never the server's folder, but whom to ask."""
    settings: Settings = current_app.extensions["brygga"]
    if settings.smtp_url:
        return None
    return str(_("There is no mail server to send with. Ask whoever runs Brygga for the letter."))
