"""What holds a database against its clients' journals sees every fault that it looks for."""

from __future__ import annotations

import re

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.database import BryggaSession
from models.matches import Stage
from models.organisations import Company
from models.people import Person
from models.sent_forms import UsedKey
from tests import factories
from tests.conftest import engine_of
from tests.faults.books import Findings, judge
from tests.faults.clients import Saving


def _saving(kind: str, marker: str) -> Saving:
    return Saving(kind, marker, "/", {}, begun=1.0)


def _judged(app: Flask, must: list[Saving] | None = None, may_not: list[Saving] | None = None) -> Findings:
    with engine_of(app).connect() as connection:
        return judge(connection, must or [], may_not or [])


def test_what_is_missing_doubled_or_too_early_is_named(app: Flask) -> None:
    names = ("Sparat k0x00001z AB", "Sparat k0x00002z AB", "Igen k0x00002z AB", "Delat", "Sparat k0x00003z AB")
    with BryggaSession(engine_of(app)) as session:
        session.add_all(factories.company(name=name) for name in names)
        session.add(factories.company(name="Annat AB", summary="Allas. k1x00001z k1x00002z k1x00002z"))
        session.commit()
    must = [_saving("company", "k0x00001z"), _saving("company", "k0x00009z"), _saving("edit", "k1x00001z")]
    found = _judged(app, must, [_saving("company", "k0x00003z"), _saving("need", "k0x00001z")])
    assert found.lost == ["company k0x00009z"]
    assert sorted(found.doubled) == ["company k0x00002z", "edit k1x00002z"]
    assert found.early == ["company k0x00003z"]
    assert found.half == []
    assert len(found.told()) == 4


def test_what_is_half_is_named(app: Flask) -> None:
    with BryggaSession(engine_of(app)) as session:
        company = factories.company()
        capability = factories.capability(factories.infrastructure())
        won = factories.match(factories.need(company, title="Spara k0x00001z"), capability, stage=Stage.AGREED)
        told = factories.match(factories.need(company), capability, stage=Stage.INTRODUCED, next_step="Ringa")
        session.add_all([factories.use(won), told, factories.meeting(won), Person(name="Ensam")])
        session.add(UsedKey(key_hash="k", content_hash="c"))
        session.commit()
    with engine_of(app).begin() as connection:
        # Past the session, as no save is made: no entry tells of the one, and the others are gone.
        connection.execute(sa.insert(Company).values(name="Otalt AB", name_sort="otalt ab"))
        for table in ("introduction", "stage_change", "person_role"):
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
    assert {re.sub(r":? \d+$", "", line) for line in _judged(app).half} == {
        "company",
        "introduction",
        "stage_change",
        "need without its concept",
        "meeting without its person",
        "person without a role",
        "use whose match has not won",
        "match without an introduction",
        "match without its steps",
        "introduction without its letters",
        "used key that leads nowhere",
    }


def test_an_untouched_database_has_no_fault(app: Flask, session: Session) -> None:
    with BryggaSession(engine_of(app)) as writing:
        writing.add(factories.contact(factories.company()))
        writing.commit()
    assert _judged(app).told() == []
