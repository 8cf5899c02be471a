"""Migrations on a filled database: down and up again, one by one, and in agreement with the models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa
from flask import Flask

from app.storage.database import OWN_TABLES, alembic, db, db_session
from models import Base
from seeds.loader import load
from tests.conftest import make_app, migrate
from tests.databases import Databases


@pytest.fixture
def migrated(app: Flask) -> Iterator[Flask]:
    """The application on an empty database."""
    with app.app_context():
        yield app


@pytest.fixture(scope="module")
def with_demo_data(app_template: Databases) -> str:
    """The address of a database with all demo data, to be copied."""
    url = app_template()
    app = make_app(url)
    with app.app_context():
        load(db_session(), demo=True, today=date(2026, 11, 21))
        db_session().commit()
        db_session().close()
        db.engine.dispose()
    return url


@pytest.fixture
def filled(app_template: Databases, with_demo_data: str) -> Iterator[Flask]:
    """The application on a database with all demo data."""
    app = make_app(app_template.copy(with_demo_data))
    with app.app_context():
        yield app
        db_session().close()
        db.engine.dispose()


def _counts() -> dict[str, int]:
    """Return how many rows each table of the newest models has."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _tables() -> set[str]:
    found = sa.inspect(db.engine).get_table_names()
    return {name for name in found if not name.startswith(OWN_TABLES)} - {"alembic_version"}


def test_models_and_migrations_agree(migrated: Flask) -> None:
    assert alembic.compare_metadata() == []


def test_a_filled_database_goes_down_step_by_step_and_up_again(filled: Flask) -> None:
    before = _counts()
    assert before["company"] > 20
    assert before["term"] > 1_000
    newest_first = [step.revision for step in alembic.script_directory.walk_revisions()]
    for newer, older in pairwise(newest_first):
        alembic.downgrade(older)
        assert [head.revision for head in alembic.current()] == [older]
        alembic.upgrade(newer)
        alembic.downgrade(older)
    # All but the last step down keep what people have recorded: only tables and columns that came later are gone.
    alembic.upgrade()
    after = _counts()
    gone = {name for name, count in before.items() if after[name] != count}
    assert not gone & {"company", "need", "match", "meeting", "use", "person", "user_account", "audit_entry"}
    assert alembic.compare_metadata() == []


def test_a_filled_database_goes_all_the_way_down_and_up_again(filled: Flask) -> None:
    alembic.downgrade("base")
    assert _tables() == set()
    alembic.upgrade()
    assert _tables() == set(Base.metadata.tables)
    assert set(_counts().values()) <= {0, 1}
    assert load(db_session(), demo=True, today=date(2026, 11, 21)).total > 10_000
    db_session().commit()
    assert alembic.compare_metadata() == []


def test_every_migration_has_a_way_down_and_one_before_it(migrated: Flask) -> None:
    steps = list(alembic.script_directory.walk_revisions())
    assert len(alembic.script_directory.get_heads()) == 1
    for step in steps:
        assert step.doc, step.revision
        assert step.module.downgrade.__doc__, step.doc
    assert sum(step.down_revision is None for step in steps) == 1


def test_migrating_twice_changes_nothing(app_template: Callable[[], str]) -> None:
    url = app_template()
    migrate(url)
    app = make_app(url)
    with app.app_context():
        assert alembic.compare_metadata() == []
        db.engine.dispose()


def _shown_and_reasons() -> tuple[set[str], set[str]]:
    """Return which parts of needs ended introductions keep, and why pairs were turned down."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        kept = sa.table("introduction", sa.column("shown", sa.JSON))
        reasons = sa.table("judgement", sa.column("reason", sa.String))
        return (
            {key for shown in connection.scalars(sa.select(kept.c.shown)) if shown for key in shown},
            {reason for reason in connection.scalars(sa.select(reasons.c.reason)) if reason},
        )


def test_what_is_kept_as_data_follows_an_infrastructure_to_its_one_name(filled: Flask) -> None:
    before = _shown_and_reasons()
    assert "infrastructure_text" in before[0]
    assert "infrastructure_declined" in before[1]
    alembic.downgrade("1796001200")
    assert {"unit_text"} == {key for key in _shown_and_reasons()[0] if key.endswith("unit_text")}
    assert "unit_declined" in _shown_and_reasons()[1]
    alembic.upgrade()
    assert _shown_and_reasons() == before
