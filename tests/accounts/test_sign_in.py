"""Signing in and out: sessions live on the server, and guessing is slow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import GUESSES_SHORT, GUESSES_SHORT_WINDOW
from models.accounts import Role, SignInAttempt, User, UserSession
from models.clock import now
from models.vocabulary import Language
from tests import factories
from tests.conftest import Browser, sign_in_by_page


@pytest.fixture
def user(session: Session) -> User:
    somebody = factories.user(email="anna@test.example")
    session.add(somebody)
    session.commit()
    return somebody


def test_the_right_password_leads_home_and_only_a_hash_of_the_token_is_kept(
    app: Flask, user: User, session: Session
) -> None:
    browser = sign_in_by_page(app, user)
    assert browser.get("/").status_code == 200
    kept = session.scalars(sa.select(UserSession)).one()
    cookie = browser.get_cookie("brygga")
    assert cookie is not None
    assert kept.token_hash not in cookie.value
    assert len(kept.token_hash) == 64


@pytest.mark.parametrize("email", ["anna@test.example", "nobody@test.example"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    anonymous: Browser, user: User, email: str
) -> None:
    answer = anonymous.send("/sign-in", {"email": email, "password": "fel lösenord här"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "E-posten och lösenordet hör inte ihop" in page
    assert email in page


@pytest.mark.parametrize("email", ["anna@test.example", "nobody@test.example"])
def test_guessing_is_stopped_and_others_are_not_locked_out(
    app: Flask, anonymous: Browser, user: User, session: Session, email: str
) -> None:
    guess = {"email": email, "password": "fel lösenord här"}
    answers = [anonymous.send("/sign-in", guess).status_code for _ in range(GUESSES_SHORT + 1)]
    assert answers == [422] * GUESSES_SHORT + [429]
    other = factories.user()
    session.add(other)
    session.commit()
    assert sign_in_by_page(app, other).get("/").status_code == 200
    session.execute(sa.update(SignInAttempt).values(at=now() - GUESSES_SHORT_WINDOW - timedelta(seconds=1)))
    assert anonymous.send("/sign-in", guess).status_code == 422


def test_signing_out_makes_the_old_cookie_worthless(app: Flask, user: User) -> None:
    browser = sign_in_by_page(app, user)
    old = browser.get_cookie("brygga")
    assert old is not None
    browser.send("/sign-out")
    browser.set_cookie("brygga", old.value)
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("change", [{"is_active": ""}, {"role": "steering"}, {"password": "ett nytt långt lösenord"}])
def test_a_closed_account_a_new_role_or_a_new_password_ends_every_session(
    app: Flask, user: User, administrator: Browser, change: dict[str, str]
) -> None:
    browser = sign_in_by_page(app, user)
    form = {
        "name": user.name,
        "email": user.email,
        "role": "consultant",
        "is_active": "y",
        "version": "1",
        "password": "",
    }
    form |= change
    if not form["is_active"]:
        del form["is_active"]
    assert administrator.send(f"/users/{user.id}/edit", form).status_code == 302
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(anonymous: Browser, user: User, target: str) -> None:
    answer = anonymous.post(
        "/sign-in",
        query_string={"next": target},
        data={"email": user.email, "password": factories.PASSWORD, "csrf_token": anonymous.token()},
    )
    assert answer.status_code == 302
    assert answer.location == "/"


def test_a_form_without_its_token_is_refused(anonymous: Browser) -> None:
    assert anonymous.post("/sign-in", data={"email": "a@b.example", "password": "x"}).status_code == 400


def test_a_language_chosen_before_signing_in_is_the_accounts_too(
    app: Flask, anonymous: Browser, user: User, session: Session
) -> None:
    user.language = Language.SV
    session.commit()
    anonymous.send("/language", {"language": "en", "next": "/sign-in"})
    anonymous.send("/sign-in", {"email": user.email, "password": factories.PASSWORD})
    assert '<html lang="en"' in anonymous.get("/settings").text
    session.expire_all()
    assert session.get_one(User, user.id).language == "en"


def test_the_language_is_kept_for_the_browser_and_the_account(app: Flask, user: User, session: Session) -> None:
    browser = sign_in_by_page(app, user)
    assert '<html lang="sv">' in browser.get("/").get_data(as_text=True)
    browser.send("/language", {"language": "en", "next": "/"})
    assert '<html lang="en">' in browser.get("/").get_data(as_text=True)
    session.expire_all()
    assert session.get_one(User, user.id).language == "en"


def test_signing_out_is_said_on_a_page_in_the_accounts_language(app: Flask, user: User, session: Session) -> None:
    user.language = Language.EN
    session.commit()
    browser = sign_in_by_page(app, user)
    page = browser.get(browser.send("/sign-out").location).text
    assert '<html lang="en">' in page
    assert "You have signed out." in page
    # It is how the page is shown, and no choice of the next account's.
    other = factories.user()
    session.add(other)
    session.commit()
    browser.send("/sign-in", {"email": other.email, "password": factories.PASSWORD})
    assert '<html lang="sv">' in browser.get("/settings").text
    session.refresh(other)
    assert other.language is None


def test_staff_must_act_for_an_infrastructure(make_browser: Callable[..., Browser]) -> None:
    administrator = make_browser(Role.ADMINISTRATOR)
    form = {"name": "Eva", "email": "eva@test.example", "role": "staff", "password": "ett nytt långt lösenord"}
    answer = administrator.send("/users/new", form)
    assert answer.status_code == 422
    assert "Välj minst en infrastruktur" in answer.get_data(as_text=True)
