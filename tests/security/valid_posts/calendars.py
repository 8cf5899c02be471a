"""The success cases of calendars that are followed."""

from __future__ import annotations

from models.accounts import CalendarFeed
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, case


@case("calendars.settings")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    return Attempt(
        "/settings/calendar",
        lambda: stage.one(CalendarFeed, CalendarFeed.user_id == user.id) is not None,
        shown="/calendar/",
    )


@case("calendars.revoke")
def _(stage: Setting) -> Attempt:
    user = stage.user
    assert user is not None
    feed = stage.one(CalendarFeed, CalendarFeed.user_id == user.id)
    if feed is None:
        stage.add(factories.calendar_feed(user, f"the address of {user.id}"))
    return Attempt(
        "/settings/calendar",
        lambda: stage.one(CalendarFeed, CalendarFeed.user_id == user.id) is None,
        action="/settings/calendar/revoke",
    )
