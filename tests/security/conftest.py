"""One scene for each database and test process; nothing that a test writes there outlives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.database import BryggaSession
from config import ROOT, Branding
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from tests import factories
from tests.conftest import engine_of, make_app
from tests.databases import Databases
from tests.security.forms import FoundForm, find_forms
from tests.security.scene import Scene, build_scene, know_computed, open_session
from tests.security.valid_posts import Setting
from tests.security.visitors import Visitor, let_in


@dataclass(frozen=True, slots=True)
class World:
    """The scene and everybody who knocks on its doors."""

    scene: Scene
    visitors: dict[str, Visitor]
    _forms: dict[str, list[FoundForm]] = field(default_factory=dict)

    def forms_of(self, name: str) -> list[FoundForm]:
        """Return the forms that a visitor is shown, looked for once."""
        if name not in self._forms:
            self._forms[name] = find_forms(self.scene, self.visitors[name])
        return self._forms[name]


def make_world(app: Flask) -> World:
    """Return a new scene in an application's empty database, with everybody at its doors."""
    with open_session(app) as session:
        scene = build_scene(app, session)
        visitors = let_in(scene, session)
        know_computed(scene, session)
    return World(scene, visitors)


@pytest.fixture(scope="session")
def world(app_template: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A scene that every test finds as it was built: whoever writes uses `nothing_is_kept`."""
    brand = Branding(logo=str(ROOT / "app" / "static" / "icon.svg"))
    app = make_app(app_template(), mail_folder=tmp_path_factory.mktemp("mail"), branding=brand)
    yield make_world(app)
    engine_of(app).dispose()


@pytest.fixture
def fresh_world(app: Flask) -> World:
    """A scene of the test's own, in which what is written stays."""
    return make_world(app)


@pytest.fixture
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let requests write all they want, and take it back when they end: a commit writes, and its session is closed."""
    monkeypatch.setattr(BryggaSession, "commit", Session.flush)


@pytest.fixture(scope="module")
def setting(app_template: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """One database for all cases: each makes the records that it changes."""
    app = make_app(app_template(), mail_folder=tmp_path_factory.mktemp("mail"))
    with open_session(app) as session:
        infrastructure = factories.infrastructure()
        session.add(infrastructure)
        load_programmes(session, SeedReport())
        session.commit()
        yield Setting(app, session, infrastructure)
    engine_of(app).dispose()
