"""Finds every form of the application by looking at the pages of the scene, as one reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urljoin, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.web.static_files import FILE_ENDPOINTS
from tests.page_rules import Field, SentForm, parse, posted_forms
from tests.security.addresses import answering, list_doors, path_of
from tests.security.scene import Scene
from tests.security.visitors import Visitor

FORM_TYPE = "application/x-www-form-urlencoded"
# In the frame of every page, and so found on the first.
FRAME = ("accounts.choose_language", "accounts.sign_out")


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form, the page it stands on, and the endpoint that it is sent to."""

    page: str
    endpoint: str
    form: SentForm

    @property
    def is_button(self) -> bool:
        """Tell whether nothing is filled in: only a button is pressed."""
        return all(field.kind == "hidden" for field in self.form.fields)

    def text_fields(self) -> list[Field]:
        """Return the fields that take running text or a line."""
        return self.form.of_kind("text", "long", "number", "date", "password")


def find_forms(scene: Scene, visitor: Visitor, *, only: tuple[str, ...] = ()) -> list[FoundForm]:
    """Return every form that the visitor is shown, once for each endpoint and set of fields.

    With `only`, just those on the pages of endpoints with these names.
    """
    found: dict[tuple[str, tuple[str, ...]], FoundForm] = {}
    for path, page in _pages(scene, visitor, only):
        for form in posted_forms(parse(page), path):
            target = answering(scene.app, urlsplit(urljoin(path, form.action)).path, "POST")
            assert target is not None, f"A form on {path} goes to {form.action}, which nobody answers."
            names = tuple(field.name for field in form.fields)
            if not only or target not in FRAME:
                found.setdefault((target, names), FoundForm(path, target, form))
    return list(found.values())


def _pages(scene: Scene, visitor: Visitor, only: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield every page of the scene, and those that can only be reached with something behind the question mark."""
    doors = [door for door in list_doors(scene.app) if not only or door.endpoint.split(".")[-1] in only]
    waiting = [path_of(scene, door, aim) for aim in ("own", "foreign") for door in doors]
    # What is done with several rows has a form once rows are chosen, which no link does.
    waiting += [f"{path}?all=list" for path in waiting if path.startswith("/chosen/")]
    kinds = set()
    while waiting:
        path = waiting.pop(0)
        kind = _kind(scene, path)
        if kind is None or (kind in kinds and "?" in path):
            continue
        kinds.add(kind)
        answer = visitor.ask(path)
        if answer.status_code == HTTPStatus.OK and answer.mimetype == "text/html":
            page = answer.get_data(as_text=True)
            yield path, page
            links = (element["href"] for element in parse(page).all("a"))
            waiting += [urljoin(path, link) for link in links if "?" in link and not only]


def _kind(scene: Scene, path: str) -> tuple[object, ...] | None:
    parts = urlsplit(path)
    try:
        endpoint = answering(scene.app, parts.path, "GET")
    except HTTPException:
        return None
    if endpoint is None or endpoint in FILE_ENDPOINTS:
        return None
    return (endpoint, *sorted(pair.split("=")[0] for pair in parts.query.split("&")))


def send(visitor: Visitor, found: FoundForm, data: dict[str, list[str]]) -> TestResponse:
    """POST a form as a browser would, to where it goes; what is no Unicode is sent as it is."""
    pairs = [(name, value) for name, values in data.items() for value in values if name != "csrf_token"]
    body = urlencode([("csrf_token", visitor.token), *pairs], errors="surrogatepass")
    return visitor.ask(urljoin(found.page, found.form.action), "POST", body, content_type=FORM_TYPE)


def current(visitor: Visitor, found: FoundForm) -> SentForm | None:
    """Return the form as its page shows it now; None when the page no longer has it."""
    return shown_in(visitor.ask(found.page), found)


def shown_in(answer: TestResponse, found: FoundForm) -> SentForm | None:
    """Return the form as an answer shows it."""
    # What is made the first time, with a key, is changed the next.
    names = {field.name for field in found.form.fields} - {"once"}
    for form in posted_forms(parse(answer.get_data(as_text=True)), found.page):
        if names <= {field.name for field in form.fields}:
            return form
    return None
