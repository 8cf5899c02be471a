"""From the home page to a need that came by phone, with what fits it shown: at most six actions, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Counting, Keyboard, Mouse

MOST_ACTIONS = 6


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("way", ["mouse", "keyboard", "no javascript"])
def test_a_need_by_phone_takes_six_actions_and_one_to_take_back(
    open_page: Callable[..., Page], way: str, language: str
) -> None:
    page = open_page("consultant", language, javascript=way != "no javascript")
    hand = Counting(Keyboard(page) if way == "keyboard" else Mouse(page))
    name = f"Fjällglimt {way} {language}".title()
    page.goto("/")
    hand.press(page.locator(".page-actions a[href='/needs/by-phone']"))
    hand.fill(page.locator("input[name=company]"), name)
    hand.fill(page.locator("input[name=contact]"), "Disa Öman")
    hand.fill(page.locator("input[name=title]"), "Mäta renhet i pulver")
    hand.fill(page.locator("textarea[name=teaser]"), "Vi vill mäta bindning med ytplasmonresonans.")
    hand.press(page.locator("main .form-actions button[type=submit]"))
    assert hand.actions <= MOST_ACTIONS
    expect(page.locator("h1")).to_have_text("Mäta renhet i pulver")
    expect(page.locator("li.candidate").first).to_be_visible()
    need = page.url

    hand.press(page.locator(".flash form button"))
    assert hand.actions <= MOST_ACTIONS + 1
    expect(page.locator(".flash")).to_be_visible()
    answer = page.request.get(need)
    assert answer.status == 404


def test_which_company_is_meant_is_asked_and_answered_with_one_press(open_page: Callable[..., Page]) -> None:
    page = open_page("consultant")
    page.goto("/companies")
    name = page.locator("tr[data-item] th a").first.inner_text()
    page.goto("/needs/by-phone")
    page.locator("input[name=company]").fill(f"{name[:-1]}x")
    page.locator("input[name=title]").fill("Mäta renhet i pulver")
    page.locator("textarea[name=teaser]").fill("Hur rent är pulvret?")
    page.locator("main .form-actions button[type=submit]").click()
    expect(page.locator("textarea[name=teaser]")).to_have_value("Hur rent är pulvret?")
    page.locator(".asked button[name=chosen]").first.click()
    expect(page.locator(".page-lead")).to_contain_text(name)
    page.locator(".flash form button").click()
    expect(page.locator(".flash")).to_be_visible()
