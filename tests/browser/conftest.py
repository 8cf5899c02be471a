"""A real Chromium against the application as `make run` serves it: migrated, filled with demo data, behind gunicorn."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from seeds.loader import demo_sign_ins
from tests.browser.chromium import find_chromium

PATIENCE_MS = 180_000
ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, and skip it loudly where there is no Chromium."""
    missing = find_chromium() is None
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="NO CHROMIUM: this was not tested in a browser"))


@dataclass(frozen=True, slots=True)
class Served:
    """A running Brygga: where it answers, and the database behind it."""

    url: str
    database_url: str


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Brygga with demo data on SQLite, started by the same command as `make run`."""
    folder = tmp_path_factory.mktemp("served")
    port = _free_port()
    database_url = f"sqlite:///{folder / 'brygga.sqlite3'}"
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "MAIL_FOLDER": str(folder / "mail"),
        "SECRET_KEY": "browser-tests-only-0123456789abcdef",
        "OMP_NUM_THREADS": "1",
    }
    log = (folder / "server.log").open("w")
    command = [sys.executable, "-m", "app.serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(server, url, folder / "server.log")
        yield Served(url, database_url)
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _attempt in range(1200):
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/sign-in"):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise RuntimeError(f"The server never answered: {log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    options = CHROMIUM_OPTIONS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Open a page as a demo user: `open_page("consultant", "en", width=390, javascript=False)`."""
    contexts: list[BrowserContext] = []

    def open_(role: str | None, language: str = "sv", *, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            base_url=served.url,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        # Generous: a busy machine is slow, and nothing here measures time.
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _no_violation(message.text))
        page.goto("/sign-in")
        if language == "en":
            page.get_by_role("button", name="English").first.click()
        if role is not None:
            sign_in(page, role)
        return page

    yield open_
    for context in contexts:
        context.close()


def _no_violation(text: str) -> None:
    assert "Content Security Policy" not in text, text


def sign_in(page: Page, role: str) -> None:
    """Fill in the sign-in page for a demo role and send it."""
    account = next(entry for entry in demo_sign_ins() if entry.role == role)
    page.locator("input[name=email]").fill(account.email)
    page.locator("input[name=password]").fill(account.password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
