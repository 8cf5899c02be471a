"""Seeding works within the application: on SQLite and PostgreSQL, with the audit trail and the catalogue's revision."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

import seeds
from app.storage.audit_check import check_trail
from app.storage.database import db_session
from models.engine_state import CatalogueState
from models.organisations import Company
from models.readiness_items import ReadinessItem
from seeds.report import SeedReport
from seeds.vocabulary import load_vocabulary


def test_everything_loads_once_and_the_audit_trail_holds(app: Flask, today: date) -> None:
    with app.app_context():
        session = db_session()
        assert seeds.is_empty(session)
        assert seeds.load(session, demo=True, today=today).total > 10_000
        session.commit()
        revision = session.scalar(sa.select(CatalogueState.revision))
        assert seeds.load(session, demo=True, today=today).total == 0
        session.commit()
        assert session.scalar(sa.select(CatalogueState.revision)) == revision
        assert check_trail(session).broken == []
        assert session.scalar(sa.select(sa.func.count()).select_from(Company)) == 30
        not_applicable = sa.select(sa.func.count()).select_from(ReadinessItem).where(ReadinessItem.level.is_(None))
        assert session.scalar(not_applicable) == 9


@pytest.mark.only_on("sqlite")
def test_new_words_alone_tell_running_workers(app: Flask) -> None:
    with app.app_context():
        session = db_session()
        load_vocabulary(session, SeedReport())
        session.commit()
        before = session.scalars(sa.select(CatalogueState.revision)).one()
        session.execute(sa.text("DELETE FROM term WHERE id IN (SELECT min(id) FROM term)"))
        load_vocabulary(session, SeedReport())
        session.commit()
        assert session.scalars(sa.select(CatalogueState.revision)).one() == before + 1
