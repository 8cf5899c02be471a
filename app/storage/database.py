"""The database: one engine, and one session per request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any, Final

import sqlalchemy as sa
from flask import Flask
from flask_alembic import Alembic
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.storage import postgresql, sqlite
from app.storage.database_failures import hide_values
from app.storage.private_files import keep_database_private
from models.base import Base, UtcDateTime
from models.errors import StaleRecordError


class BryggaSession(Session):
    """A session in which a lost race for a row's version is the domain's own refusal."""

    def flush(self, objects: Any = None) -> None:
        """Write what is pending; raises StaleRecordError when somebody else changed a row first."""
        if self.new or self.dirty or self.deleted:
            # What listeners read while they write (the trail's end, a version) is read as the writer.
            sqlite.take_turn(self.connection())
        try:
            super().flush(objects)
        except StaleDataError as error:
            raise StaleRecordError from error


db = SQLAlchemy(session_options={"class_": BryggaSession})
alembic = Alembic(metadatas=Base.metadata)

# Tables so named are made by the application for itself, indexes and the queue of jobs, and hold no records: they are
# in no model and no backup.
CANDIDATES: Final = "candidate_"
OWN_TABLES: Final = (CANDIDATES, "search_", "huey_")


def db_session() -> Session:
    """Return the session of this request or command."""
    return db.session


def init_database(app: Flask) -> None:
    """Attach the engine, the migrations and SQLite's settings to the application."""
    db.init_app(app)
    # Nothing here works asynchronously, and to close no session at all an event loop would start after every request.
    app.teardown_appcontext_funcs = [each for each in app.teardown_appcontext_funcs if not iscoroutinefunction(each)]
    app.config["ALEMBIC_CONTEXT"] = {"render_item": _render_for_migration, "include_name": _is_of_migrations}
    alembic.init_app(app)
    engine = engine_of(app)
    hide_values(engine)
    if engine.dialect.name == "sqlite":
        keep_database_private(engine)
    sqlite.listen(engine)
    postgresql.listen(engine)


def engine_of(app: Flask) -> sa.Engine:
    """Return the engine an application is attached to."""
    with app.app_context():
        return db.engine


def _render_for_migration(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column type as what it is in the database, so that old migrations need no code of ours."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _is_of_migrations(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith(OWN_TABLES))


@contextmanager
def short_transaction(engine: sa.Engine, *, reads: bool) -> Iterator[sa.Connection]:
    """Give a connection of its own, outside the request's transaction, committed and given back at the end.

    One that does not only read takes its turn as the writer before it begins.
    """
    with engine.begin() as connection:
        if not reads:
            sqlite.take_turn(connection)
        yield connection
