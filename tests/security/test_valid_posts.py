"""Valid input to every POST, as every role that may send it: it is saved, the way goes on, and nothing breaks."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.web.access import POLICY
from app.web.rules import Reach
from models.accounts import Role
from tests.conftest import engine_of
from tests.search.indexing import entries, rebuilt
from tests.security.valid_posts import CASES, Setting
from tests.security.valid_sending import browser_of, follow, send

POSTS = sorted(endpoint for endpoint, method in POLICY if method == "POST")


def test_every_post_has_a_success_case() -> None:
    assert sorted(CASES) == POSTS


@pytest.mark.parametrize("endpoint", POSTS)
def test_valid_input_is_saved_as_every_role_that_may_send_it(setting: Setting, endpoint: str) -> None:
    rule = POLICY[endpoint, "POST"]
    roles = [role for role in (*Role, None) if rule.reach(role) is not Reach.NONE]
    assert roles
    for role in roles:
        browser = browser_of(setting, role)
        attempt = CASES[endpoint](setting)
        answer = send(browser, attempt)
        assert answer.status_code in (302, 303), (role, answer.status_code, answer.get_data(as_text=True))
        page = follow(browser, answer)
        assert page.status_code == 200, role
        assert attempt.shown in page.get_data(as_text=True), role
        assert attempt.saved(), role
    assert entries(engine_of(setting.app)) == rebuilt(engine_of(setting.app)), "the search index lags behind"


def test_a_case_that_saves_nothing_is_noticed(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof that the test above proves something: with saving taken away it fails."""
    monkeypatch.setattr(type(setting.session), "commit", Session.rollback)
    monkeypatch.setattr(setting.session, "commit", lambda: Session.commit(setting.session), raising=False)
    with pytest.raises(AssertionError):
        test_valid_input_is_saved_as_every_role_that_may_send_it(setting, "needs.edit")
