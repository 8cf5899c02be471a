"""A real Chromium against the application as `make run` serves it: migrated, filled with demo data, behind gunicorn."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from shutil import copyfile

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright

from seeds.loader import demo_sign_ins
from tests.browser.chromium import find_chromium
from tests.running import WORDS_ALONE, Served, serving

# Nothing here measures time: a page of a busy machine takes some seconds, and one that never comes is told in less
# than a minute.
PATIENCE_MS = 45_000
expect.set_options(timeout=PATIENCE_MS)
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


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Brygga with demo data on SQLite, started by the same command as `make run`; words alone rank.

    The first process of a test run fills a database; the others wait and start on a copy.
    """
    folder = tmp_path_factory.mktemp("served")
    is_one_of_many = "PYTEST_XDIST_WORKER" in os.environ
    shared = tmp_path_factory.getbasetemp().parent / "filled.sqlite3" if is_one_of_many else folder / "filled.sqlite3"
    with ExitStack() as stack, shared.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if shared.exists():
            copyfile(shared, folder / "brygga.sqlite3")
        served = stack.enter_context(serving(folder, **WORDS_ALONE))
        if not shared.exists():
            _copy_running(folder / "brygga.sqlite3", shared)
        flock(lock, LOCK_UN)
        yield served


def _copy_running(source: Path, target: Path) -> None:
    """Copy a SQLite database that is in use."""
    draft = target.with_suffix(".draft")
    with closing(sqlite3.connect(source)) as running, closing(sqlite3.connect(draft)) as copy:
        running.backup(copy)
    draft.replace(target)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of this folder; Playwright's event loop must not run on into other tests."""
    options = CHROMIUM_OPTIONS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def cookies() -> dict[str, StorageState]:
    """What a browser keeps of each role's sign-in, so that a role signs in once and not once a test."""
    return {}


@pytest.fixture
def open_page(chromium: Browser, served: Served, cookies: dict[str, StorageState]) -> Iterator[Callable[..., Page]]:
    """Open a page as a demo user: `open_page("consultant", "en", width=390, javascript=False)`."""
    contexts: list[BrowserContext] = []

    def open_(role: str | None, language: str = "sv", *, width: int = 1280, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            base_url=served.url,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            storage_state=cookies.get(role or ""),
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _no_violation(message.text))
        page.goto("/settings" if role in cookies else "/sign-in")
        if role is not None and role not in cookies:
            sign_in(page, role)
            cookies[role] = context.storage_state()
        choose_language(page, language)
        return page

    yield open_
    for context in contexts:
        context.close()


def _no_violation(text: str) -> None:
    assert "Content Security Policy" not in text, text


def choose_language(page: Page, language: str) -> None:
    """Turn a page to a language where it is in the other; an account remembers the last test's."""
    if page.locator("html").get_attribute("lang") != language:
        person = page.locator("header .person-button")
        if person.count():
            person.click()
        page.get_by_role("button", name={"sv": "Svenska", "en": "English"}[language]).first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def sign_in(page: Page, role: str) -> None:
    """Fill in the sign-in page for a demo role and send it."""
    account = next(entry for entry in demo_sign_ins() if entry.role == role)
    page.locator("input[name=email]").fill(account.email)
    page.locator("input[name=password]").fill(account.password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
