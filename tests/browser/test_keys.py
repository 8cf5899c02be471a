"""Keys on the page of a need: the place is kept, the next candidate has the focus, and they can be turned off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_walk import open_one_with_answers
from tests.running import Served

ANSWERS = ".need-ranking > section > .candidates > li.candidate"


@pytest.fixture
def need(open_page: Callable[..., Page], served: Served) -> Page:
    """Return an open need's page with at least three suggestions, read by a consultant."""
    page = open_page("consultant")
    open_one_with_answers(page, served)
    return page


def name_of(candidate: Locator) -> str:
    return candidate.locator("h3").inner_text()


def named(page: Page, name: str) -> Locator:
    """Return the candidate with a name, wherever in the list it stands now."""
    return page.locator(ANSWERS).filter(has=page.get_by_role("heading", level=3, name=name, exact=True))


def first_two_to_act_on(page: Page, key: str) -> tuple[str, str]:
    """Return the names of the first candidate that a key does something with, and of the one after it."""
    candidates = page.locator(ANSWERS)
    at = next(i for i in range(candidates.count()) if candidates.nth(i).locator(f"[data-key={key}]").count())
    return name_of(candidates.nth(at)), name_of(candidates.nth(at + 1))


def expect_focus_in(page: Page, name: str) -> None:
    """Wait until the focus is in a candidate, and the candidate within the window."""
    expect(named(page, name).locator(":focus")).to_have_count(1)
    expect(named(page, name)).to_be_in_viewport()


def test_after_shortlisting_by_key_the_next_candidate_has_the_focus(need: Page) -> None:
    name, after = first_two_to_act_on(need, "s")
    named(need, name).locator("h3 a").focus()
    need.keyboard.press("s")
    expect(named(need, name).locator("[data-key=s]")).to_have_count(0)
    expect_focus_in(need, after)
    # And on with the keys from there.
    need.keyboard.press("k")
    expect_focus_in(need, name)
    expect(need.locator(".flashes")).to_be_in_viewport()
    need.locator(".flashes").get_by_role("button").click()
    expect(named(need, name).locator("[data-key=s]")).to_have_count(1)


def test_after_dismissing_by_key_the_one_that_took_its_place_has_the_focus(need: Page) -> None:
    name, after = first_two_to_act_on(need, "d")
    here = need.url
    named(need, name).locator("h3 a").focus()
    need.keyboard.press("d")
    need.wait_for_url("**/dismiss*")
    need.locator("main select").select_option(index=1)
    need.locator("main form button[type=submit]").last.click()
    need.wait_for_url(here)
    expect(named(need, name)).to_have_count(0)
    expect_focus_in(need, after)


def test_after_introducing_by_key_the_next_candidate_has_the_focus(need: Page) -> None:
    name, after = first_two_to_act_on(need, "i")
    here = need.url
    named(need, name).locator("h3 a").focus()
    need.keyboard.press("i")
    need.wait_for_url("**/introduce*")
    # Asked only where the company's yes is not on record.
    if need.locator("input[name=consent_way]").count():
        need.locator("input[name=consent_way]").first.check()
    need.locator("main form button[type=submit]").last.click()
    need.wait_for_url(here)
    expect_focus_in(need, after)


def test_leaving_the_form_of_a_key_comes_back_to_the_same_candidate(need: Page) -> None:
    name, _after = first_two_to_act_on(need, "d")
    named(need, name).locator("h3 a").focus()
    need.keyboard.press("d")
    need.wait_for_url("**/dismiss*")
    need.locator("main .form-actions a").click()
    expect_focus_in(need, name)


@pytest.mark.parametrize(("path", "form"), [("/", "/needs/new"), ("/companies", "/companies/new")])
def test_c_opens_the_form_of_the_page(open_page: Callable[..., Page], path: str, form: str) -> None:
    page = open_page("consultant")
    page.goto(path)
    page.keyboard.press("c")
    page.wait_for_url(f"**{form}")


def test_c_opens_the_menu_of_what_can_be_created_where_the_page_has_no_form(need: Page) -> None:
    need.keyboard.press("c")
    expect(need.locator("header .menu[open] .menu-panel a").first).to_be_focused()


def test_keys_are_letters_while_somebody_writes(open_page: Callable[..., Page]) -> None:
    page = open_page("consultant")
    page.goto("/needs")
    page.locator("main input[type=search]").first.press_sequentially("cjsd")
    expect(page.locator("main input[type=search]").first).to_have_value("cjsd")


def test_keys_can_be_turned_off_in_the_browser_and_on_again(need: Page) -> None:
    name, _after = first_two_to_act_on(need, "s")
    need.keyboard.press("?")
    need.locator("[data-keys-toggle]").uncheck()
    need.keyboard.press("Escape")
    need.reload()
    named(need, name).locator("h3 a").focus()
    need.keyboard.press("s")
    need.keyboard.press("c")
    # Whatever a key had done would have been done before this page is there.
    need.reload()
    expect(named(need, name).locator("[data-key=s]")).to_have_count(1)
    need.locator("[data-keys-open]").click()
    need.locator("[data-keys-toggle]").check()
    need.keyboard.press("Escape")
    need.keyboard.press("j")
    expect(need.locator(f"{ANSWERS} :focus")).to_have_count(1)


def test_keys_that_are_turned_off_in_the_settings_are_nowhere(need: Page) -> None:
    here = need.url
    try:
        need.goto("/settings")
        need.locator("input[name=shortcuts_off]").check()
        need.locator("main form button[type=submit]").last.click()
        need.goto(here)
        expect(need.locator("dialog[data-keys]")).to_have_count(0)
        need.keyboard.press("c")
        expect(need.locator("header .menu[open]")).to_have_count(0)
    finally:
        need.goto("/settings")
        need.locator("input[name=shortcuts_off]").uncheck()
        need.locator("main form button[type=submit]").last.click()
