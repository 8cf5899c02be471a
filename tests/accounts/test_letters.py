"""Accounts are opened by letter: links are single-use, short, bound to a purpose, in no database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import INVITATION_LIFE, RESET_LIFE, RESETS, RESETS_WINDOW
from app.mail.waiting import list_due
from app.storage.database import db_session
from models import Base
from models.accounts import AccountToken, Role, User
from models.clock import now
from models.outbox import OutboxMessage
from models.vocabulary import Language
from tests import factories
from tests.accounts.conftest import Letters, link_in
from tests.conftest import Browser, sign_in

NEW = "ett helt nytt lösenord"
CHOICE = {"new_password": NEW, "again": NEW}
SetClock = Callable[[datetime], None]


@pytest.fixture
def user(session: Session) -> User:
    somebody = factories.user(email="anna@test.example")
    session.add(somebody)
    session.commit()
    return somebody


def ask(browser: Browser, email: str = "anna@test.example") -> Any:
    return browser.send("/forgotten-password", {"email": email})


def enters(app: Flask, email: str, password: str) -> bool:
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return bool(browser.send("/sign-in", {"email": email, "password": password}).status_code == 302)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_an_account_of_every_role_is_made_in_the_web_and_opened_by_its_invitation(
    app: Flask,
    administrator: Browser,
    *,
    anonymous: Browser,
    session: Session,
    letters: Letters,
    role: Role,
    language: str,
) -> None:
    infrastructure = factories.infrastructure()
    session.add(infrastructure)
    session.commit()
    form = {"name": "Eva Ek", "email": "Eva@Test.example", "role": role.value, "is_active": "y", "language": language}
    if role is Role.STAFF:
        form["infrastructure_ids"] = str(infrastructure.id)
    answer = administrator.send("/users/new", form)
    assert answer.status_code == 302, answer.text
    page = administrator.get("/users").text
    assert "Eva Ek" in page
    assert "Inbjuden" in page
    (letter,) = letters()
    assert letter["To"] == "eva@test.example"
    assert letter["Subject"] == {"sv": "Ditt konto i Brygga", "en": "Your account in Brygga"}[language]
    link = link_in(letter)
    assert not enters(app, "eva@test.example", NEW)
    assert anonymous.send(link, CHOICE).status_code == 302
    assert enters(app, "eva@test.example", NEW)
    assert anonymous.get(link).status_code == 404
    user = session.scalars(sa.select(User).where(User.name == "Eva Ek")).one()
    assert user.role is role


def test_a_refused_account_keeps_what_was_typed(administrator: Browser, user: User) -> None:
    typed = {"name": "Åsa Ny", "email": user.email, "role": "steering", "is_active": "y"}
    answer = administrator.send("/users/new", typed)
    assert answer.status_code == 422
    assert "Åsa Ny" in answer.text
    assert "Det finns redan ett konto" in answer.text


def test_a_forgotten_password_is_replaced_through_a_letter_in_the_accounts_language(
    app: Flask, anonymous: Browser, user: User, session: Session, letters: Letters
) -> None:
    browser = sign_in(app, user)
    user.language = Language.EN
    session.commit()
    assert ask(anonymous).status_code == 302
    (letter,) = letters()
    assert letter["Subject"] == "New password to Brygga"
    link = link_in(letter)
    assert anonymous.get(link).status_code == 200
    answer = anonymous.send(link, {"new_password": NEW, "again": NEW + "x"})
    assert answer.status_code == 422
    assert anonymous.send(link, CHOICE).status_code == 302
    assert enters(app, user.email, NEW)
    assert not enters(app, user.email, factories.PASSWORD)
    assert browser.get("/").status_code == 302, "Every session from before ends."


def test_a_link_works_once(anonymous: Browser, user: User, session: Session, letters: Letters) -> None:
    ask(anonymous)
    link = link_in(letters()[0])
    token = anonymous.token()
    assert anonymous.post(link, data={"csrf_token": token, **CHOICE}).status_code == 302
    answer = anonymous.post(link, data={"csrf_token": token, **CHOICE})
    assert answer.status_code == 404
    assert "Länken fungerar inte längre" in answer.text
    assert session.scalars(sa.select(AccountToken)).all() == []


@pytest.mark.parametrize(("purpose", "life"), [("invitation", INVITATION_LIFE), ("new-password", RESET_LIFE)])
def test_a_link_lasts_as_long_as_it_says(
    administrator: Browser,
    anonymous: Browser,
    *,
    user: User,
    letters: Letters,
    set_clock: SetClock,
    purpose: str,
    life: timedelta,
) -> None:
    begin = now()
    if purpose == "invitation":
        administrator.send(f"/users/{user.id}/invite")
    else:
        ask(anonymous)
    link = link_in(letters()[0])
    assert f"/{purpose}/" in link
    set_clock(begin + life - timedelta(seconds=30))
    assert anonymous.get(link).status_code == 200
    set_clock(begin + life + timedelta(seconds=30))
    assert anonymous.get(link).status_code == 404


def test_a_link_opens_nothing_but_what_it_is_for(anonymous: Browser, user: User, letters: Letters) -> None:
    ask(anonymous)
    link = link_in(letters()[0])
    assert anonymous.get(link.replace("new-password", "invitation")).status_code == 404
    assert anonymous.get(link.replace("new-password", "sign-in")).status_code == 404
    assert anonymous.get(link[:-1]).status_code == 404


@pytest.mark.parametrize(
    "change", [{"is_active": ""}, {"password": "ännu ett långt lösenord"}, {"email": "b@test.example"}]
)
def test_a_closed_account_another_password_or_another_address_makes_links_worthless(
    administrator: Browser,
    anonymous: Browser,
    *,
    user: User,
    session: Session,
    letters: Letters,
    change: dict[str, str],
) -> None:
    ask(anonymous)
    link = link_in(letters()[0])
    ask(anonymous)
    form = {"name": user.name, "email": user.email, "role": "consultant", "is_active": "y", "version": "1"} | change
    answer = administrator.send(f"/users/{user.id}/edit", {key: value for key, value in form.items() if value})
    assert answer.status_code == 302
    assert anonymous.get(link).status_code == 404
    assert len(letters()) == 1, "A letter that had not gone holds a link that opens nothing, and never goes."


def test_two_who_use_a_link_at_once_choose_one_password(
    app: Flask, anonymous: Browser, user: User, letters: Letters
) -> None:
    ask(anonymous)
    link = link_in(letters()[0])
    first, second = app.test_client(), app.test_client()
    tokens = [browser.token() for browser in (first, second)]  # type: ignore[attr-defined]
    sent = [
        browser.post(link, data={"csrf_token": token, **CHOICE}).status_code
        for browser, token in zip((first, second), tokens, strict=True)
    ]
    assert sorted(sent) == [302, 404]


def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(
    anonymous: Browser, user: User, session: Session, letters: Letters, count_statements: Callable[[], Any]
) -> None:
    closed = factories.user(email="closed@test.example", is_active=False)
    session.add(closed)
    session.commit()
    seen = []
    for email in (user.email, "nobody@test.example", closed.email):
        token = anonymous.token()
        with count_statements() as statements:
            answer = anonymous.post("/forgotten-password", data={"csrf_token": token, "email": email})
        work = ["" if "SAVEPOINT" in each else each for each in statements]
        told = anonymous.get(answer.location).text
        body = told.split("csrf_token")[0] + answer.text
        seen.append((answer.status_code, answer.location, body, work))
    assert seen[0] == seen[1] == seen[2]
    assert [letter["To"] for letter in letters()] == [user.email]


def test_letters_are_asked_for_only_so_often(
    anonymous: Browser, user: User, letters: Letters, set_clock: SetClock
) -> None:
    for email in (user.email, "nobody@test.example"):
        answers = [ask(anonymous, email) for _ in range(RESETS + 2)]
        assert [answer.status_code for answer in answers] == [302] * RESETS + [429] * 2
        assert "Försök igen om 30 minuter" in answers[-1].text
    assert len(letters()) == RESETS
    set_clock(now() + RESETS_WINDOW)
    assert ask(anonymous, user.email).status_code == 302


def test_a_token_stands_nowhere_but_in_the_letter(
    app: Flask, anonymous: Browser, *, user: User, session: Session, letters: Letters, caplog: pytest.LogCaptureFixture
) -> None:
    ask(anonymous)
    ask(anonymous, "nobody@test.example")
    link = link_in(letters()[0])
    token = link.rsplit("/", 1)[1]
    anonymous.get(link)
    anonymous.get(link + "x")
    anonymous.send(link, CHOICE)
    held = repr([session.execute(sa.select(table)).all() for table in Base.metadata.sorted_tables])
    assert session.scalars(sa.select(OutboxMessage)).one().sent_at is not None
    assert token not in held
    assert NEW not in held
    assert "nobody@test.example" not in held
    assert token not in caplog.text
    listed = app.test_cli_runner().invoke(args=["outbox", "list", "--all"]).output
    assert user.email in listed
    assert token not in listed


def test_a_demo_accounts_letter_goes_to_the_folder(anonymous: Browser, session: Session, app: Flask) -> None:
    session.add(factories.user(email="demo@test.example", is_demo=True))
    session.commit()
    ask(anonymous, "demo@test.example")
    with app.app_context():
        assert [letter.is_demo for letter in list_due(db_session(), anyway=False)] == [True]
