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
