"""Letters and passwords on their way to a real mail server are encrypted."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.mail.failures import MailServerError
from app.mail.transports import SmtpTransport
from tests.mail.conftest import Postman, free_port

SECRET = LoginPassword(b"brygga", b"hemligt")


class Doorkeeper:
    """Lets one user in, and notes what was offered."""

    def __init__(self) -> None:
        self.offered: list[LoginPassword] = []

    def __call__(self, _server: Any, _session: Any, _envelope: Any, _way: str, offered: LoginPassword) -> AuthResult:
        self.offered.append(offered)
        return AuthResult(success=offered == SECRET)


@pytest.fixture
def doorkeeper() -> Doorkeeper:
    """What the mail server has been offered as user and password."""
    return Doorkeeper()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who vouches for the server."""
    return trustme.CA()


@contextmanager
def serving(scheme: str, postman: Postman, doorkeeper: Doorkeeper, authority: trustme.CA | None) -> Iterator[str]:
    """Run a mail server with a certificate of an authority, or one that cannot encrypt; give its address."""
    port = free_port()
    settings: dict[str, Any] = {
        "authenticator": doorkeeper,
        "auth_require_tls": scheme == "smtp" and authority is not None,
    }
    if authority:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        settings |= {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    controller = Controller(postman, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    yield f"{scheme}://brygga:hemligt@127.0.0.1:{port}"
    controller.stop()


def a_letter() -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "brygga@test.example", "anna@company.example", "Hej"
    letter.set_content("Åter på bryggan.")
    return letter


def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_letter_and_a_password_go_encrypted(
    scheme: str, postman: Postman, doorkeeper: Doorkeeper, authority: trustme.CA
) -> None:
    with (
        serving(scheme, postman, doorkeeper, authority) as address,
        SmtpTransport(address, tls=trusting(authority)) as server,
    ):
        server.send(a_letter())
    assert doorkeeper.offered == [SECRET]
    assert [letter["Subject"] for letter in postman.letters] == ["Hej"]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_nobody_vouches_for_is_given_nothing(
    scheme: str, postman: Postman, doorkeeper: Doorkeeper, authority: trustme.CA
) -> None:
    with (
        serving(scheme, postman, doorkeeper, authority) as address,
        SmtpTransport(address) as server,
        pytest.raises(MailServerError, match="SSLCertVerificationError"),
    ):
        server.send(a_letter())
    assert doorkeeper.offered == []
    assert postman.letters == []


def test_a_password_is_never_sent_in_the_open(postman: Postman, doorkeeper: Doorkeeper) -> None:
    with (
        serving("smtp", postman, doorkeeper, None) as address,
        SmtpTransport(address) as server,
        pytest.raises(MailServerError, match="encryption"),
    ):
        server.send(a_letter())
    assert doorkeeper.offered == []
    assert postman.letters == []
