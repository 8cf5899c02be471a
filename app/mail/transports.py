"""Where letters go: to a mail server by SMTP, or as .eml files to a folder while nothing is to be sent."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from app.addresses import parse_address
from app.limits import SMTP_TIMEOUT
from app.mail.failures import MailError, MailFailure, MailServerError
from app.storage.private_files import private_folder, write_private
from config import ConfigurationError

_PORTS = {"smtp": 587, "smtps": 465}


class SmtpTransport:
    """A mail server, known by an address such as smtp://user:password@host:587 or smtps://host.

    With smtp:// the connection is encrypted when the server offers it (STARTTLS); a password is sent over an encrypted
    connection only. One connection is kept for as long as it works; use it in a `with` statement.
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        """Read the address; raises ConfigurationError when it cannot be used. `tls` is for tests."""
        parts = parse_address(url)
        if parts is None or parts.scheme not in _PORTS or not parts.hostname:
            raise ConfigurationError("SMTP_URL should look like smtp://user:password@host:587 or smtps://host.")
        self.encrypted = parts.scheme == "smtps"
        self.host, self.port = parts.hostname, parts.port or _PORTS[parts.scheme]
        self.user = unquote(parts.username) if parts.username else None
        self.password = unquote(parts.password or "")
        self.tls = tls or ssl.create_default_context()
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect when the first letter is sent, not before."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Say goodbye to the server."""
        self._hang_up()

    # Every refusal of smtplib's is an OSError too, so the narrower ones come first.
    def send(self, letter: EmailMessage) -> None:
        """Hand one letter over; raises MailServerError without a server to talk to, MailError for a letter refused."""
        server = self._connected()
        try:
            server.send_message(letter)
        except smtplib.SMTPServerDisconnected as error:
            self._hang_up()
            raise MailServerError(*_why(error)) from error
        except (smtplib.SMTPException, UnicodeError, ValueError) as error:
            self._start_afresh(server)
            raise MailError(*_why(error)) from error
        except OSError as error:
            self._hang_up()
            raise MailServerError(*_why(error)) from error

    def _connected(self) -> smtplib.SMTP:
        if self._server is not None:
            return self._server
        try:
            self._server = self._connect()
        except OSError as error:
            self._hang_up()
            raise MailServerError(*_why(error)) from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        if self.encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SMTP_TIMEOUT, context=self.tls)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SMTP_TIMEOUT)
        try:
            server.ehlo()
            if not self.encrypted and server.has_extn("starttls"):
                server.starttls(context=self.tls)
                server.ehlo()
            if self.user is not None:
                if not isinstance(server.sock, ssl.SSLSocket):
                    raise MailServerError(MailFailure.ENCRYPTION)
                server.login(self.user, self.password)
        except (OSError, MailServerError):
            server.close()
            raise
        return server

    def _start_afresh(self, server: smtplib.SMTP) -> None:
        """Forget a half-told letter, so that the next one is not mixed up with it."""
        try:
            server.rset()
        except OSError:
            self._hang_up()

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is None:
            return
        try:
            server.quit()
        except OSError:
            server.close()


def _why(error: Exception) -> tuple[MailFailure, str]:
    """Return what went wrong: the kind and the server's code, never its words, which may repeat the letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _words in error.recipients.values()})
        return MailFailure.RECIPIENT, ", ".join(map(str, codes))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return MailFailure.SIGN_IN, str(error.smtp_code)
    if isinstance(error, smtplib.SMTPResponseException):
        return MailFailure.ANSWER, str(error.smtp_code)
    return MailFailure.SERVER, type(error).__name__


class FolderTransport:
    """A folder that gets one .eml file per letter, named by its Message-ID."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._is_private = False

    def send(self, letter: EmailMessage) -> None:
        """Write the file, for its owner alone; MailServerError when the folder cannot be written to."""
        name = re.sub(r"[^A-Za-z0-9.@-]", "", letter["Message-ID"]) + ".eml"
        try:
            if not self._is_private:
                private_folder(self.folder)
                self._is_private = True
            # Whole or not at all: readers of the folder never see half a letter.
            unfinished = self.folder / f".{name}.{os.getpid()}"
            write_private(unfinished, bytes(letter))
            unfinished.replace(self.folder / name)
        except OSError as error:
            raise MailServerError(MailFailure.FOLDER, type(error).__name__) from error
