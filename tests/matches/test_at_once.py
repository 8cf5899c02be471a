"""Several people press the same button at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models.matches import Match
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser, sign_in
from tests.matches.conftest import LETTERS, Pair

AT_ONCE = 4


def test_introducing_at_the_same_moment_makes_one_match_and_sends_each_letter_once(
    app: Flask, session: Session, pair: Pair
) -> None:
    users = [factories.user() for _ in range(AT_ONCE)]
    session.add_all(users)
    session.commit()
    browsers = [sign_in(app, user) for user in users]
    tokens = [browser.token() for browser in browsers]
    start = Barrier(AT_ONCE)

    def press(browser: Browser, token: str) -> tuple[int, str]:
        start.wait()
        answer = browser.post(pair.path("introduce"), data={**LETTERS, "csrf_token": token})
        return answer.status_code, answer.location or ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(press, browsers, tokens))
    (match,) = session.scalars(sa.select(Match)).all()
    assert answers == [(302, f"/matches/{match.id}")] * AT_ONCE
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 2
