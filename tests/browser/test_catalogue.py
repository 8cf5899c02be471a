"""A company that knows nobody finds a lab in its own words, compares two and asks about one, without signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Keyboard, Mouse


@pytest.mark.parametrize("way", ["mouse", "keyboard", "no javascript"])
def test_a_company_finds_compares_and_asks(open_page: Callable[..., Page], way: str) -> None:
    page = open_page(None, "sv", javascript=way != "no javascript")
    page.set_viewport_size({"width": 390, "height": 844})
    hand = Keyboard(page) if way == "keyboard" else Mouse(page)
    page.goto("/")
    hand.fill(page.locator("input[name=q]"), "vi vill testa vår app på patienter")
    hand.press(page.locator("form.ask button[type=submit]"))
    expect(page.locator(".hit")).not_to_have_count(0)
    name = page.locator(".hit h2").first.inner_text()
    for place in range(2):
        page.locator("input[name=infrastructure]").nth(place).check()
    hand.press(page.locator("#compare-form button[type=submit]"))
    expect(page.locator(".comparison thead th")).to_have_count(3)
    hand.press(page.locator(".comparison thead a").first)
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator(".page-actions a[href^='mailto:']")).to_be_visible()
