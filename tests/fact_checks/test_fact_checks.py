"""A unit says by one press whether its facts are still right, and its link does that and no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import ASK_AFTER
from app.mail.links import token_of
from models.audit import AuditEntry
from models.clock import now, today
from models.fact_checks import FactAnswer, FactCheck
from models.infrastructures import Infrastructure
from models.notes import Note, NoteKind
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser

TO = "enheten@uni.example"


@pytest.fixture
def infrastructure(session: Session) -> Infrastructure:
    """A unit with an address, which has never confirmed its facts."""
    made = factories.infrastructure(contact_email=TO, website="https://uni.example/old")
    session.add_all([made, factories.capability(made)])
    session.commit()
    return made


def asked(app: Flask, session: Session, consultant: Browser, infrastructure: Infrastructure) -> str:
    """Send the unit the letter as the consultant does, and return the address in it."""
    path = f"/infrastructures/{infrastructure.id}/ask-facts"
    assert TO in consultant.get(path).text
    assert consultant.send(path, {"language": "sv"}).status_code == 302
    return link_of(app, session)


def link_of(app: Flask, session: Session) -> str:
    """Return the address that the newest letter will hold when it is sent."""
    letter = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert letter is not None
    assert letter.link_seed is not None
    assert "uni.example/old" not in letter.body, "a letter holds no facts"
    return f"/still-right/{token_of(letter.link_seed, app.extensions['brygga'].secret_key)}"


def answer(browser: Browser, link: str, **sent: str) -> int:
    """Answer as a browser does, with the version that the page holds."""
    page = browser.get(link).text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    status: int = browser.send(link, {"version": version, "said": "", **sent}).status_code
    return status


def checks(session: Session) -> list[FactCheck]:
    session.expire_all()
    return list(session.scalars(sa.select(FactCheck).order_by(FactCheck.id)))


def test_one_press_confirms_the_facts_and_looking_does_not(
    app: Flask, session: Session, consultant: Browser, anonymous: Browser, infrastructure: Infrastructure
) -> None:
    link = asked(app, session, consultant, infrastructure)
    assert "inget svar än" in consultant.get(f"/infrastructures/{infrastructure.id}").text
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    page = anonymous.get(link)
    assert page.status_code == 200
    assert "uni.example/old" in page.text
    assert TO not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == before
    assert answer(anonymous, link) == 302
    assert [each.answer for each in checks(session)] == [FactAnswer.RIGHT]
    assert (infrastructure.confirmed_on, infrastructure.confirmed_by_id) == (today(), None)
    assert "Svarade genom länken" in consultant.get(f"/infrastructures/{infrastructure.id}").text


def test_what_should_change_is_a_task_and_confirms_nothing(
    app: Flask, session: Session, consultant: Browser, anonymous: Browser, infrastructure: Infrastructure
) -> None:
    link = asked(app, session, consultant, infrastructure)
    assert answer(anonymous, link, change="y") == 422
    assert answer(anonymous, link, said="Ny webbplats") == 422
    assert answer(anonymous, link, said="Ny <b>webbplats</b>", change="y") == 302
    assert answer(anonymous, link, said="Ny <b>webbplats</b>", change="y") == 302
    (task,) = session.scalars(sa.select(Note).where(Note.kind == NoteKind.TASK))
    assert task.infrastructure_id == infrastructure.id
    assert "Ny <b>webbplats</b>" in task.text
    session.refresh(infrastructure)
    assert infrastructure.confirmed_on is None
    shown = consultant.get(f"/infrastructures/{infrastructure.id}").text
    assert "Bad om ändringar" in shown
    assert "Ny &lt;b&gt;webbplats&lt;/b&gt;" in shown


def test_facts_that_change_meanwhile_are_not_confirmed_unseen(
    app: Flask, session: Session, consultant: Browser, anonymous: Browser, infrastructure: Infrastructure
) -> None:
    link = asked(app, session, consultant, infrastructure)
    version = anonymous.get(link).text.split('name="version"')[1].split('value="')[1].split('"')[0]
    infrastructure.website = "https://uni.example/new"
    session.commit()
    late = anonymous.send(link, {"version": version, "said": ""})
    assert late.status_code == 409
    assert "uni.example/new" in late.text
    session.refresh(infrastructure)
    assert infrastructure.confirmed_on is None
    assert answer(anonymous, link) == 302


@pytest.mark.only_on("sqlite")
def test_a_link_that_is_too_old_or_was_followed_by_another_is_like_none(
    app: Flask, session: Session, consultant: Browser, anonymous: Browser, infrastructure: Infrastructure
) -> None:
    first = asked(app, session, consultant, infrastructure)
    second = asked(app, session, consultant, infrastructure)
    session.add(factories.fact_check(infrastructure, "old", expires_at=now() - timedelta(seconds=1)))
    session.commit()
    links = (first, "/still-right/old", second, "/still-right/none")
    over = [(page.status_code, page.text.replace(page.request.path, "")) for page in map(anonymous.get, links)]
    assert len(set(over)) == 1
    assert over[0][0] == 404


@pytest.mark.only_on("sqlite")
def test_nobody_to_write_to_is_said_before_and_after(session: Session, consultant: Browser) -> None:
    silent = factories.infrastructure(contact_email=None)
    session.add(silent)
    session.commit()
    path = f"/infrastructures/{silent.id}/ask-facts"
    assert "Ingen att skriva till" in consultant.get(path).text
    assert consultant.send(path, {"language": "sv"}).status_code == 422
    assert checks(session) == []


def run(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["facts", "ask"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(("days", "is_asked"), [(-1, False), (0, False), (1, True)])
def test_a_unit_is_asked_once_when_its_facts_grow_old(
    app: Flask,
    session: Session,
    anonymous: Browser,
    infrastructure: Infrastructure,
    days: int,
    *,
    is_asked: bool,
) -> None:
    infrastructure.confirmed_on = today() - ASK_AFTER - timedelta(days=days)
    session.add(factories.infrastructure(contact_email=None, confirmed_on=date(2020, 1, 1), name_sv="Tysta enheten"))
    session.commit()
    for _turn in range(2):
        assert "Tysta enheten" in run(app)
        assert len(checks(session)) == is_asked
    if is_asked:
        assert answer(anonymous, link_of(app, session)) == 302
        run(app)
        assert len(checks(session)) == 1
        # Half a year later it is time again, also for who was asked by hand on the day of the confirmation.
        infrastructure.confirmed_on = today() - ASK_AFTER - timedelta(days=1)
        session.execute(sa.update(FactCheck).values(asked_on=infrastructure.confirmed_on))
        session.commit()
        run(app)
        assert len(checks(session)) == 2
