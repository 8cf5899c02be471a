"""Tries every door as every visitor, and says in one line for each what was answered that the policy does not allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from werkzeug.test import TestResponse

from app.web.access import POLICY
from app.web.links_in_letters import LINKS_IN_LETTERS
from app.web.rules import Reach, Rule
from app.web.static_files import FILE_ENDPOINTS
from tests.security.addresses import AIMS, METHODS, Door, answering, each_aim, list_doors, neutral, path_of
from tests.security.canaries import Canary, readable
from tests.security.readers import may_read, may_read_by_link
from tests.security.response_headers import wrong_headers
from tests.security.scene import Scene
from tests.security.visitors import NAMES, Visitor

# The policy as it stood when the tests began; the proof that guards matter changes the one the application asks.
POLICY_AT_START: Mapping[tuple[str, str], Rule] = dict(POLICY)
# Whoever may do something gets a page, is sent on, or is told what is wrong with what they sent.
_SERVED = frozenset({200, 302, 303, 400, 409, 422})
# Headers that differ between two answers that say the same: lengths follow the address, cookies are signed anew.
_VARYING = frozenset({"content-length", "set-cookie", "date"})
_TWO = ("administrator", "anonymous")
# Taken for nobody, like whoever is anonymous; so they aim at their own things alone.
_NO_LONGER_KNOWN = ("disabled", "signed out")


@dataclass(frozen=True, slots=True)
class Cell:
    """One try: who asks for which address, how, aimed at what, and whether the form carries its token."""

    visitor: str
    door: Door
    method: str
    aim: str
    with_token: bool = False

    def __str__(self) -> str:
        """Name the cell in one line."""
        token = " with token" if self.with_token else ""
        return f"{self.visitor}: {self.method} {self.door.endpoint} ({self.door.rule.rule}), {self.aim}{token}"


@dataclass
class Outcome:
    """What came of many cells; `seen` names endpoints that served somebody a page, `read` columns by visitor."""

    cells: int = 0
    scanned: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    read: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def report(self) -> str:
        """Say what failed, the first fifty lines of it."""
        return f"{len(self.failures)} of {self.cells} cells failed:\n" + "\n".join(self.failures[:50])


def reading_cells(scene: Scene) -> Iterator[Cell]:
    """Yield every cell that only reads."""
    return _cells(scene, ("GET", "HEAD"))


def writing_cells(scene: Scene) -> Iterator[Cell]:
    """Yield every cell with another method; a POST comes with its token, and for two without."""
    return _cells(scene, METHODS[2:])


def is_looked_at(cell: Cell) -> bool:
    """Tell whether a cell comes past the method and the token, and so to a database."""
    return cell.door.answers(cell.method) and (cell.method != "POST" or cell.with_token)


def _cells(scene: Scene, methods: Iterable[str]) -> Iterator[Cell]:
    for door in list_doors(scene.app):
        for method in methods:
            if answering(scene.app, path_of(scene, door, "own"), method) not in (door.endpoint, None):
                continue  # another endpoint answers there, and has cells of its own
            yield from _cells_of(door, method)


def _cells_of(door: Door, method: str) -> Iterator[Cell]:
    if not door.answers(method) or method == "HEAD":
        # Refused before anybody is known, or a GET without its body: two stand for all.
        yield from (Cell(name, door, method, "own") for name in _TWO)
        return
    if method == "POST":
        # Without the token nobody is asked for.
        yield from (Cell(name, door, method, "own") for name in _TWO)
    for name in NAMES:
        for aim in each_aim(door) if name not in _NO_LONGER_KNOWN else AIMS[:1]:
            yield Cell(name, door, method, aim, with_token=method == "POST")


def run(scene: Scene, visitors: Mapping[str, Visitor], cells: Iterable[Cell]) -> Outcome:
    """Try every cell: check its status, what it shows, and that foreign and missing things look the same."""
    outcome = Outcome()
    hidden: dict[str, tuple[str, object]] = {}
    for cell in cells:
        visitor = visitors[cell.visitor]
        path = path_of(scene, cell.door, cell.aim)
        data = {"csrf_token": visitor.token} if cell.with_token else None
        answer = visitor.ask(path, cell.method, data)
        outcome.cells += 1
        outcome.statuses[answer.status_code] += 1
        if answer.status_code == HTTPStatus.OK:
            outcome.seen.add(cell.door.endpoint)
        outcome.failures += _wrong_status(cell, visitor, answer)
        found = find_canaries(scene, answer)
        outcome.read[visitor.name] |= {canary.column for canary in found}
        by_link = {canary for canary in found if may_read_by_link(cell.door.endpoint, canary)}
        outcome.failures += leaks(found - by_link, visitor.name, str(cell))
        outcome.failures += _wrong_headers(cell, visitor, answer)
        outcome.scanned += 1
        outcome.failures += _difference(cell, visitor, neutral(readable(answer.get_data()), path), answer, hidden)
    return outcome


def find_canaries(scene: Scene, answer: TestResponse) -> set[Canary]:
    """Return the canaries that an answer holds, in its text or in a header."""
    return scene.aviary.found_in(readable(answer.get_data(), answer.headers.items()))


def leaks(found: Iterable[Canary], visitor: str, where: str) -> list[str]:
    """Return a line for every canary that was found where the visitor may not read it."""
    return [f"LEAK {where}: {canary.column} of {canary.of}" for canary in found if not may_read(visitor, canary)]


def _wrong_headers(cell: Cell, visitor: Visitor, answer: TestResponse) -> list[str]:
    # Signing out ends the session before the answer is written.
    signed_in = visitor.role is not None and not (cell.door.endpoint == "accounts.sign_out" and cell.with_token)
    is_file = cell.door.endpoint in FILE_ENDPOINTS
    is_answered = cell.door.answers(cell.method)
    by_letter = {"calendars.feed", *LINKS_IN_LETTERS}
    is_private = signed_in or (cell.door.endpoint in by_letter and is_answered)
    is_secret = cell.door.endpoint in {*by_letter, "accounts.choose_password"} and is_answered
    is_public = is_answered and cell.door.endpoint.startswith("catalogue.")
    is_uploaded = cell.door.endpoint == "files.download" and answer.status_code == HTTPStatus.OK
    wrong = wrong_headers(
        answer.headers,
        signed_in=is_private,
        is_file=is_file,
        is_secret=is_secret,
        is_public=is_public,
        is_uploaded=is_uploaded,
    )
    return [f"{cell}: {line}" for line in wrong]


def reach(cell: Cell, visitor: Visitor) -> Reach:
    """Return how far the policy lets the visitor reach."""
    rule = POLICY_AT_START[cell.door.endpoint, "GET" if cell.method == "HEAD" else cell.method]
    return rule.reach(visitor.role)


def expected(cell: Cell, visitor: Visitor) -> frozenset[int]:
    """Return the statuses that are right for a cell."""
    if not cell.door.answers(cell.method):
        return frozenset({405})
    if cell.method == "POST" and not cell.with_token:
        return frozenset({400})
    allowed = reach(cell, visitor)
    if allowed is Reach.NONE:
        return frozenset({403 if visitor.role else 302})
    if cell.door.has_object and (cell.aim == "missing" or (allowed is Reach.OWN and not _owns(cell, visitor))):
        return frozenset({404})
    return _SERVED


def _owns(cell: Cell, visitor: Visitor) -> bool:
    return visitor.name == "staff" and cell.aim == "own"


def _wrong_status(cell: Cell, visitor: Visitor, answer: TestResponse) -> list[str]:
    right = expected(cell, visitor)
    status = answer.status_code
    if status not in right:
        return [f"{cell}: answered {status}, not {sorted(right)}"]
    sent_to_sign_in = answer.headers.get("Location", "").startswith("/sign-in")
    if visitor.role is None and status == HTTPStatus.FOUND and right == {302} and not sent_to_sign_in:
        return [f"{cell}: sent to {answer.headers.get('Location')} and not to the sign-in page"]
    if visitor.role is not None and sent_to_sign_in and cell.door.endpoint != "accounts.sign_out":
        return [f"{cell}: a signed-in visitor is sent to sign in"]
    return []


def _difference(
    cell: Cell, visitor: Visitor, body: str, answer: TestResponse, hidden: dict[str, tuple[str, object]]
) -> list[str]:
    """Compare what is answered for a foreign thing with what is answered for a missing one, where neither is shown."""
    if cell.aim == "own" or not cell.door.has_object or 404 not in expected(cell, visitor):
        return []
    headers = sorted((name, value) for name, value in answer.headers.items() if name.lower() not in _VARYING)
    seen = (body, (answer.status_code, headers))
    key = f"{cell.visitor} {cell.method} {cell.door.endpoint} {cell.door.rule.rule} {cell.with_token}"
    if hidden.setdefault(key, seen) != seen:
        return [f"{cell}: a foreign thing and a missing one are told apart"]
    return []


if __name__ == "__main__":
    from tests.security.printed import main

    raise SystemExit(main())
