"""The index is as a rebuild would make it, whatever changed the records: commands in bulk, SQL by hand, a restore.

After forms it is looked at where each form is sent with valid input, in tests/security/test_valid_posts.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.database import db_session
from app.storage.search_index.keeping import WATCHED
from models.organisations import Company
from models.vocabulary import Language, Term, TermKind
from seeds.loader import load
from tests import factories
from tests.conftest import Browser, engine_of, make_app
from tests.database_servers import PostgresServer
from tests.search.indexing import entries, rebuilt, stale


def in_step(app: Flask) -> bool:
    """Tell whether the index is what a rebuild makes, and has entries at all."""
    found = entries(engine_of(app))
    return bool(found) and stale(engine_of(app)) == 0 and found == rebuilt(engine_of(app))


def test_the_index_follows_seeds_demo_data_and_its_removal(app: Flask) -> None:
    with app.app_context():
        load(db_session(), demo=True, today=date(2026, 11, 21))
        db_session().commit()
    assert in_step(app)
    with_demo = len(entries(engine_of(app)))
    assert app.test_cli_runner().invoke(args=["demo", "remove"]).exit_code == 0
    assert in_step(app)
    assert len(entries(engine_of(app))) < with_demo - 50


def test_what_is_written_past_every_session_is_found_by_the_next_search(
    app: Flask, session: Session, consultant: Browser
) -> None:
    session.add(factories.company(name="Gammalt namn"))
    session.commit()
    with engine_of(app).begin() as connection:
        connection.execute(sa.text("UPDATE company SET name = 'Alldeles nytt namn'"))
    assert stale(engine_of(app)) == 1
    assert "Alldeles nytt namn" in consultant.get("/search?q=alldeles").get_data(as_text=True)
    assert in_step(app)


def test_a_change_that_is_taken_back_leaves_the_index_alone(app: Flask, session: Session) -> None:
    with app.app_context():
        db_session().add(factories.company(name="Kvar"))
        db_session().commit()
        db_session().execute(sa.update(Company).values(name="Borta"))
        db_session().rollback()
        db_session().execute(sa.select(Company)).all()
        db_session().commit()
    assert in_step(app)
    assert any("kvar" in name for name, _sort, _words in entries(engine_of(app)).values())


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_changed_within_a_savepoint_is_written_with_the_whole(
    app: Flask, session: Session, *, kept: bool
) -> None:
    session.add(factories.company(name="Före"))
    session.commit()
    with app.app_context():
        trial = db_session().begin_nested()
        db_session().scalars(sa.select(Company)).one().name = "Efter"
        db_session().flush()
        if kept:
            trial.commit()
        else:
            trial.rollback()
        db_session().commit()
    assert in_step(app)
    assert any(("efter" if kept else "fore") in name for name, _sort, _words in entries(engine_of(app)).values())


def test_a_restored_backup_is_searched_as_the_database_was(
    app: Flask, session: Session, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    session.add_all([factories.company(name="Återställd"), factories.company(name="Likaså")])
    session.commit()
    file = tmp_path / "kept.brygga"
    assert app.test_cli_runner().invoke(args=["backup", str(file)]).exit_code == 0
    if engine_of(app).dialect.name == "sqlite":
        url = f"sqlite:///{tmp_path / 'again'}.sqlite3"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.create(f"again_{tmp_path.name}")
    other = make_app(url, mail_folder=tmp_path / "again-mail")
    done = other.test_cli_runner().invoke(args=["restore", str(file)])
    assert done.exit_code == 0, done.output
    assert entries(engine_of(other)) == entries(engine_of(app))
    assert in_step(other)
    engine_of(other).dispose()


def test_rebuilding_changes_nothing_that_was_in_step(app: Flask, session: Session) -> None:
    session.add(factories.person(name="Åsa Ö"))
    session.commit()
    before = entries(engine_of(app))
    done = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert done.exit_code == 0
    assert "are in the index" in done.output
    assert entries(engine_of(app)) == before


def test_every_table_that_is_searched_has_its_triggers(app: Flask) -> None:
    """A table that a migration makes anew on SQLite loses its triggers, and must add them; then this fails."""
    events = {"insert", "update", "delete"}
    with engine_of(app).connect() as connection:
        if connection.dialect.name == "sqlite":
            found = connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
            wanted = {f"search_{record.__tablename__}_{event}" for record in WATCHED for event in events}
        else:
            found = connection.scalars(sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
            wanted = {f"search_{record.__tablename__}" for record in WATCHED}
        assert wanted <= set(found)


@pytest.mark.parametrize("change", ["insert", "update", "delete"])
def test_each_change_of_each_table_is_noted(
    app: Flask, session: Session, change: str, one_of_each: Callable[[], dict[str, int]]
) -> None:
    numbers = one_of_each()
    engine = engine_of(app)
    for record, (kind, column) in WATCHED.items():
        table: Any = record.__table__
        with engine.connect() as connection:
            connection.execute(sa.text("DELETE FROM search_stale"))
            row = table.c.id == numbers[record.__tablename__]
            about = connection.scalar(sa.select(table.c[column]).where(row))
            stored = dict(connection.execute(sa.select(table).where(row)).mappings().one())
            if change == "update":
                connection.execute(sa.update(table).where(row).values(id=table.c.id))
            else:
                connection.execute(sa.delete(table).where(row))
            if change == "insert":
                connection.execute(sa.text("DELETE FROM search_stale"))
                connection.execute(sa.insert(table).values(**stored))
            marked = connection.scalars(sa.text("SELECT number FROM search_stale")).all()
            assert kind.first + int(about or 0) in marked, (record.__tablename__, change)
            connection.rollback()


@pytest.fixture
def one_of_each(session: Session) -> Callable[[], dict[str, int]]:
    """Make a row of each table that is searched, on which no other hangs; give each one's number."""

    def make() -> dict[str, int]:
        infrastructure = factories.infrastructure(name_sv="Enhet")
        rows: dict[str, Any] = {
            "company": factories.company(name="Bolag"),
            "person": factories.person(name="Någon"),
            "need": factories.need(factories.company(name="Annat")),
            "infrastructure": infrastructure,
            "capability": factories.capability(factories.infrastructure(name_sv="Annan")),
            "note": factories.note(company=factories.company(name="Tredje")),
            "concept": factories.concept(),
            "record_file": factories.record_file(company=factories.company(name="Fjärde")),
            "term": Term(concept=factories.concept(), language=Language.SV, kind=TermKind.SYNONYM, text="ord"),
        }
        session.add_all(rows.values())
        session.commit()
        return {name: row.id for name, row in rows.items()}

    return make
