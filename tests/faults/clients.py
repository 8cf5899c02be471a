"""A signed-in colleague's browser that saves without a pause, and writes down what was sent and what was answered."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from random import Random
from typing import Final
from urllib.parse import urlencode

from models.clock import today
from tests import factories
from tests.faults.places import CONCEPT, Known, address_of
from tests.page_rules import SentForm, parse, posted_forms

Filled = dict[str, list[str]]
Typed = dict[str, str]
# An edit has a version, and a pair is introduced once.
_WITHOUT_KEY = ("edit", "introduction")
_GONE = (OSError, http.client.HTTPException)


@dataclass(slots=True)
class Saving:
    """One thing that is to be saved: `marker` stands in what it makes and in nothing else.

    `begun` and `answered` are moments of the process's own clock; without an answer nobody knows whether it was saved.
    `led_to` is where the answer led, and `sent` how often the form was sent.
    """

    kind: str
    marker: str
    path: str
    form: Filled
    begun: float
    answered: float | None = None
    led_to: str = ""
    sent: int = 0


class Client:
    """One colleague: a browser with its cookies, and a journal of all that was ever sent.

    `tell` is called whenever something is sent for the first time, right before.
    """

    def __init__(self, number: int, known: Sequence[Known], port: int, seed: int, tell: Callable[[], None]) -> None:
        self.number, self.own, self.draw = number, known[number], Random(seed * len(known) + number)
        self.journal: list[Saving] = []
        self._known, self._needs = known, list(known[number].needs)
        self._port, self._tell = port, tell
        self._cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        """Sign in; raises RuntimeError when that fails."""
        typed = {"email": [address_of(self.number)], "password": [factories.PASSWORD]}
        status, where = self._post("/sign-in", self._form("/sign-in").data | typed)
        if status != HTTPStatus.FOUND:
            raise RuntimeError(f"Signing in answered {status} {where}.")

    def save_until(self, stop: threading.Event) -> None:
        """Save one thing after the other until the server is gone or enough is saved."""
        with suppress(*_GONE):
            while not stop.is_set():
                saving = self._next()
                self.journal.append(saving)
                self._tell()
                self._send(saving)

    def open_ones(self) -> list[Saving]:
        """Return what was sent and not answered: nobody knows whether it was saved."""
        return [each for each in self.journal if each.answered is None]

    def send_again(self) -> None:
        """Send again what was not answered, and the last thing that was; raises RuntimeError unless it leads there."""
        for saving in self.open_ones():
            self._send(saving)
        made = [each for each in self.journal if each.kind not in _WITHOUT_KEY]
        if made:
            last = made[-1]
            status, where = self._post(last.path, last.form)
            if (status, where) != (HTTPStatus.FOUND, last.led_to):
                raise RuntimeError(f"{last.marker} led to {last.led_to} and then to {where} ({status}).")

    def read(self, path: str, port: int | None = None) -> str:
        """Return a page, of another server where its port is given; raises RuntimeError when it is not shown."""
        status, _where, body = self._ask("GET", path, None, port)
        if status != HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {status}.")
        return body

    def anybody(self) -> Known:
        """Return what some client was given: colleagues work on the same records."""
        return self.draw.choice(self._known)

    def take_need(self) -> int:
        """Return one of the own company's needs that nobody has been introduced for."""
        return self._needs.pop()

    def _next(self) -> Saving:
        kinds = [kind for kind in _KINDS if kind != "introduction" or self._needs]
        (kind,) = self.draw.choices(kinds, [_KINDS[kind][0] for kind in kinds]) if self.journal else ("company",)
        marker = f"k{self.number}x{len(self.journal):05}z"
        path, typed = _KINDS[kind][1](self, marker)
        form = self._form(path)
        if kind == "edit":
            typed = {"summary": f"{form.data['summary'][0]} {marker}"}
        filled = form.data | {name: [value] for name, value in typed.items()}
        return Saving(kind, marker, path, filled, time.monotonic())

    def _send(self, saving: Saving) -> None:
        saving.sent += 1
        status, where = self._post(saving.path, saving.form)
        if saving.kind == "edit" and status == HTTPStatus.CONFLICT:
            # Somebody was first, or this very form was when nobody heard the answer.
            form = self._form(saving.path)
            stands = form.data["summary"][0]
            if saving.marker not in stands:
                saving.form = form.data | {"summary": [f"{stands} {saving.marker}"]}
                return self._send(saving)
        elif status != HTTPStatus.FOUND or where.startswith("/sign-in"):
            raise RuntimeError(f"{saving.kind} {saving.path} answered {status} {where}.")
        saving.answered, saving.led_to = time.monotonic(), where
        return None

    def _form(self, path: str) -> SentForm:
        page = self.read(path)
        return next(form for form in posted_forms(parse(page), path) if form.action == path)

    def _post(self, path: str, form: Filled) -> tuple[int, str]:
        status, where, _body = self._ask("POST", path, urlencode(form, doseq=True))
        return status, where

    def _ask(self, method: str, path: str, body: str | None, port: int | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # A connection of its own for each: the server closes those that rest.
        with closing(http.client.HTTPConnection("127.0.0.1", port or self._port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            content = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), content


def _new_company(_client: Client, marker: str) -> tuple[str, Typed]:
    # Names that differ by a few signs are asked about.
    return "/companies/new", {"name": f"Sparat {marker} AB", "is_another": "y"}


def _new_person(client: Client, marker: str) -> tuple[str, Typed]:
    typed = {"name": f"Spara {marker}", "email": f"{marker}@faults.example", "source": "Möte", "another_person": "y"}
    return f"/companies/{client.anybody().company}/people/new", typed


def _new_need(client: Client, marker: str) -> tuple[str, Typed]:
    typed = {"title": f"Spara {marker}", "teaser": "Vi vill frysa.", "concepts": CONCEPT}
    return f"/needs/new?company={client.anybody().company}", typed


def _new_meeting(client: Client, marker: str) -> tuple[str, Typed]:
    whose = client.anybody()
    typed = {"outcome": "held", "held_on": today().isoformat(), "person_ids": str(whose.contact), "notes": marker}
    return f"/matches/{whose.match}/meetings/new", typed


def _new_use(client: Client, marker: str) -> tuple[str, Typed]:
    typed = {"started_on": today().isoformat(), "evidence_kind": "document", "evidence": marker, "is_another": "y"}
    return f"/matches/{client.anybody().match}/uses/new", typed


def _introduction(client: Client, marker: str) -> tuple[str, Typed]:
    whose = client.own
    return f"/needs/{client.take_need()}/capabilities/{whose.capability}/introduce", {
        "next_step": marker,
        "consent_way": "phone",
    }


def _edit(client: Client, _marker: str) -> tuple[str, Typed]:
    return f"/companies/{client.anybody().company}/edit", {}


# How often each is drawn, and where it is filled in with what.
_KINDS: Final[dict[str, tuple[int, Callable[[Client, str], tuple[str, Typed]]]]] = {
    "company": (2, _new_company),
    "person": (2, _new_person),
    "need": (2, _new_need),
    "meeting": (3, _new_meeting),
    "use": (2, _new_use),
    "introduction": (1, _introduction),
    "edit": (3, _edit),
}
