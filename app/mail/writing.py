"""A letter as the message that goes out: whatever it says comes back sign by sign where it is read."""

from __future__ import annotations

import re
from base64 import b64encode
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, formataddr, parseaddr

from app.email_addresses import AddressError, wire_email
from app.mail.failures import MailError, MailFailure
from matching.text.signs import clean_line
from models.clock import now
from models.outbox import OutboxMessage

# An encoded word may have 75 signs and its line 76, the header's name included (RFC 2047); these many bytes fit.
_WORD_BYTES = 36
_PLAIN_LENGTH = 60
# A header that the standard library writes as it is: printed ASCII, spaces only between words, nothing like an
# encoded word.
_PLAIN = re.compile(r"(?!.*=\?)[!-~]+(?: [!-~]+)*")
_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SAMPLE_ID = "<letter@brygga.example>"


class Phrase(str):
    """A header of running text that folds itself.

    The standard library loses spaces between encoded words where it folds long ones, differently in each version.
    """

    __slots__ = ("name", "written")
    name: str
    written: str

    def __new__(cls, name: str, text: str, after: str = "") -> Phrase:
        """Make a header that reads as `text`, followed by `after`, which is plain."""
        self = super().__new__(cls, text + after)
        # What follows encoded words stands on a line of its own, so that no line is too long.
        self.name, self.written = name, encoded_words(text) + ("\n" if text and after else "") + after
        return self

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it goes out; called by the policy."""
        return f"{self.name}: {self.written}".replace("\n", policy.linesep) + policy.linesep


def encoded_words(text: str) -> str:
    """Return a text as encoded words (RFC 2047), one a line and none ending inside a letter; plain text stays."""
    if len(text) <= _PLAIN_LENGTH and (not text or _PLAIN.fullmatch(text)):
        return text
    words, word = [], b""
    for sign in text:
        more = sign.encode()
        if len(word) + len(more) > _WORD_BYTES:
            words.append(word)
            word = b""
        word += more
    return "\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in [*words, word])


def write_mail(letter: OutboxMessage, sender: str) -> EmailMessage:
    """Return a letter as it goes out; raises MailError for an address, a subject or a text that no letter can have.

    The date is the day it was written, so that every try is the same message.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = _sender(sender)
        mail["To"] = Phrase("To", "", wire_email(letter.to_address))
        if letter.reply_to:
            mail["Reply-To"] = Phrase("Reply-To", "", wire_email(letter.reply_to))
    except AddressError as error:
        raise MailError(MailFailure.ADDRESS) from error
    mail["Subject"] = Phrase("Subject", _subject(letter.subject))
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = letter.message_id
    # Asks other programs for no answers of their own, such as absence notices.
    mail["Auto-Submitted"] = "auto-generated"
    if _NEVER.search(letter.body):
        raise MailError(MailFailure.TEXT)
    mail.set_content(letter.body, cte="quoted-printable")
    if letter.calendar and letter.calendar_method:
        # Mail programs offer to answer only where the method stands here, too (RFC 6047).
        method = {"method": letter.calendar_method.value}
        mail.add_alternative(letter.calendar, subtype="calendar", cte="base64", params=method)
    return mail


def _subject(text: str) -> str:
    """Return a subject on one line; raises MailError for one that could hold another header, or says nothing."""
    plain = clean_line(text)
    if not plain or "\n" in plain or _NEVER.search(plain):
        raise MailError(MailFailure.SUBJECT)
    return plain


def _sender(sender: str) -> str:
    """Return the sender with a name that reads as it is set, and an address as it is set where no rule knows it."""
    name, address = parseaddr(sender)
    try:
        address = wire_email(address)
    except AddressError:
        # A mail server of one's own may be known by a name without a dot.
        address = "".join(sign for sign in address if "!" <= sign <= "~")
    return formataddr((name, address)) if name.isascii() else Phrase("From", name, f" <{address}>")


def require_sendable(*, to: str, subject: str, body: str, reply_to: str | None = None) -> None:
    """Write a letter for trial, down to its bytes; raises MailError when it could not be sent."""
    letter = OutboxMessage(
        to_address=to, subject=subject, body=body, reply_to=reply_to, message_id=_SAMPLE_ID, created_at=now()
    )
    bytes(write_mail(letter, "brygga@brygga.example"))
