"""Guessing is slow, and never shuts the owner out; passwords are hashed outside transactions and few at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import password_hashing
from app.limits import (
    GUESSES_LONG,
    GUESSES_LONG_WINDOW,
    GUESSES_SHORT,
    HASHES_AT_ONCE,
    SESSION_IDLE,
    SESSION_SEEN_EVERY,
)
from models.accounts import SignInAttempt, User, UserSession
from models.clock import now
from models.passwords import hash_password
from tests import factories
from tests.conftest import Browser, engine_of, sign_in_by_page

WRONG = "fel lösenord här"
SetClock = Callable[[datetime], None]


@pytest.fixture
def user(session: Session) -> User:
    somebody = factories.user(email="anna@test.example")
    session.add(somebody)
    session.commit()
    return somebody


def guess(browser: Browser, password: str = WRONG, email: str = "anna@test.example") -> Any:
    return browser.send("/sign-in", {"email": email, "password": password})


def another(app: Flask) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


def test_wrong_guesses_by_others_never_shut_the_owner_out(app: Flask, anonymous: Browser, user: User) -> None:
    own = sign_in_by_page(app, user)
    own.send("/sign-out")
    for _ in range(GUESSES_SHORT):
        guess(anonymous)
    assert guess(anonymous).status_code == 429
    assert guess(anonymous, factories.PASSWORD).status_code == 429
    assert guess(own, factories.PASSWORD).status_code == 302


def test_a_known_browser_is_counted_too_and_knows_its_own_account_only(
    app: Flask, anonymous: Browser, user: User, session: Session
) -> None:
    other = factories.user(email="mallory@test.example")
    session.add(other)
    session.commit()
    own = sign_in_by_page(app, other)
    own.send("/sign-out")
    answers = [guess(own).status_code for _ in range(GUESSES_SHORT + 1)]
    assert answers[-1] == 429
    assert guess(anonymous).status_code == 429, "A browser that another account knows is a stranger here."
    answers = [guess(own, email=other.email).status_code for _ in range(GUESSES_SHORT + 1)]
    assert answers == [422] * GUESSES_SHORT + [429]


def test_a_cookie_that_nobody_signed_makes_no_browser_known(anonymous: Browser, user: User) -> None:
    for number in range(GUESSES_SHORT):
        anonymous.set_cookie("brygga-known", f"eyJh{number}.x.y")
        guess(anonymous)
    assert guess(anonymous).status_code == 429


def test_the_message_tells_the_true_wait(anonymous: Browser, user: User, session: Session, set_clock: SetClock) -> None:
    begin = now()
    set_clock(begin)
    for _ in range(GUESSES_SHORT):
        guess(anonymous)
    set_clock(begin + timedelta(minutes=2))
    answer = guess(anonymous)
    assert "Försök igen om 3 minuter" in answer.text
    assert answer.headers["Retry-After"] == "180"
    assert "anna@test.example" in answer.text
    set_clock(begin + timedelta(minutes=5))
    assert guess(anonymous).status_code == 422
    earlier = begin - GUESSES_LONG_WINDOW + timedelta(hours=7)
    session.add_all(SignInAttempt(account=_key(session), at=earlier) for _ in range(GUESSES_LONG))
    session.commit()
    answer = guess(anonymous)
    assert "Försök igen om 7 timmar" in answer.text


def _key(session: Session) -> str:
    found = session.scalar(sa.select(SignInAttempt.account).limit(1))
    assert found is not None
    return found


def test_an_account_is_unlocked_on_the_command_line(app: Flask, anonymous: Browser, user: User) -> None:
    for _ in range(GUESSES_SHORT + 1):
        guess(anonymous)
    done = app.test_cli_runner().invoke(args=["user", "unlock", user.email])
    assert done.exit_code == 0, done.output
    assert guess(anonymous, factories.PASSWORD).status_code == 302


def test_the_current_password_in_the_settings_is_guessed_slowly(app: Flask, user: User, anonymous: Browser) -> None:
    browser = sign_in_by_page(app, user)
    change = {"current_password": WRONG, "new_password": "ett helt nytt lösenord", "version": "1"}
    answers = [browser.send("/settings", change) for _ in range(GUESSES_SHORT + 1)]
    assert [answer.status_code for answer in answers] == [422] * GUESSES_SHORT + [429]
    assert "Försök igen om 5 minuter" in answers[-1].text
    right = change | {"current_password": factories.PASSWORD}
    assert browser.send("/settings", right).status_code == 429
    assert guess(anonymous, factories.PASSWORD).status_code == 302, "Signing in is counted apart."


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
def test_a_password_is_the_same_on_every_keyboard(
    anonymous: Browser, user: User, session: Session, form: Any, kept: Any
) -> None:
    user.password_hash = hash_password(unicodedata.normalize(kept, factories.PASSWORD))
    session.commit()
    assert guess(anonymous, unicodedata.normalize(form, factories.PASSWORD)).status_code == 302


def test_a_session_that_is_not_used_ends(app: Flask, user: User, session: Session, set_clock: SetClock) -> None:
    begin = now()
    idle, used = sign_in_by_page(app, user), sign_in_by_page(app, user)
    set_clock(begin + SESSION_IDLE - timedelta(minutes=1))
    assert used.get("/settings", buffered=True).status_code == 200
    set_clock(begin + SESSION_IDLE + timedelta(minutes=1))
    assert idle.get("/").status_code == 302
    assert used.get("/").status_code == 200
    last = session.scalars(sa.select(UserSession.last_seen_at)).all()
    assert max(last) > begin + SESSION_SEEN_EVERY


@pytest.fixture
def no_transaction_while_hashing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Count, each time a password is hashed or checked, the connections that are in use at that moment."""
    in_use: list[int] = []
    pool: Any = engine_of(app).pool

    def watch(work: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any) -> Any:
            in_use.append(pool.checkedout())
            return work(*args)

        return watched

    for name in ("hash_password", "password_matches"):
        monkeypatch.setattr(password_hashing, name, watch(getattr(password_hashing, name)))
    yield in_use
    assert in_use
    assert set(in_use) == {0}


def test_no_password_is_hashed_while_a_transaction_is_open(
    app: Flask, administrator: Browser, anonymous: Browser, session: Session, no_transaction_while_hashing: list[int]
) -> None:
    session.close()
    new = "ett helt nytt lösenord"
    form = {"name": "Eva", "email": "eva@test.example", "role": "steering", "is_active": "y", "password": new}
    assert administrator.send("/users/new", form).status_code == 302
    form |= {"version": "1", "password": new + "!"}
    user_id = session.scalar(sa.select(User.id).where(User.email == "eva@test.example"))
    session.close()
    assert administrator.send(f"/users/{user_id}/edit", form).status_code == 302
    assert guess(anonymous, new, "eva@test.example").status_code == 422
    assert guess(anonymous, new + "!", "eva@test.example").status_code == 302
    change = {"current_password": new + "!", "new_password": new, "version": "2"}
    assert anonymous.send("/settings", change).status_code == 302
    done = app.test_cli_runner().invoke(args=["user", "password", "eva@test.example", "--password", new + "?"])
    assert done.exit_code == 0, done.output
    added = ["user", "add", "bo@test.example", "--name", "Bo", "--role", "steering", "--password", new]
    assert app.test_cli_runner().invoke(args=added).exit_code == 0
    assert len(no_transaction_while_hashing) == 8


def test_only_so_many_passwords_are_looked_at_at_once_and_pages_go_on(
    anonymous: Browser, consultant: Browser, user: User, session: Session
) -> None:
    with _all_places_taken():
        answer = guess(anonymous, factories.PASSWORD)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "anna@test.example" in answer.text
        assert "Många loggar in just nu" in answer.text
        assert consultant.get("/companies").status_code == 200
        kept = session.scalar(sa.select(sa.func.count()).where(SignInAttempt.account != ""))
        assert kept == 0, "Nobody's guess was counted."
        change = {"current_password": factories.PASSWORD, "new_password": "ett nytt långt lösenord", "version": "1"}
        assert consultant.send("/settings", change).status_code == 503
    assert guess(anonymous, factories.PASSWORD).status_code == 302


class _all_places_taken:  # noqa: N801 - reads as a sentence after `with`
    """Holds every place for hashing, as so many sign-ins at this moment would."""

    def __enter__(self) -> None:
        self._places = [password_hashing.hashing_place() for _ in range(HASHES_AT_ONCE)]
        for place in self._places:
            place.__enter__()

    def __exit__(self, *_error: object) -> None:
        for place in self._places:
            place.__exit__(None, None, None)
