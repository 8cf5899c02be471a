"""Letters leave the outbox once each, whatever the mail server does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import MAIL_ATTEMPTS, MAIL_CLAIM
from app.mail.failures import MailError
from app.mail.letters import NewLetter
from app.mail.outbox import Sent, Transport, put_letter, put_letters, send_waiting
from app.mail.transports import FolderTransport, SmtpTransport
from app.storage.database import BryggaSession
from config import ConfigurationError
from models.clock import now
from models.errors import MissingAddressError, UnsendableLetterError
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import engine_of
from tests.mail.conftest import Postman, free_port

Send = Callable[..., Sent]


class Nowhere:
    """Takes nothing: demo letters must not come here in these tests, nor real ones to the folder."""

    def send(self, letter: EmailMessage) -> None:
        raise AssertionError(letter["To"])


def put(
    session: Session, to: str = "anna@company.example", *, match_id: int | None = None, subject: str = "Hej"
) -> None:
    put_letter(session, match_id=match_id, to=to, subject=subject, body="Åter på bryggan.\n", domain="test.example")
    session.commit()


def letters(session: Session) -> list[OutboxMessage]:
    session.expire_all()
    return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


@pytest.fixture
def send(app: Flask) -> Send:
    """Send what is due with a session of the sender's own."""

    def sending(transport: Transport, *, demo: Transport | None = None, anyway: bool = False) -> Sent:
        with BryggaSession(engine_of(app)) as own:
            return send_waiting(
                own, transport, demo_transport=demo or Nowhere(), sender="brygga@test.example", anyway=anyway
            )

    return sending


def test_a_letter_is_sent_once_with_its_own_id(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put(session, subject="Introduktion på Bryggan – åäö")
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(sent=1)
        assert send(server) == Sent()
    (arrived,) = postman.letters
    (kept,) = letters(session)
    assert arrived["Subject"] == "Introduktion på Bryggan – åäö"
    assert arrived["Message-ID"] == kept.message_id
    assert arrived.get_content().strip() == "Åter på bryggan."
    assert kept.sent_at is not None


def test_a_refused_letter_waits_and_is_tried_again_as_the_same_message(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put(session)
    postman.refusals = ["451 Try later"]
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(failed=1)
        assert send(server) == Sent(), "its wait is not over"
        (letter,) = letters(session)
        assert letter.last_error == "answer 451"
        letter.claimed_at = now() - timedelta(minutes=2)
        session.commit()
        assert send(server) == Sent(sent=1)
    assert [mail["Message-ID"] for mail in postman.letters] == [letter.message_id]


def test_one_refused_recipient_stops_nobody_else(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put(session, "nobody@company.example")
    put(session, "anna@company.example")
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(sent=1, given_up=1)
    assert letters(session)[0].last_error == "recipient 550"


def test_letters_stay_while_the_server_is_down_and_only_one_is_spent_on_finding_out(
    session: Session, send: Send
) -> None:
    put(session)
    put(session)
    with SmtpTransport(f"smtp://127.0.0.1:{free_port()}") as server:
        assert send(server) == Sent(failed=1)
    first, second = letters(session)
    assert first.last_error == "server ConnectionRefusedError"
    assert (second.attempts, second.sent_at) == (0, None)


def test_a_letter_is_given_up_in_the_end_and_tried_once_more_when_asked(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put(session)
    (letter,) = letters(session)
    letter.attempts, letter.claimed_at, letter.last_error = MAIL_ATTEMPTS - 1, now() - timedelta(days=1), "x"
    session.commit()
    postman.refusals = ["554 No"]
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(given_up=1)
        letters(session)[0].claimed_at = now() - timedelta(days=30)
        session.commit()
        assert send(server) == Sent()
        assert send(server, anyway=True) == Sent(sent=1)


def test_a_letter_whose_sender_died_is_sent_by_the_next_one_when_its_claim_is_old(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put(session)
    (letter,) = letters(session)
    letter.claimed_at, letter.attempts = now() - MAIL_CLAIM + timedelta(minutes=1), 1
    session.commit()
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(), "somebody may still be sending it"
        letter.claimed_at = now() - MAIL_CLAIM
        session.commit()
        assert send(server) == Sent(sent=1)
    assert len(postman.letters) == 1


def test_senders_at_the_same_time_send_each_letter_once(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    for number in range(20):
        put(session, f"person{number}@company.example")
    start = Barrier(3)

    def run() -> Sent:
        with SmtpTransport(mail_server) as server:
            start.wait()
            return send(server)

    with ThreadPoolExecutor(3) as pool:
        done = [future.result() for future in [pool.submit(run) for _ in range(3)]]
    assert sum(each.sent for each in done) == 20
    assert sorted(mail["To"] for mail in postman.letters) == sorted(letter.to_address for letter in letters(session))
    assert all(letter.attempts == 1 for letter in letters(session))


def test_letters_about_demo_data_go_to_the_folder_even_when_there_is_a_server(
    session: Session, send: Send, tmp_path: Path
) -> None:
    infrastructure = factories.infrastructure()
    match = factories.match(factories.need(factories.company()), factories.capability(infrastructure), is_demo=True)
    session.add(match)
    session.commit()
    put(session, match_id=match.id)
    assert send(Nowhere(), demo=FolderTransport(tmp_path / "mail")) == Sent(sent=1)
    (file,) = (tmp_path / "mail").iterdir()
    assert message_from_bytes(file.read_bytes(), policy=default)["To"] == "anna@company.example"


IMPOSSIBLE = [
    ("anna@company.example", "Hej\nBcc: spion@evil.example", "Hej"),
    ("anna@company.example", "Hej\r\n\r\nannan text", "Hej"),
    ("anna@company.example", "Hej\x00", "Hej"),
    ("anna@company.example", "\u200b", "Hej"),
    ("anna@company.example", "Hej", "Hej\x00"),
    ("anna@company.example", "Hej", "\ud800"),
    ("åsa@company.example", "Hej", "Hej"),
    ("anna@company..example", "Hej", "Hej"),
    ("anna@company.example\nBcc: spion@evil.example", "Hej", "Hej"),
    ("anna@company.example, spion@evil.example", "Hej", "Hej"),
]


@pytest.mark.parametrize(("to", "subject", "body"), IMPOSSIBLE)
def test_a_letter_that_cannot_be_written_keeps_back_what_belongs_with_it(
    session: Session, to: str, subject: str, body: str
) -> None:
    good = NewLetter("bo@unit.example", "Hej", "Hej")
    for pair in ([good, NewLetter(to, subject, body)], [NewLetter(to, subject, body), good]):
        with pytest.raises(UnsendableLetterError):
            put_letters(session, pair, match_id=None, domain="test.example")
        session.commit()
    assert letters(session) == []


@pytest.mark.parametrize("subject", ["Hej\nBcc: spion@evil.example", "Hej\r\n\r\nannan text"])
def test_a_header_can_not_hold_another_one_though_it_stands_in_the_outbox(
    session: Session, send: Send, mail_server: str, postman: Postman, subject: str
) -> None:
    session.add(OutboxMessage(to_address="anna@company.example", subject=subject, body="Hej", message_id="<a@b>"))
    session.commit()
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(given_up=1)
        assert send(server) == Sent()
    assert postman.letters == []
    (letter,) = letters(session)
    assert (letter.last_error, letter.given_up_at is not None) == ("subject", True)


def put_pair(session: Session, first: str, second: str) -> None:
    pair = [NewLetter(to, "Hej", "Hej") for to in (first, second)]
    put_letters(session, pair, match_id=None, domain="test.example", reply_to="eva@test.example")
    session.commit()


def test_where_one_of_two_letters_cannot_go_the_other_stays(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put_pair(session, "nobody@company.example", "bo@unit.example")
    put(session, "cia@elsewhere.example")
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(sent=1, given_up=1)
        assert send(server) == Sent()
        assert [letter["To"] for letter in postman.letters] == ["cia@elsewhere.example"]
        letters(session)[0].to_address = "anna@company.example"
        session.commit()
        assert send(server, anyway=True) == Sent(sent=1)
        assert send(server) == Sent(sent=1)
    assert [letter["To"] for letter in postman.letters][1:] == ["anna@company.example", "bo@unit.example"]
    assert {letter["Reply-To"] for letter in postman.letters[1:]} == {"eva@test.example"}


def test_a_letter_waits_while_the_other_is_tried_again(
    session: Session, send: Send, mail_server: str, postman: Postman
) -> None:
    put_pair(session, "anna@company.example", "bo@unit.example")
    postman.refusals = ["451 Later"]
    with SmtpTransport(mail_server) as server:
        assert send(server) == Sent(failed=1)
        assert send(server) == Sent()
        letters(session)[0].claimed_at = now() - timedelta(minutes=2)
        session.commit()
        assert send(server) == Sent(sent=1)
        assert send(server) == Sent(sent=1)


def test_a_letter_to_nobody_is_refused(session: Session) -> None:
    with pytest.raises(MissingAddressError):
        put(session, "")


@pytest.mark.parametrize("url", ["http://host", "smtp://", "smtp://host:port", "host:25"])
def test_a_wrong_server_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        SmtpTransport(url)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file")
    letter = EmailMessage()
    letter["Message-ID"] = "<a@b>"
    with pytest.raises(MailError):
        FolderTransport(tmp_path / "mail").send(letter)


def test_the_command_line_sends_to_the_folder_and_lists(app: Flask, session: Session) -> None:
    put(session)
    run = app.test_cli_runner().invoke
    assert "anna@company.example  waiting" in run(args=["outbox", "list"]).output
    assert "1 sent, 0 to be tried again" in run(args=["outbox", "send"]).output
    assert len(list(app.extensions["brygga"].mail_folder.iterdir())) == 1
    assert run(args=["outbox", "list"]).output == "No letters wait.\n"
    assert "sent 2" in run(args=["outbox", "list", "--all"]).output
