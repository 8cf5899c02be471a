"""The page of a need on a phone: what is secondary is folded, and nothing is out of reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_walk import open_one_with_answers
from tests.running import Served

SECOND = ".need-ranking > section > .candidates > li.candidate:nth-child(2)"


@pytest.mark.parametrize(
    ("width", "javascript", "is_folded"),
    [(1280, True, False), (1280, False, False), (390, True, True), (390, False, True)],
)
def test_on_a_narrow_screen_only_the_best_suggestion_is_folded_out(
    open_page: Callable[..., Page], served: Served, width: int, *, javascript: bool, is_folded: bool
) -> None:
    page = open_page("consultant", width=width, javascript=javascript)
    open_one_with_answers(page, served)
    why = page.locator(f"{SECOND} > details.fold-narrow")
    expect(why.locator("> .fold-body")).to_be_visible(visible=not is_folded)
    summary = why.locator("> summary")
    expect(summary).to_be_visible(visible=width == 390)
    if is_folded:
        summary.click()
        expect(why.locator("> .fold-body")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_name_without_spaces_wraps_wherever_names_are_listed(open_page: Callable[..., Page], width: int) -> None:
    page = open_page("consultant", width=width)
    named = ".breadcrumbs a, .plain-list a, .people a, .entry-head a, th[scope=row] a"
    for path in ("/aid", "/aid/1", "/companies/1/aid", "/companies/1", "/matches/1", "/uses/1/edit"):
        page.goto(path)
        lengthen = "links => links.forEach(link => { link.textContent = 'Mycketlångtnamn'.repeat(13) })"
        page.locator(named).evaluate_all(lengthen)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
