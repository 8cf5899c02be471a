"""Valid input to every POST, as every role that may send it: it is saved, the way goes on, and nothing breaks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.access import POLICY, Reach
from models.accounts import Role
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests import factories
from tests.conftest import Browser, engine_of, make_app, sign_in
from tests.databases import Databases
from tests.page_rules import parse, posted_forms
from tests.security.scene import open_session
from tests.security.valid_posts import CASES, Attempt, Setting

OPEN = ("/sign-in", "/sign-out")
POSTS = sorted(endpoint for endpoint, method in POLICY if method == "POST")


@pytest.fixture(scope="module")
def setting(app_template: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """One database for all cases: each makes the records that it changes."""
    app = make_app(app_template(), mail_folder=tmp_path_factory.mktemp("mail"))
    with open_session(app) as session:
        unit = factories.infrastructure()
        session.add(unit)
        load_programmes(session, SeedReport())
        session.commit()
        yield Setting(app, session, unit)
    engine_of(app).dispose()


def test_every_post_has_a_success_case() -> None:
    assert sorted(CASES) == POSTS


@pytest.mark.parametrize("endpoint", POSTS)
def test_valid_input_is_saved_as_every_role_that_may_send_it(setting: Setting, endpoint: str) -> None:
    rule = POLICY[endpoint, "POST"]
    roles = [role for role in (*Role, None) if rule.reach(role) is not Reach.NONE]
    assert roles
    for role in roles:
        browser = _browser(setting, role)
        attempt = CASES[endpoint](setting)
        answer = _send(browser, attempt)
        assert answer.status_code in (302, 303), (role, answer.status_code, answer.get_data(as_text=True))
        page = _follow(browser, answer)
        assert page.status_code == 200, role
        assert attempt.shown in page.get_data(as_text=True), role
        assert attempt.saved(), role


def _browser(setting: Setting, role: Role | None) -> Browser:
    """Return a browser of a new user with a role, who acts for the unit if it is staff."""
    if role is None:
        setting.user = None
        setting.app.test_client_class = Browser
        browser = setting.app.test_client()
        assert isinstance(browser, Browser)
        return browser
    units = [setting.unit] if role is Role.STAFF else []
    setting.user = setting.add(factories.user(role=role, infrastructures=units))
    return sign_in(setting.app, setting.user)


def _send(browser: Browser, attempt: Attempt) -> TestResponse:
    """Open the page, fill in the form that goes where the attempt goes, and send it."""
    shown = _follow(browser, browser.get(attempt.page))
    assert shown.status_code == 200, shown.status
    path = urljoin("/", attempt.page)
    target = attempt.action or path
    forms = [each for each in posted_forms(parse(shown.get_data(as_text=True)), path) if each.action == target]
    # The button that undoes stands in the message about what was done, and nowhere else.
    # Who has signed in is not shown the form for it, nor who has signed out the button, and may send it all the same.
    data = forms[0].data if forms else {"csrf_token": [browser.token("/sign-in")]}
    assert forms or target in OPEN or target.endswith("/undo"), f"No form on {attempt.page} goes to {target}."
    return browser.post(target, data=data | attempt.typed)


def _follow(browser: Browser, answer: TestResponse) -> TestResponse:
    while answer.status_code in (302, 303):
        answer = browser.get(answer.location)
    return answer


def test_a_case_that_saves_nothing_is_noticed(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the test above proves something: with saving taken away it fails."""
    monkeypatch.setattr(type(setting.session), "commit", Session.rollback)
    monkeypatch.setattr(setting.session, "commit", lambda: Session.commit(setting.session), raising=False)
    with pytest.raises(AssertionError):
        test_valid_input_is_saved_as_every_role_that_may_send_it(setting, "needs.edit")
