"""Receivers are told once of each frozen report, by a letter with links alone; the link opens it until it expires."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import REPORT_LINK_LIFE
from app.mail.links import token_of
from app.programmes.queries import get_programme
from app.reports.letters import tell_receivers
from app.reports.report_letter import report_mail
from models.accounts import Role
from models.clock import now
from models.outbox import OutboxMessage
from models.programmes import FrozenReport
from models.report_letters import ReportLetter, ReportReceiver
from tests import factories
from tests.conftest import Browser
from tests.reports.test_readers import MONTH, five, freeze, programme

__all__ = ["five", "programme"]


@pytest.fixture
def receiver(session: Session, programme: Any, five: list[Any]) -> ReportReceiver:
    """Somebody without an account, of a month with counted companies."""
    found = factories.report_receiver(programme, name="Maja Mottagare", email="maja@region.example")
    session.add(found)
    session.commit()
    assert five
    return found


def told(app: Flask, session: Session) -> int:
    """Freeze the month unless it is frozen, and send its letters."""
    if session.scalars(sa.select(FrozenReport)).first() is None:
        freeze(session)
    frozen = session.scalars(sa.select(FrozenReport)).one()
    with app.test_request_context():
        count = tell_receivers(session, get_programme(session, "klustermotor"), frozen, report_mail())
    session.commit()
    return count


def link_of(app: Flask, session: Session) -> str:
    """Return the token in the one letter."""
    letter = session.scalars(sa.select(OutboxMessage)).one()
    return token_of(letter.link_seed or "", app.extensions["brygga"].secret_key)


def test_each_is_told_once_by_a_letter_that_holds_links_alone(
    app: Flask, session: Session, receiver: ReportReceiver
) -> None:
    assert told(app, session) == 1
    assert told(app, session) == 0
    letter = session.scalars(sa.select(OutboxMessage)).one()
    assert letter.to_address == receiver.email
    assert "/reports/shared/{token}" in letter.body
    assert "/reports/letters/{token}" in letter.body
    assert "Brygga" not in letter.subject
    assert not re.search(r"\d+ av \d+|Company", letter.body), "no figure and nobody's name"
    assert token_of(letter.link_seed or "", app.extensions["brygga"].secret_key) not in letter.body


@pytest.mark.usefixtures("receiver")
def test_the_link_shows_what_the_steering_group_reads_and_its_files_until_it_expires(
    app: Flask, session: Session, anonymous: Browser, set_clock: Callable[[datetime], None]
) -> None:
    told(app, session)
    address = f"/reports/shared/{link_of(app, session)}"
    page = anonymous.get(address)
    assert page.status_code == 200
    assert "HEMLIGT" not in page.text, "no name that was not released"
    assert "Öppna E" in page.text
    assert "/reports/2026-03" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    pdf = anonymous.get(f"{address}/report.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert anonymous.get("/reports/2026-03").status_code == 302, "it opens nothing else"
    set_clock(now() + REPORT_LINK_LIFE + timedelta(minutes=1))
    assert anonymous.get(address).status_code == 404
    assert anonymous.get(f"{address}/report.pdf").status_code == 404
    assert anonymous.get("/reports/shared/nothing").status_code == 404


@pytest.mark.only_on("sqlite")
def test_who_has_an_account_signs_in_instead(app: Flask, session: Session, receiver: ReportReceiver) -> None:
    session.add(factories.user(role=Role.STEERING, email=receiver.email.upper()))
    session.commit()
    told(app, session)
    letter = session.scalars(sa.select(OutboxMessage)).one()
    assert "/reports/2026-03?programme=klustermotor" in letter.body
    assert "/reports/shared/" not in letter.body
    assert app.test_client().get(f"/reports/shared/{link_of(app, session)}").status_code == 404


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("receiver")
def test_a_letter_is_stopped_by_its_own_link_and_looking_stops_nothing(
    app: Flask, session: Session, anonymous: Browser
) -> None:
    told(app, session)
    page = f"/reports/letters/{link_of(app, session)}"
    stopped = sa.select(ReportReceiver.stopped_at)
    assert anonymous.get(page).status_code == 200
    assert session.scalars(stopped).one() is None
    assert anonymous.send(page).status_code == 302
    assert session.scalars(stopped).one() is not None
    session.delete(session.scalars(sa.select(OutboxMessage)).one())
    session.flush()
    session.delete(session.scalars(sa.select(ReportLetter)).one())
    session.commit()
    assert told(app, session) == 0


@pytest.mark.only_on("sqlite")
def test_the_office_keeps_the_list_and_freezing_sends_the_letters(
    consultant: Browser, session: Session, programme: Any, five: list[Any]
) -> None:
    typed = {"name": "Nils", "email": "nils@kommun.example", "language": "en"}
    assert consultant.send("/reports/receivers/new", typed).status_code == 302
    again = consultant.send("/reports/receivers/new", {**typed, "email": "NILS@kommun.example"})
    assert again.status_code == 422
    assert "finns redan i listan" in again.text
    question = consultant.get(f"/reports/{MONTH:%Y-%m}/freeze").text
    assert "1 mottagare får då ett brev" in question
    assert consultant.send(f"/reports/{MONTH:%Y-%m}/freeze", {}).status_code == 302
    letter = session.scalars(sa.select(OutboxMessage)).one()
    assert letter.subject.startswith("Report for 2026-03")
    session.expire_all()
    receiver = session.scalars(sa.select(ReportReceiver)).one()
    token = session.scalars(sa.select(ReportLetter.token_hash)).one()
    assert token
    consultant.send(f"/reports/receivers/{receiver.id}/remove", {"version": str(receiver.version)})
    session.expire_all()
    assert session.scalars(sa.select(ReportReceiver)).all() == []
    assert session.scalars(sa.select(OutboxMessage)).all() == [], "what had not gone does not go"
