"""The eight identities that knock on every door: each with the cookie a browser would send, and its forgery token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.accounts import Role, User, UserSession
from tests.conftest import Browser, sign_in
from tests.security.scene import Scene

# Each signed in once; "disabled" was closed afterwards, and the session of "signed out" ended on the server.
SIGNED_IN = ("administrator", "consultant", "staff", "staff of nothing", "steering", "disabled", "signed out")
NAMES = (*SIGNED_IN, "anonymous")


@dataclass(frozen=True, slots=True)
class Visitor:
    """An identity; `role` is None for whoever the server does not take for signed in."""

    name: str
    role: Role | None
    cookie: str
    token: str
    app: Flask

    def ask(self, path: str, method: str = "GET", data: Any = None, **kwargs: Any) -> TestResponse:
        """Send one request; the cookie is always the same, so that no request changes the next."""
        client = self.app.test_client(use_cookies=False)
        headers = {"Cookie": f"brygga={self.cookie}"}
        return client.open(path, method=method, data=data, headers=headers, buffered=True, **kwargs)

    def send(self, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        """POST a form with the token that belongs to the cookie."""
        return self.ask(path, "POST", {"csrf_token": self.token, **(data or {})})


def let_in(scene: Scene, session: Session) -> dict[str, Visitor]:
    """Sign every user in through the page, then close one account and end one session behind their backs."""
    visitors = {name: _visitor(scene, name) for name in NAMES}
    signed_out = scene["user signed out"].id
    session.execute(sa.delete(UserSession).where(UserSession.user_id == signed_out))
    session.execute(sa.update(User).where(User.id == scene["user disabled"].id).values(is_active=False))
    session.commit()
    return visitors


def _visitor(scene: Scene, name: str) -> Visitor:
    if name == "anonymous":
        scene.app.test_client_class = Browser
        browser = scene.app.test_client()
        assert isinstance(browser, Browser)
        role, token = None, browser.token()
    else:
        user: User = scene[f"user {name}"]
        browser = sign_in(scene.app, user)
        role, token = user.role, browser.token()
    if name in ("disabled", "signed out"):
        role = None
    cookie = browser.get_cookie("brygga")
    assert cookie is not None
    return Visitor(name, role, cookie.value, token, scene.app)
