"""Takes the guide's pictures anew: `python -m tests.browser.pictures http://127.0.0.1:8000`, of a fresh `make run`."""

from __future__ import annotations

import argparse
import os
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from models.clock import today
from tests.browser.chromium import find_chromium
from tests.browser.conftest import CHROMIUM_OPTIONS, PATIENCE_MS, sign_in

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 860}
NEED = "Tillverkning till de första patienterna"


def main() -> None:
    """Sign in as the demo consultant in Swedish, and take one picture for each part of the guide that has one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where Brygga with untouched demo data answers")
    address = parser.parse_args().address
    options = CHROMIUM_OPTIONS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        page = browser.new_page(viewport=SIZE, base_url=address, locale="sv-SE", reduced_motion="reduce")
        page.set_default_timeout(PATIENCE_MS)
        page.goto("/sign-in")
        sign_in(page, "consultant")
        _take(page, "hem", "/")
        page.goto("/needs?status=all")
        need = page.get_by_role("link", name=NEED).first.get_attribute("href") or ""
        _take(page, "need", need)
        _take(
            page,
            "introducera",
            page.locator("li.candidate > .actions a[href*='/introduce']").first.get_attribute("href") or "",
        )
        page.goto(need)
        match = page.locator("li.candidate a[href*='/matches/']").first.get_attribute("href") or ""
        _take(page, "matchning", match)
        _take(page, "rapport", f"/reports/{today().replace(day=1) - timedelta(days=1):%Y-%m}")
        browser.close()


def _take(page: Page, name: str, path: str) -> None:
    page.goto(path)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
