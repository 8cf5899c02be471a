"""Saves a form as a browser would: what its page shows, and what is changed."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from http import HTTPStatus

from benchmarks.web.serving import Connection


class Form(HTMLParser):
    """What a page's largest form would send as it stands."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area = self._select = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an input, and where a text area or a list begins."""
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "checkbox", "radio", "search"):
            self.fields[name] = found.get("value", "")
        elif tag == "input" and name and "checked" in found:
            self.fields[name] = found.get("value", "y")
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in found:
            self.fields[self._select] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Note where a text area or a list ends."""
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        """Keep the text of a text area."""
        if self._area:
            self.fields[self._area] += data


def save(browser: Connection, address: str, **changed: str) -> float:
    """Fetch a form, change it, send it, and return the seconds that sending took; raises RuntimeError when refused."""
    fields = Form(browser.get(address)[1]).fields | changed
    fields.pop("language", None)
    fields.pop("next", None)
    started = time.perf_counter()
    status, _body = browser.post(address, fields)
    taken = time.perf_counter() - started
    if status not in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
        raise RuntimeError(f"{address} answered {status} to a save.")
    return taken
