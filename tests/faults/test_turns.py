"""Nobody holds SQLite's write lock while they read or think: a transaction takes its turn at its first write."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.audit_check import check_trail
from app.storage.database import BryggaSession, short_transaction
from app.storage.locks import lock_rows
from models.accounts import Role
from models.errors import StaleRecordError
from models.organisations import Company
from tests import factories
from tests.conftest import engine_of, sign_in


@pytest.fixture
def company_id(session: Session) -> int:
    company = factories.company(name="Fjärd AB")
    session.add(company)
    session.commit()
    return company.id


def test_one_who_only_has_read_keeps_nobody_from_writing(app: Flask, company_id: int) -> None:
    engine = engine_of(app)
    with BryggaSession(engine) as thinking, BryggaSession(engine) as quick:
        mine = thinking.get_one(Company, company_id)
        quick.add(factories.company(name="Snabb AB"))
        quick.commit()
        mine.summary = "efter en stunds eftertanke"
        thinking.commit()
        assert check_trail(quick).broken == []
        quick.rollback()
        assert quick.get_one(Company, company_id).summary == "efter en stunds eftertanke"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(app: Flask, company_id: int) -> None:
    engine = engine_of(app)
    with BryggaSession(engine) as slow, BryggaSession(engine) as quick:
        mine = slow.get_one(Company, company_id)
        quick.get_one(Company, company_id).summary = "först"
        quick.commit()
        mine.summary = "sist"
        with pytest.raises(StaleRecordError):
            slow.commit()


def test_a_lock_shows_what_is_there_when_the_turn_has_come(app: Flask, company_id: int) -> None:
    engine = engine_of(app)
    with BryggaSession(engine) as slow, BryggaSession(engine) as quick:
        mine = slow.get_one(Company, company_id)
        quick.get_one(Company, company_id).summary = "först"
        quick.commit()
        lock_rows(slow, Company, [company_id])
        assert mine.summary == "först"
        mine.summary = "sist"
        slow.commit()


@pytest.mark.parametrize("begins", ["a lock", "a locking select", "a flush", "a statement", "a short transaction"])
def test_from_the_first_write_on_others_wait(app: Flask, company_id: int, begins: str) -> None:
    engine = engine_of(app)
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    with BryggaSession(engine) as writing, engine.connect() as other:
        company = writing.get_one(Company, company_id)
        if begins == "a lock":
            lock_rows(writing, Company, [company_id])
        elif begins == "a locking select":
            writing.scalars(sa.select(Company).with_for_update()).all()
        elif begins == "a flush":
            company.summary = "ny"
            writing.flush()
        elif begins == "a statement":
            writing.execute(sa.update(Company).values(summary="ny"))
        other.exec_driver_sql("PRAGMA busy_timeout = 0")
        if begins == "a short transaction":
            writing.rollback()
            with short_transaction(engine, reads=False), pytest.raises(sa.exc.OperationalError, match="locked"):
                other.execute(sa.update(Company).values(summary="annan"))
        else:
            with pytest.raises(sa.exc.OperationalError, match="locked"):
                other.execute(sa.update(Company).values(summary="annan"))
        other.invalidate()


def test_hundreds_of_unknown_words_are_answered_with_a_few_sentences(app: Flask, session: Session) -> None:
    capability = factories.capability(factories.infrastructure())
    user = factories.user(role=Role.CONSULTANT)
    session.add_all([capability, user])
    session.commit()
    browser = sign_in(app, user)
    path = f"/capabilities/{capability.id}/edit"
    page = browser.get(path)
    assert page.status_code == 200
    for count, explained, told in ((60, 10, "Ytterligare 50 ord"), (471, 0, "Högst 40")):
        words = ", ".join(f"qx{number}" for number in range(count))
        answer = browser.send(path, {"title_sv": "Titel", "title_en": "Title", "concepts": words, "version": "1"})
        assert answer.status_code == 422
        # Each stands at the top of the page and on its field.
        assert answer.text.count("finns inte i ordlistan") == 2 * explained
        assert told in answer.text
