"""The success cases of the daily letter."""

from __future__ import annotations

from app.home.digest import is_on, off_token
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("home.letter")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    return Attempt("/settings/letter", lambda: stage.fresh(user).digest_steps, {"digest_steps": "y"})


@case("home.letter_off")
def _(stage: Setting) -> Attempt:
    reader = stage.add(factories.user())
    page = f"/letter/off/{off_token(reader, str(stage.app.secret_key))}"
    return Attempt(page, lambda: not is_on(stage.fresh(reader)))
