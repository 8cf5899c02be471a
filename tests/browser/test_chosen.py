"""The chosen rows of a list: the box in the head, all of the list, and the way to the actions with the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.running import Served

ALL = '<input type="checkbox" id="choose-all" name="all" value="list" form="chosen" data-picks-list>'


def test_the_heads_box_takes_all_of_the_list_away_and_a_ticked_row_leads_to_the_actions(
    open_page: Callable[..., Page], served: Served
) -> None:
    page = open_page("consultant", width=390)

    def longer(route: Route) -> None:
        """Answer as if the list had a further page, since then alone all of it can be chosen."""
        text = route.fetch().text()
        route.fulfill(body=text.replace('<div class="chosen-row">', f'<div class="chosen-row">{ALL}'))

    page.route("**/companies", longer)
    page.goto(f"{served.url}/companies")
    head, whole = page.locator("#choose-page"), page.locator("#choose-all")
    head.check()
    whole.check()
    head.uncheck()
    expect(whole).not_to_be_checked()
    page.locator("tbody input[name=row]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator(".to-chosen:focus")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#chosen :focus")).to_be_in_viewport(ratio=1)
    last = page.locator("#chosen button").last
    expect(last).to_be_in_viewport(ratio=1)
