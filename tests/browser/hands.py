"""Two ways to use a page: with the mouse, and with nothing but the keyboard."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 400


class Hand(Protocol):
    """Somebody who presses buttons and fills in fields."""

    def press(self, thing: Locator) -> None:
        """Follow a link or press a button, and wait for the page it leads to."""

    def fill(self, field: Locator, text: str) -> None:
        """Write in a field, over what stands there."""

    def choose(self, field: Locator, value: str) -> None:
        """Choose from a list by the alternative's value."""

    def tick(self, box: Locator) -> None:
        """Tick a box or one of several alternatives."""


class Mouse:
    """Points and clicks; works with JavaScript switched off."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, thing: Locator) -> None:
        """Click."""
        thing.click()
        self.page.wait_for_load_state()

    def fill(self, field: Locator, text: str) -> None:
        """Click into the field and write."""
        field.fill(text)

    def choose(self, field: Locator, value: str) -> None:
        """Pick the alternative."""
        field.select_option(value)

    def tick(self, box: Locator) -> None:
        """Click it."""
        box.check()


class Keyboard:
    """Reaches everything with the Tab key, as somebody does who cannot point."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, thing: Locator) -> None:
        """Press Tab until the thing has the focus; fails when it never gets it."""
        for _tab in range(MOST_TABS):
            if thing.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{thing} cannot be reached with the keyboard")

    def press(self, thing: Locator) -> None:
        """Reach it and press Enter."""
        self.reach(thing)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, field: Locator, text: str) -> None:
        """Reach the field, mark what stands there, and write; a date is typed part by part."""
        self.reach(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, field: Locator, value: str) -> None:
        """Reach the list and go down to the alternative with the arrow keys."""
        self.reach(field)
        self.page.keyboard.press("Home")
        for _step in range(field.locator("option").count()):
            if field.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} is not in the list")

    def tick(self, box: Locator) -> None:
        """Reach it and press Space; the first of several alternatives is reached while none is ticked."""
        self.reach(box)
        self.page.keyboard.press("Space")


class Counting:
    """A hand whose presses and filled fields are counted."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.actions = hand, 0

    def press(self, thing: Locator) -> None:
        self.actions += 1
        self.hand.press(thing)

    def fill(self, field: Locator, text: str) -> None:
        self.actions += 1
        self.hand.fill(field, text)
