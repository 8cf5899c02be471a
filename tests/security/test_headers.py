"""Headers and cookies beyond the matrix (which checks every one of its answers), and what production demands."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from random import Random

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from config import ConfigurationError, from_environment, is_weak_secret
from models.accounts import Role, User
from tests import factories
from tests.conftest import engine_of, make_app, migrate
from tests.security import matrix
from tests.security.addresses import list_doors
from tests.security.conftest import World
from tests.security.matrix import Cell
from tests.security.response_headers import wrong_headers
from tests.security.scene import open_session

HTTPS = "https://brygga.example"
GOOD = {
    "BRYGGA_ENV": "production",
    "SECRET_KEY": "7Hq2vTzL0pYx9KdWm3RfUa8NcEj5BgSi1oXk6QtM4wZ",
    "BASE_URL": HTTPS,
    "DATABASE_URL": "sqlite://",
    "TRUSTED_HOSTS": "brygga.example",
}


def test_a_header_that_is_not_set_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(world.scene.app.after_request_funcs, None, [])
    door = next(door for door in list_doors(world.scene.app) if door.endpoint == "home.show")
    told = matrix.run(world.scene, world.visitors, [Cell("consultant", door, "GET", "own")]).failures
    assert any("Content-Security-Policy" in line for line in told)


@pytest.mark.parametrize("path", ["/no-such-page", "/static/no-such-file.css", "/needs/", "/needs/x", "/\x00", "/%ff"])
def test_addresses_that_lead_nowhere_carry_the_headers_too(world: World, path: str) -> None:
    for name in ("consultant", "anonymous"):
        answer = world.visitors[name].ask(path)
        assert answer.status_code in (308, 404)
        is_file = path.startswith("/static")
        assert wrong_headers(answer.headers, signed_in=name == "consultant", is_file=is_file) == []


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with production's settings, and one user."""
    url = f"sqlite:///{tmp_path_factory.mktemp('production') / 'brygga.sqlite3'}"
    migrate(url)
    app = make_app(url, production=True, base_url=HTTPS, trusted_hosts=("brygga.example",))
    with open_session(app) as session:
        session.add(factories.user(email="konsult@brygga.example", role=Role.CONSULTANT))
        session.commit()
    yield app
    engine_of(app).dispose()


def _sign_in(app: Flask) -> TestResponse:
    browser = app.test_client()
    page = browser.get("/sign-in", base_url=HTTPS).get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    data = {"csrf_token": token, "email": "konsult@brygga.example", "password": factories.PASSWORD}
    return browser.post("/sign-in", base_url=HTTPS, data=data, headers={"Referer": f"{HTTPS}/sign-in"})


def test_in_production_cookies_are_bound_to_host_and_https(production: Flask) -> None:
    answer = _sign_in(production)
    assert answer.status_code == 302
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-brygga", "__Host-brygga-known"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
        assert "Domain" not in cookie


def test_over_https_browsers_are_told_to_stay_there(production: Flask) -> None:
    secure = production.test_client().get("/sign-in", base_url=HTTPS)
    assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    plain = production.test_client().get("/sign-in", base_url="http://brygga.example")
    assert "Strict-Transport-Security" not in plain.headers


def test_only_the_hosts_that_are_trusted_are_answered(production: Flask) -> None:
    for host in ("https://evil.example", "https://brygga.example.evil.example"):
        answer = production.test_client().get("/sign-in", base_url=host)
        assert answer.status_code == 400
        assert host.removeprefix("https://") not in answer.get_data(as_text=True)
        assert wrong_headers(answer.headers, signed_in=False) == []


def test_production_with_everything_it_needs_starts() -> None:
    assert from_environment(GOOD).production


def test_a_random_secret_is_never_taken_for_a_weak_one() -> None:
    chance = Random(7)
    for size in range(24, 1024):
        assert not is_weak_secret(urlsafe_b64encode(chance.randbytes(24 + size % 48)).decode().rstrip("="))
        assert not is_weak_secret(chance.randbytes(32).hex())


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": ""},
        {"SECRET_KEY": "short"},
        {"SECRET_KEY": "a" * 64},
        {"SECRET_KEY": "changeme" * 4},
        {"SECRET_KEY": "0123456789abcdef" * 4},
        {"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789"},
        {"SECRET_KEY": "change-me-change-me-change-me-please"},
        {"SECRET_KEY": "this-is-a-very-secret-key-for-my-app!"},
        {"SECRET_KEY": "Kx9!pQ2z" * 6},
        {"AUDIT_KEY": "short"},
        {"AUDIT_KEY": "changeme" * 6},
        {"TRUSTED_HOSTS": ""},
        {"TRUSTED_HOSTS": " , "},
        {"TRUSTED_HOSTS": "*"},
        {"FLASK_DEBUG": "1"},
        {"DATABASE_URL": "postgresql://brygga:password@db/brygga"},
        {"DATABASE_URL": "postgresql://postgres:postgres@db/brygga"},
        {"DATABASE_URL": "postgresql://brygga:brygga@db/brygga"},
        {"SMTP_URL": "smtp://user:password@host:587"},
        {"BASE_URL": "http://brygga.example"},
        {"BRYGGA_ENV": "prodution"},
    ],
)
def test_production_refuses_to_start_with_a_setting_that_is_not_safe(change: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError):
        from_environment(GOOD | change)


def test_a_session_that_was_ended_elsewhere_is_worth_nothing(world: World) -> None:
    for name in ("disabled", "signed out"):
        answer = world.visitors[name].ask("/companies")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in")
        assert isinstance(world.scene[f"user {name}"], User)
