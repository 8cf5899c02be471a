"""Staff keep their profile right in few actions from the home page: facts, and on a phone only price and lead time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Counting, Mouse

# From the home page to what outsiders read: the profile opened, its form, one field and the button that publishes; on
# the phone the form is on the home page itself, and has two fields a capability.
MOST_FOR_A_FACT = 4
MOST_FOR_A_PRICE = 4


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_publish_a_fact_and_a_price(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("staff", "sv", javascript=javascript)
    number = "1" if javascript else "2"
    hand = Counting(Mouse(page))
    page.goto("/")
    hand.press(page.locator("main a[href^='/infrastructures/']:not([href*='terms'])").first)
    shown = page.url
    hand.press(page.locator(".fresh a[href$='/edit']"))
    hand.fill(page.locator("input[name=building]"), f"Neo, plan {number}")
    hand.press(page.locator("button[name=publish], input[name=publish]"))
    assert hand.actions <= MOST_FOR_A_FACT
    expect(page).to_have_url(shown)
    expect(page.locator("main")).to_contain_text(f"Neo, plan {number}")

    phone = open_page("staff", "sv", width=390, javascript=javascript)
    hand = Counting(Mouse(phone))
    phone.goto("/")
    hand.press(phone.locator("main a[href$='/terms']").first)
    hand.fill(phone.locator("input[name^=price_]").first, f"från {number} 200 kr")
    hand.fill(phone.locator("input[name^=days_]").first, f"2{number}")
    hand.press(phone.locator("button[name=publish], input[name=publish]"))
    assert hand.actions <= MOST_FOR_A_PRICE
    expect(phone).to_have_url(shown)
    expect(phone.locator("main")).to_contain_text(f"från {number} 200 kr")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
