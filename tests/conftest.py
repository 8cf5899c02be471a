"""What all tests share: a migrated database of each kind, clients by role, and a count of statements."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask import session as flask_session
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from app import create_app, matchmaking
from app.storage.current_jobs import jobs_of
from app.storage.database import BryggaSession, alembic, db, db_session
from app.web.sign_in import begin_session
from config import Settings
from models import clock
from models.accounts import Role, User
from tests import factories
from tests.database_servers import PostgresServer
from tests.databases import Databases, PostgresCopies, SqliteCopies

_TEMPLATES = tempfile.TemporaryDirectory(prefix="brygga-templates-")
_COMPILED = FileSystemBytecodeCache(_TEMPLATES.name)
SECRET = "tests-only-" + "0123456789abcdef" * 3


# Machines are noisy: no test fails for the time it takes.
hypothesis_settings.register_profile("brygga", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("brygga")


def pytest_unconfigure() -> None:
    """Remove the compiled templates."""
    _TEMPLATES.cleanup()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that touches the database on SQLite and on PostgreSQL, but for those that say one is enough."""
    if "database_kind" in metafunc.fixturenames:
        only = metafunc.definition.get_closest_marker("only_on")
        metafunc.parametrize("database_kind", only.args if only else ["sqlite", "postgresql"], scope="session")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, started once for each process of the test run."""
    with PostgresServer.started() as server:
        yield server


@pytest.fixture(scope="session")
def app_template(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """A maker of database addresses, each of a migrated and empty database."""
    if database_kind == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        migrate(server.create("template_brygga"))
        yield PostgresCopies(server, "template_brygga")
        return
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.sqlite3"
        migrate(f"sqlite:///{template}")
        yield SqliteCopies(template)


def make_app(database_url: str, **settings: Any) -> Flask:
    """Return an application for tests; the engine works without its encoder unless a test asks for it."""
    values: dict[str, Any] = {"secret_key": SECRET, "encoder": "none", "testing": True} | settings
    for folder in ("import_folder", "files_folder"):
        values.setdefault(folder, Path(tempfile.mkdtemp(dir=_TEMPLATES.name)))
    app = create_app(Settings(database_url=database_url, **values))
    # Every test has an application of its own; compiling the same templates for each would take most of the time.
    app.jinja_env.bytecode_cache = _COMPILED
    if database_url.startswith("sqlite"):
        sa.event.listen(engine_of(app), "connect", _do_not_wait_for_the_disk)
    return app


def _do_not_wait_for_the_disk(connection: Any, _record: Any) -> None:
    # What these databases hold may be lost with the machine; PostgreSQL's run without fsync for the same reason.
    connection.execute("PRAGMA synchronous = OFF")


def migrate(database_url: str) -> None:
    """Bring an empty database to the newest migration."""
    app = make_app(database_url)
    with app.app_context():
        alembic.upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def built_app(app_template: Databases) -> Iterator[Flask]:
    """An application for many tests: to build one, and its statements anew, takes longer than most tests do."""
    app = make_app(app_template())
    yield app
    engine_of(app).dispose()


@pytest.fixture
def app(built_app: Flask, app_template: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application as it starts on a fresh, migrated, empty database."""
    kept, settings = dict(built_app.extensions), built_app.extensions["brygga"]
    app_template.empty(settings.database_url)
    built_app.extensions["brygga"] = replace(
        settings, mail_folder=tmp_path / "mail", import_folder=tmp_path / "imports", files_folder=tmp_path / "files"
    )
    matchmaking.attach(built_app)
    yield built_app
    with built_app.app_context():
        matchmaking.background().wait()
    if "brygga_jobs" in built_app.extensions:
        jobs_of(built_app).close()
    engine_of(built_app).dispose()
    built_app.extensions = kept


def engine_of(app: Flask) -> sa.Engine:
    """Return the engine an application is attached to."""
    with app.app_context():
        return db.engine


@pytest.fixture(autouse=True)
def begin_at_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let new rows begin at version 1, so that a test can say which it was shown."""
    monkeypatch.setattr("models.base.FIRST_VERSIONS", 1)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the test's own; it holds no transaction open, so that the requests it makes need not wait."""
    engine = engine_of(app).execution_options(isolation_level="AUTOCOMMIT")
    with BryggaSession(engine, expire_on_commit=False) as session:
        yield session


class Browser(FlaskClient):
    """A test client that fills in the forgery token, as a browser sends back what the page held."""

    def send(self, path: str, data: dict[str, Any] | None = None) -> Any:
        """POST a form with this browser's forgery token."""
        return self.post(path, data={"csrf_token": self.token(), **(data or {})})

    def token(self) -> str:
        """Return a forgery token of this browser's session, the one that every form it is shown holds.

        It is made rather than read from a page: to fetch a page before every form took a quarter of the whole run.
        """
        with self.session_transaction() as held:
            kept = held.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(kept))


def sign_in(app: Flask, user: User) -> Browser:
    """Return a browser in which the user has signed in; what the page does with the password has tests of its own."""
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    with app.test_request_context("/sign-in", environ_base=browser.environ_base):
        begin_session(db_session(), db_session().get_one(User, user.id))
        db_session().commit()
        begun = dict(flask_session)
    with browser.session_transaction() as held:
        held.update(begun)
    return browser


def sign_in_by_page(app: Flask, user: User) -> Browser:
    """Return a browser in which the user has signed in through the page, which then knows it."""
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    answer = browser.send("/sign-in", {"email": user.email, "password": factories.PASSWORD})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return browser


@pytest.fixture
def anonymous(app: Flask) -> Browser:
    """A browser in which nobody has signed in."""
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser


@pytest.fixture
def make_browser(app: Flask, session: Session) -> Callable[..., Browser]:
    """Make a browser signed in as a new user of a role, who acts for the infrastructures."""

    def make(role: Role, **values: Any) -> Browser:
        user = factories.user(role=role, **values)
        session.add(user)
        session.commit()
        return sign_in(app, user)

    return make


@pytest.fixture
def consultant(make_browser: Callable[..., Browser]) -> Browser:
    """A browser signed in as a process consultant."""
    return make_browser(Role.CONSULTANT)


@pytest.fixture
def administrator(make_browser: Callable[..., Browser]) -> Browser:
    """A browser signed in as an administrator."""
    return make_browser(Role.ADMINISTRATOR)


@pytest.fixture
def steering(make_browser: Callable[..., Browser]) -> Browser:
    """A browser signed in as a member of the steering group."""
    return make_browser(Role.STEERING)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the one clock at a moment; a naive one is as the clocks in Stockholm show it."""

    def set_to(moment: datetime) -> None:
        stopped = moment if moment.tzinfo else moment.replace(tzinfo=clock.TIME_ZONE)
        monkeypatch.setattr(clock, "hands", lambda: stopped.astimezone(UTC))

    return set_to


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], Any]:
    """Count the SQL statements that run inside `with count_statements() as statements:`."""
    return lambda: counting_statements(app)


@contextmanager
def counting_statements(app: Flask) -> Iterator[list[str]]:
    """Give a list that an application's SQL statements are added to; beginnings and settings are none."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    sa.event.listen(engine_of(app), "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine_of(app), "before_cursor_execute", note)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many tests ran where: on SQLite, on PostgreSQL and in Chromium."""
    ran = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    skipped = sum("browser" in report.keywords for report in terminalreporter.getreports("skipped"))
    counts = {
        "on SQLite": sum("[sqlite" in report.nodeid for report in ran),
        "on PostgreSQL": sum("[postgresql" in report.nodeid for report in ran),
        "in Chromium": sum("browser" in report.keywords for report in ran),
    }
    told = ", ".join(f"{count} {where}" for where, count in counts.items())
    terminalreporter.write_line(f"Ran {told}.")
    if skipped:
        terminalreporter.write_line(f"NOT TESTED IN A BROWSER: {skipped} tests were skipped, for want of Chromium.")
