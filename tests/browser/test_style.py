"""Every declaration of the style is one that a real browser knows: no misspelt property, no value that is dropped."""

from __future__ import annotations

from collections.abc import Callable

import tinycss2
from playwright.sync_api import Page

from tests.whole_app.test_style import DECLARED

_UNKNOWN = "pairs => pairs.filter(([name, value]) => !CSS.supports(name, value))"


def test_a_browser_knows_every_declaration(open_page: Callable[..., Page]) -> None:
    page = open_page(None)
    pairs = [[each.name, tinycss2.serialize(each.tokens).strip()] for each in DECLARED if each.around != "@page"]
    assert len(pairs) > 1000
    assert page.evaluate(_UNKNOWN, pairs) == []
    assert page.evaluate(_UNKNOWN, [["colr", "red"], ["color", "redd"], ["color", "var(--ink)"]]) == [
        ["colr", "red"],
        ["color", "redd"],
    ]
