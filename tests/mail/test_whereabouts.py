"""Whoever waits for a letter is told where it is while nothing is sent from here."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.mail.whereabouts import where_letters_are
from app.storage.current_jobs import jobs_of
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser


@pytest.mark.parametrize("smtp_url", [None, "smtp://post.example"])
@pytest.mark.parametrize("is_demo", [False, True])
def test_a_match_says_where_its_letters_are_unless_they_are_sent(
    app: Flask, session: Session, consultant: Browser, smtp_url: str | None, *, is_demo: bool
) -> None:
    settings = app.extensions["brygga"] = replace(app.extensions["brygga"], smtp_url=smtp_url)
    match = factories.match(factories.need(factories.company()), factories.capability(factories.infrastructure()))
    match.is_demo = is_demo
    letter = OutboxMessage(to_address="nn@test.example", subject="Hej", body="Hej", message_id="<1@test>")
    session.add(match)
    session.flush()
    letter.match_id = match.id
    session.add(letter)
    session.commit()
    page = consultant.get(f"/matches/{match.id}").text
    stays = is_demo or smtp_url is None
    assert ("python -m app.runner" in page) is stays
    assert (str(settings.mail_folder) in page) is stays


def test_what_is_done_by_itself_asks_for_no_command(app: Flask) -> None:
    told = []
    for language in ("sv", "en"):
        with app.test_request_context(), force_locale(language), jobs_of(app).runner.held():
            told += [where_letters_are() or "", where_letters_are(is_demo=True) or ""]
    folder = str(app.extensions["brygga"].mail_folder)
    assert all(folder in each and "python -m" not in each and "flask" not in each for each in told)
    assert ["inom en minut" in each for each in told] == [True, True, False, False]
    assert ["within a minute" in each for each in told] == [False, False, True, True]


def test_an_invitation_says_so_too(app: Flask, administrator: Browser, session: Session) -> None:
    somebody = factories.user(password_hash=None)
    session.add(somebody)
    session.commit()
    assert "python -m app.runner" in administrator.get(f"/users/{somebody.id}/edit").text
    answer = administrator.send(f"/users/{somebody.id}/invite")
    page = administrator.get(answer.location).text
    assert "python -m app.runner" in page
    assert "ligger i utkorgen" in page
    assert "på väg" not in page
    app.extensions["brygga"] = replace(app.extensions["brygga"], smtp_url="smtp://post.example")
    assert "python -m app.runner" not in administrator.get(f"/users/{somebody.id}/edit").text


@pytest.mark.parametrize("production", [False, True])
@pytest.mark.parametrize("smtp_url", [None, "smtp://post.example"])
def test_a_forgotten_password_says_so_alike_for_known_and_unknown(
    app: Flask, session: Session, anonymous: Browser, smtp_url: str | None, *, production: bool
) -> None:
    session.add(factories.user(email="anna@test.example"))
    session.commit()
    settings = replace(app.extensions["brygga"], smtp_url=smtp_url, production=production)
    app.extensions["brygga"] = settings
    pages = []
    for email in ("anna@test.example", "nobody@test.example"):
        answer = anonymous.send("/forgotten-password", {"email": email})
        pages.append(anonymous.get(answer.location).text.partition("<main")[2].partition("<form")[0])
    assert pages[0] == pages[1]
    assert ("på väg" in pages[0]) is (smtp_url is not None)
    assert ("ingen e-postserver" in pages[0]) is (smtp_url is None)
    # A visitor learns nothing about the server's folders.
    assert str(settings.mail_folder) not in pages[0]


def test_the_words_are_in_the_readers_language(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        assert "e-postserver" in (where_letters_are() or "")
        assert "demodata" in (where_letters_are(is_demo=True) or "")
