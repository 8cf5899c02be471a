"""The home page begins with what is new since the reader's last day at work, and says since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models import clock
from models.accounts import Role, User
from models.matches import Stage
from models.requests import IntroductionRequest
from tests import factories
from tests.conftest import Browser, sign_in

FRIDAY = datetime(2026, 11, 27, 13, 5, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def news(browser: Browser) -> str:
    page = browser.get("/").text
    return page.split('id="news"')[1].split("</section>", maxsplit=1)[0] if 'id="news"' in page else ""


def came(session: Session, actor: User) -> None:
    """Let a need come in, a colleague move a match, and a unit ask."""
    colleague = factories.user(name="Kollegan Karin")
    company, unit = factories.company(name="Nytt AB"), factories.infrastructure()
    need = factories.need(company, title="Ett nytt behov", opened_on=clock.today())
    older = factories.need(company, title="Ett äldre behov", opened_on=clock.today() - timedelta(days=30))
    moved = factories.match(older, factories.capability(unit), stage=Stage.INTRODUCED)
    own = factories.match(older, factories.capability(unit), stage=Stage.AGREED)
    asked = factories.capability(unit)
    session.add_all([colleague, need, moved, own, asked])
    session.flush()
    moved.changes[0].by_id, own.changes[0].by_id = colleague.id, actor.id
    session.add(IntroductionRequest(need=older, capability=asked, asked_by_id=colleague.id))
    session.commit()


def actor_of(session: Session) -> User:
    session.expire_all()
    return session.scalars(sa.select(User).where(User.role == Role.CONSULTANT)).one()


def test_what_came_since_the_last_day_here_is_new_all_day(
    set_clock: Callable[[datetime], None], app: Flask, make_browser: Callable[..., Browser], session: Session
) -> None:
    set_clock(FRIDAY)
    consultant = make_browser(Role.CONSULTANT)
    assert news(consultant) == ""
    actor = actor_of(session)
    set_clock(MONDAY)
    came(session, actor)
    again = sign_in(app, actor)
    for _visit in range(2):
        told = news(again)
        assert "Nytt sedan fredag 14:05" in told
        for words in ("Ett nytt behov", "Kollegan Karin", "Introducerad", "Fråga från en enhet"):
            assert words in told
        assert "Överens" not in told
    set_clock(MONDAY + timedelta(days=1))
    # The hour is the last sign of work on the day before, and nothing has come since.
    assert news(sign_in(app, actor)) == ""
