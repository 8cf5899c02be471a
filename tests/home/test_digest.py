"""The daily letter: what it tells, whose setting brought it, one a day at most, and how it is turned off."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.home import digest
from app.home.digest import Digest, put_digests
from app.limits import NAMES_TOLD
from app.mail.letters import NewLetter
from app.storage.database import db_session
from models.accounts import Role, User
from models.clock import now, today
from models.introductions import Introduction
from models.matches import Match
from models.notes import NoteKind
from models.outbox import OutboxMessage
from models.party_answers import AnswerKind
from models.watches import NeedWatch, Notice
from tests import factories
from tests.conftest import Browser
from tests.faults.threads import at_once

SETTINGS = ("digest_steps", "digest_tasks", "digest_news", "digest_notices")


@pytest.fixture
def reader(session: Session) -> User:
    """Somebody of the office who has asked for everything, with something of each kind to be told."""
    user = factories.user(role=Role.CONSULTANT, **dict.fromkeys(SETTINGS, True))
    colleague = factories.user(role=Role.CONSULTANT)
    unit = factories.infrastructure(name_sv="Nya enheten")
    need = factories.need(
        factories.company(secrecy_note="kanarie-hemligt"), title="Titeln", private_text="kanarie-text"
    )
    match = factories.match(need, factories.capability(unit), next_step="kanarie-steg", next_step_on=today())
    session.add_all([user, colleague, match])
    session.flush()
    match.next_step_owner_id, match.changes[0].by_id = user.id, colleague.id
    task = factories.note(need=need, kind=NoteKind.TASK, owner=user, text="kanarie-uppgift", happened_on=today())
    watch = NeedWatch(need_id=need.id, user_id=user.id, known=[], revision=0)
    session.add_all([task, watch, Notice(user_id=user.id, need_id=need.id, infrastructure_id=unit.id)])
    session.commit()
    return user


def run(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["digest"])
    assert result.exit_code == 0, result.output
    return str(result.output)


def letters(session: Session) -> list[OutboxMessage]:
    session.expire_all()
    return list(session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def test_each_part_names_the_setting_that_brought_it_and_nothing_confidential(
    app: Flask, session: Session, reader: User, consultant: Browser
) -> None:
    assert "1 daily letters" in run(app)
    (letter,) = letters(session)
    assert letter.to_address == reader.email
    for text in ("Titeln", "Nya enheten", today().isoformat(), "1 uppgift", "sena eller för i dag”", "bevakar”"):
        assert text in letter.body
    assert "kanarie" not in letter.body + letter.subject
    session.execute(sa.update(User).values(digest_at=None, digest_steps=False, digest_news=False, digest_tasks=False))
    session.commit()
    run(app)
    assert "Nya enheten" in letters(session)[1].body
    assert today().isoformat() not in letters(session)[1].body
    assert consultant.get("/settings/letter").status_code == 200


@pytest.mark.only_on("sqlite")
def test_an_answer_to_an_introduction_is_told_without_what_was_said(app: Flask, session: Session, reader: User) -> None:
    match = session.scalars(sa.select(Match)).one()
    answered = {"answer": AnswerKind.QUESTION, "said": "kanarie-fraga", "answered_at": now()}
    session.add(factories.party_answer(Introduction(match=match), "token", **answered))
    session.commit()
    run(app)
    body = letters(session)[0].body
    assert "Svar: en fråga: Titeln" in body
    assert f"/matches/{match.id}#answers" in body
    assert "kanarie-fraga" not in body


def test_there_is_one_a_day_at_most_and_none_with_nothing_to_say(
    app: Flask, session: Session, reader: User, set_clock: Callable[[datetime], None]
) -> None:
    run(app)
    assert "0 daily letters" in run(app)
    set_clock(now() + timedelta(days=1))
    assert "1 daily letters" in run(app)
    # What was told once is no news.
    assert "Nya enheten" not in letters(session)[1].body
    session.execute(sa.update(User).values(digest_steps=False, digest_tasks=False))
    session.commit()
    set_clock(now() + timedelta(days=1))
    assert "0 daily letters" in run(app)
    session.execute(sa.update(User).values(digest_steps=True, is_active=False))
    session.commit()
    assert "0 daily letters" in run(app)


def test_the_first_letter_tells_what_came_over_a_weekend_and_one_turned_on_again_what_came_since(
    app: Flask, session: Session, reader: User
) -> None:
    units = [factories.infrastructure(name_sv=f"Enheten {number}") for number in range(NAMES_TOLD + 2)]
    session.add_all(units)
    session.flush()
    need_id = session.scalars(sa.select(NeedWatch.need_id)).one()
    session.add_all(Notice(user_id=reader.id, need_id=need_id, infrastructure_id=unit.id) for unit in units)
    session.execute(sa.update(Notice).values(at=now() - timedelta(days=3)))
    session.commit()
    run(app)
    (letter,) = letters(session)
    assert f"Enheten {NAMES_TOLD + 1}\n" in letter.body
    assert "3 till som passar" in letter.body
    for chosen in (False, True):
        digest.choose(session, actor=reader, settings=dict.fromkeys(SETTINGS, chosen), version=reader.version)
    session.execute(sa.update(User).values(digest_at=None))
    session.commit()
    run(app)
    assert "Enheten" not in letters(session)[1].body


def test_two_at_once_or_one_that_is_killed_write_one(app: Flask, session: Session, reader: User) -> None:
    def killed(_digest: Digest) -> NewLetter:
        raise SystemExit

    def put(write: Callable[[Digest], NewLetter]) -> int:
        with app.app_context():
            return put_digests(db_session(), write, domain="x.example")

    with pytest.raises(SystemExit):
        put(killed)
    assert letters(session) == []
    write = partial(put, lambda each: NewLetter(each.user.email, "Ämne", "Text"))
    assert sum(at_once([write, write])) == 1
    assert len(letters(session)) == 1


def test_it_is_turned_off_by_its_own_link_alone(
    app: Flask, session: Session, reader: User, make_browser: Callable[..., Browser]
) -> None:
    run(app)
    link = re.search(r"/letter/off/\S+", letters(session)[0].body)
    assert link
    browser = make_browser(Role.STEERING)
    asked = browser.get(link[0]).text
    assert f"Stäng av det dagliga brevet till {digest.masked_address(reader)}?" in asked
    assert reader.email not in asked
    session.expire_all()
    assert digest.is_on(reader)
    assert browser.send(link[0]).status_code == 302
    session.expire_all()
    assert not digest.is_on(reader)
    assert "avstängt" in browser.get(link[0]).text
    assert "Det var redan gjort" in browser.get(browser.send(link[0]).location).text
    for wrong in (f"{link[0]}x", "/letter/off/1-x", "/letter/off/x", "/letter/off/-"):
        assert browser.get(wrong).status_code == 404, wrong
