"""A letter that could not be sent is seen on its match and at home, in the reader's language, and can be corrected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.mail.failures import MailFailure, failure_sentence
from app.mail.letters import NewLetter
from app.mail.outbox import Sent, put_letters, send_waiting
from app.mail.transports import SmtpTransport
from app.storage.database import BryggaSession
from models.accounts import Role, User
from models.matches import Match, Stage
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser, engine_of, sign_in
from tests.mail.conftest import Postman, mail_server, postman

__all__ = ["mail_server", "postman"]


@pytest.fixture
def owner(session: Session) -> User:
    """The consultant who is responsible."""
    user = factories.user(role=Role.CONSULTANT, name="Eva Ansvarig")
    session.add(user)
    session.commit()
    return user


@pytest.fixture
def failed(
    app: Flask, session: Session, owner: User, make_match: Callable[..., Match], mail_server: str
) -> OutboxMessage:
    """The company's letter, which the mail server refused for good, and the unit's, which waits for it."""
    match = make_match(Stage.INTRODUCED, owner_id=owner.id)
    pair = [NewLetter(to, "Hej", "Hej") for to in ("nobody@company.example", "bo@unit.example")]
    put_letters(session, pair, match_id=match.id, domain="test.example", reply_to=owner.email)
    session.commit()
    assert run(app, mail_server) == Sent(given_up=1)
    letter = session.query(OutboxMessage).order_by(OutboxMessage.id).first()
    assert letter is not None
    session.refresh(letter)
    return letter


def run(app: Flask, address: str) -> Sent:
    with BryggaSession(engine_of(app)) as own, SmtpTransport(address) as server:
        return send_waiting(own, server, demo_transport=server, sender="brygga@test.example")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ("E-postservern säger att mottagaren inte finns (550).", "Väntar på det andra brevet")),
        ("en", ("The mail server says that there is no such recipient (550).", "Waits for the other letter")),
    ],
)
def test_it_is_seen_on_the_match_and_at_home_in_the_readers_language(
    app: Flask, owner: User, failed: OutboxMessage, language: str, words: tuple[str, str]
) -> None:
    why, waits = words
    browser = sign_in(app, owner)
    browser.send("/language", {"language": language, "next": "/"})
    home = browser.get("/").get_data(as_text=True)
    page = browser.get(f"/matches/{failed.match_id}").get_data(as_text=True)
    for body in (home, page):
        assert why in body
        assert f"/matches/{failed.match_id}/letters/{failed.id}" in body
    assert waits in page


def test_others_are_not_told_at_home_unless_nobody_is_responsible(
    consultant: Browser, session: Session, owner: User, failed: OutboxMessage
) -> None:
    assert "nobody@company.example" not in consultant.get("/").get_data(as_text=True)
    owner.is_active = False
    session.commit()
    assert "nobody@company.example" in consultant.get("/").get_data(as_text=True)


def test_corrected_it_goes_and_so_does_the_other(
    app: Flask, owner: User, failed: OutboxMessage, mail_server: str, postman: Postman
) -> None:
    browser = sign_in(app, owner)
    path = f"/matches/{failed.match_id}/letters/{failed.id}"
    assert "nobody@company.example" in browser.get(path).get_data(as_text=True)
    wrong = browser.send(path, {"to": "a@b..se", "subject": "Hej", "body": "Hej"})
    assert wrong.status_code == 422
    right = browser.send(path, {"to": "anna@company.example", "subject": "Hej igen", "body": "Hej"})
    assert right.status_code == 302
    assert run(app, mail_server) == Sent(sent=2)
    assert [letter["To"] for letter in postman.letters] == ["anna@company.example", "bo@unit.example"]
    assert "nobody@company.example" not in browser.get("/").get_data(as_text=True)
    assert browser.get(path).status_code == 302


def test_a_letter_may_not_say_what_the_form_of_the_introduction_refuses(
    app: Flask, session: Session, owner: User, failed: OutboxMessage
) -> None:
    match = session.get_one(Match, failed.match_id)
    match.need.private_text = "Företaget är på väg mot konkurs och vill inte att någon vet"
    session.commit()
    typed = {"to": "anna@company.example", "subject": "Hej", "body": match.need.private_text}
    answer = sign_in(app, owner).send(f"/matches/{failed.match_id}/letters/{failed.id}", typed)
    assert answer.status_code == 422


@pytest.mark.usefixtures("app")
def test_every_failure_has_its_words(app: Flask) -> None:
    with app.test_request_context():
        said = [failure_sentence(f"{failure.value} 550") for failure in MailFailure]
        assert len(set(said)) == len(MailFailure)
        assert failure_sentence("The server answered 451.") == failure_sentence(None) == "Brevet gick inte att skicka."
