"""A request that waits for what somebody else holds is told so, with its text kept; commands wait as long as needed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import limits
from models.matches import Match, Stage
from tests import factories
from tests.conftest import Browser, engine_of

_SHOWN = sa.text(
    "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'),"
    " current_setting('idle_in_transaction_session_timeout')"
)


def test_a_save_that_waits_in_vain_says_that_others_are_saving_and_keeps_the_text(
    app: Flask, session: Session, consultant: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_of(app)
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite's wait is in app/storage/sqlite.py")
    company = factories.company(name="Fjärd AB")
    contact = factories.contact(company)
    need = factories.need(company, contact=contact)
    match = factories.match(need, factories.capability(factories.infrastructure()), stage=Stage.INTRODUCED)
    session.add_all([contact, match])
    session.commit()
    path = f"/matches/{match.id}/meetings/new"
    token = consultant.token()
    meeting = {"outcome": "held", "held_on": "2026-01-02", "notes": "vad jag skrev", "csrf_token": token}
    monkeypatch.setattr(limits, "LOCK_SECONDS", 0.2)
    with engine.connect() as holding:
        holding.execute(sa.select(Match.id).where(Match.id == match.id).with_for_update())
        answer = consultant.post(path, data=meeting)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "vad jag skrev" in page) == (503, True), page
    assert "Andra sparar" in page or "Others are saving" in page


def test_limits_are_for_requests_only(app: Flask) -> None:
    engine = engine_of(app)
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no such settings")

    def shown() -> tuple[str, ...]:
        with engine.connect() as connection:
            return tuple(connection.execute(_SHOWN).one())

    assert shown() == ("0", "0", "0")
    with app.test_request_context():
        assert shown() == ("15s", "30s", "1min")
    assert shown() == ("0", "0", "0")
