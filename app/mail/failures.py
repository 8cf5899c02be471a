"""Why a letter could not be sent: codes that are kept, and the words for them in the reader's language."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l


class MailFailure(enum.StrEnum):
    """What stopped a letter; a detail such as the server's code may follow."""

    ADDRESS = "address"
    SUBJECT = "subject"
    TEXT = "text"
    RECIPIENT = "recipient"
    ANSWER = "answer"
    SIGN_IN = "sign_in"
    ENCRYPTION = "encryption"
    SERVER = "server"
    FOLDER = "folder"


class MailError(Exception):
    """A letter could not be handed over; holds a code and a detail, and nothing of the letter's content."""

    def __init__(self, failure: MailFailure, detail: str = "") -> None:
        super().__init__(f"{failure.value} {detail}".strip())
        self.failure = failure
        self.detail = detail

    @property
    def is_final(self) -> bool:
        """Tell whether trying again changes nothing: the letter cannot be written, or was refused for good."""
        if self.failure in (MailFailure.ADDRESS, MailFailure.SUBJECT, MailFailure.TEXT):
            return True
        return self.failure in (MailFailure.RECIPIENT, MailFailure.ANSWER) and self.detail.startswith("5")


class MailServerError(MailError):
    """The mail server cannot be reached at all, so that there is no use in trying the next letter now."""


_SENTENCES: Mapping[str, Any] = {
    MailFailure.ADDRESS: _l("The address is none that can be sent to."),
    MailFailure.SUBJECT: _l("The subject cannot stand in a letter."),
    MailFailure.TEXT: _l("The text holds signs that cannot stand in a letter."),
    MailFailure.RECIPIENT: _l("The mail server says that there is no such recipient (%(detail)s)."),
    MailFailure.ANSWER: _l("The mail server refused the letter (%(detail)s)."),
    MailFailure.SIGN_IN: _l("The mail server did not accept Brygga's user and password."),
    MailFailure.ENCRYPTION: _l("The mail server offers no encryption, so the password was not sent."),
    MailFailure.SERVER: _l("The mail server could not be reached (%(detail)s)."),
    MailFailure.FOLDER: _l("The letter could not be written to the mail folder (%(detail)s)."),
}


def failure_sentence(kept: str | None) -> str:
    """Return what is kept of a failure, "recipient 550", as a sentence in the reader's language."""
    code, _space, detail = (kept or "").partition(" ")
    if code not in _SENTENCES:
        return str(_("The letter could not be sent."))
    return str(_SENTENCES[code]) % {"detail": detail}
