"""Follows every link as one reader: each kind of page is opened a few times, every other link is only resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.web.guard import reach_of
from app.web.rules import Reach
from models.accounts import Role
from tests.conftest import counting_statements
from tests.page_rules import parse

# How many pages of one kind are opened: a kind is an endpoint with the names of what stands behind the question mark.
OF_EACH_KIND, OF_EACH_SEARCH = 3, 1
# And how many more, to find what only some pages lead to.
MORE = 40
MOST_STATEMENTS = 25
# Whoever looks first after a change pays for what is counted once and kept until the next.
MOST_AT_FIRST = 30
# A report has some ten sections, put together once and kept until a record changes; then it costs as little as a page.
MOST_OF_A_REPORT = 40


@dataclass
class Walk:
    """One reader's way through the application: `inspect` says what is wrong with a page."""

    app: Flask
    browser: FlaskClient
    role: Role | None
    inspect: Callable[[str], list[str]]
    complaints: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, ...]] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)

    def start(self, *addresses: str) -> None:
        """Open pages from some on, each kind a few times; links are resolved from the page they stand on."""
        self.waiting += [(address, "the front door") for address in addresses]
        while self.waiting:
            address, origin = self.waiting.pop(0)
            kind = self._new_kind(address, origin)
            if kind is None:
                continue
            self.kinds[kind] += 1
            if self.kinds[kind] > (OF_EACH_KIND if len(kind) == 1 else OF_EACH_SEARCH):
                self.left.append((address, origin))
            else:
                self._open(address, origin, kind[0])

    def find(self, endpoints: set[str]) -> set[str]:
        """Open what was left until every one of some endpoints has been met; returns those that nothing leads to."""
        for _turn in range(MORE):
            missing = endpoints - self.opened.keys()
            if not missing or not self.left:
                break
            self.left.sort(key=lambda each: (kind_of(self.app, each[0])[0] not in missing, "?" in each[0]))
            address, origin = self.left.pop(0)
            self._open(address, origin, kind_of(self.app, address)[0])
            self.start()
        return endpoints - self.opened.keys()

    def _new_kind(self, address: str, origin: str) -> tuple[str, ...] | None:
        if address in self.seen:
            return None
        self.seen.add(address)
        kind = kind_of(self.app, address)
        # The front door leads whoever has not signed in to the sign-in page.
        if kind[0] != "home.show" and reach_of(self.role, kind[0]) is Reach.NONE:
            self.complaints.append(f"{origin} links to {address}, which the reader may not open: {kind[0]}")
            return None
        return kind

    def _count(self, address: str, endpoint: str, at_first: int) -> None:
        """Complain of a page that asks the database too much, also when it is looked at once more."""
        if at_first <= MOST_STATEMENTS:
            return
        with counting_statements(self.app) as again:
            self.browser.get(address, buffered=True)
        most = MOST_OF_A_REPORT if endpoint == "reports.show" else MOST_AT_FIRST
        if at_first > most or len(again) > MOST_STATEMENTS:
            self.complaints.append(f"{address}: {at_first} statements, then {len(again)}")

    def _open(self, address: str, origin: str, endpoint: str) -> None:
        """Open one address, inspect it when it is a page, and note where it leads."""
        self.opened[endpoint] += 1
        with counting_statements(self.app) as statements:
            answer = self.browser.get(address, buffered=True)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            self.complaints.append(f"{origin} links to {address}: it answers {answer.status_code}")
            return
        self._count(address, endpoint, len(statements))
        if answer.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
            self.waiting.append((urljoin(address, answer.headers["Location"]), address))
        elif answer.mimetype == "text/html":
            html = answer.get_data(as_text=True)
            self.complaints += [f"{address}: {sentence}" for sentence in self.inspect(html)]
            self.waiting += [(link, address) for link in _links(address, html)]


def _links(address: str, html: str) -> Iterator[str]:
    page = parse(html)
    # The same page in the other language is another walk's, and facets combine without end: search engines stay out.
    links = [each for each in page.all("a", "link") if "hreflang" not in each and "nofollow" not in each["rel"]]
    targets = [each["href"] for each in links]
    targets += [element["src"] for element in page.all("script", "img")]
    targets += [box["data-suggest"] for box in page.all("div") if "data-suggest" in box]  # asked by a script
    targets += [form["action"] for form in page.all("form") if form["method"].lower() != "post" and form["action"]]
    for target in targets:
        parts = urlsplit(urljoin(address, target))
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts._replace(fragment="").geturl()


def kind_of(app: Flask, address: str) -> tuple[str, ...]:
    """Return the endpoint of an address, or why there is none, and the names behind its question mark."""
    parts = urlsplit(address)
    try:
        endpoint, _values = app.url_map.bind("localhost").match(parts.path, "GET")
    except RequestRedirect:
        endpoint = "a redirect"
    except HTTPException as error:
        endpoint = f"no page ({error.code})"
    return (endpoint, *(name for name, _value in parse_qsl(parts.query, keep_blank_values=True)))
