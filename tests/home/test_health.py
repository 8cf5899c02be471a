"""What a watcher is told: whether the database answers, and nothing else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.home import views
from tests.conftest import Browser


def test_a_watcher_needs_no_account(anonymous: Browser) -> None:
    answer = anonymous.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_a_database_that_does_not_answer_is_told_without_saying_more(
    anonymous: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise sa.exc.OperationalError("SELECT secret", {}, Exception("no host"))

    monkeypatch.setattr(views, "db_session", gone)
    answer = anonymous.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "no database\n")
