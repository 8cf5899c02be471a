"""Every page, as every role reads it, in both languages and with the demo data."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from app.access import POLICY, Reach
from models.accounts import Role
from seeds.loader import demo_sign_ins
from tests.conftest import Browser
from tests.page_rules import broken_rules
from tests.whole_app.crawl import Walk

MAY_SEARCH = (Role.ADMINISTRATOR, Role.CONSULTANT, Role.STAFF)
# Pages that no link of the demo data leads to, or that answer something other than a page.
NOT_LINKED = {"static", "bootstrap.static"}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("role", [None, *Role])
def test_every_page_keeps_the_rules_and_every_link_leads_somewhere(
    demo_app: Flask, role: Role | None, language: str
) -> None:
    browser = _browser(demo_app, role, language)
    done = Walk(demo_app, browser, role, partial(broken_rules, language=language))
    done.start(*(["/", "/search?q=a"] if role in MAY_SEARCH else ["/"]))
    unmet = done.find(_readable(role))
    assert not done.complaints, f"{len(done.complaints)} complaints:\n" + "\n".join(done.complaints[:40])
    assert unmet == set(), "Pages that the reader may open, but that nothing leads to."


def _readable(role: Role | None) -> set[str]:
    """Return the pages that a role may read and should find its way to."""
    readable = {
        endpoint
        for (endpoint, method), rule in POLICY.items()
        if method == "GET" and rule.reach(role) is not Reach.NONE and endpoint not in NOT_LINKED
    }
    return readable - ({"accounts.sign_in"} if role else set())


def _browser(app: Flask, role: Role | None, language: str) -> Browser:
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    if role is not None:
        account = next(entry for entry in demo_sign_ins() if entry.role == role)
        browser.send("/sign-in", {"email": account.email, "password": account.password})
    assert browser.send("/language", {"language": language, "next": "/"}, page="/sign-in").status_code == 302
    return browser


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_errors_keep_the_rules_too(demo_app: Flask, language: str) -> None:
    consultant, steering = (_browser(demo_app, role, language) for role in (Role.CONSULTANT, Role.STEERING))
    answers = {
        404: consultant.get("/needs/987654"),
        403: steering.get("/needs"),
        405: consultant.get("/sign-out"),
        400: consultant.post("/sign-out"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert broken_rules(answer.get_data(as_text=True), language=language) == []
