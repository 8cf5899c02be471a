"""Sends the success cases of `valid_posts` as a browser does: the page first, then its form filled in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from werkzeug.test import TestResponse

from models.accounts import Role
from tests import factories
from tests.conftest import Browser, sign_in
from tests.page_rules import parse, posted_forms
from tests.security.valid_posts import Attempt, Setting

OPEN = ("/sign-in", "/sign-out")


def browser_of(setting: Setting, role: Role | None) -> Browser:
    """Return a browser of a new user with a role, who acts for the unit if it is staff."""
    if role is None:
        setting.user = None
        setting.app.test_client_class = Browser
        browser = setting.app.test_client()
        assert isinstance(browser, Browser)
        return browser
    infrastructures = [setting.infrastructure] if role is Role.STAFF else []
    setting.user = setting.add(factories.user(role=role, infrastructures=infrastructures))
    return sign_in(setting.app, setting.user)


def filled_in(browser: Browser, attempt: Attempt) -> tuple[str, dict[str, Any]]:
    """Open the page, and return where the form of the attempt goes and what is sent when it is filled in."""
    shown = follow(browser, browser.get(attempt.page))
    assert shown.status_code == 200, shown.status
    path = urljoin("/", attempt.page)
    target = attempt.action or path
    forms = [each for each in posted_forms(parse(shown.get_data(as_text=True)), path) if each.action == target]
    # The button that undoes stands in the message about what was done, and nowhere else.
    # Who has signed in is not shown the form for it, nor who has signed out the button, and may send it all the same.
    data = forms[0].data if forms else {"csrf_token": [browser.token()]}
    assert forms or target in OPEN or target.endswith(("/undo", "/put-back", "/reopen")), (
        f"No form on {attempt.page} goes to {target}."
    )
    return target, data | attempt.typed


def send(browser: Browser, attempt: Attempt) -> TestResponse:
    """Open the page, fill in the form that goes where the attempt goes, and send it."""
    target, data = filled_in(browser, attempt)
    return browser.post(target, data=data)


def follow(browser: Browser, answer: TestResponse) -> TestResponse:
    while answer.status_code in (302, 303):
        answer = browser.get(answer.location)
    return answer
