"""What somebody typed into a form that could not be saved: shown again, and carried through the sign-in page.

An address that nobody has signed in at stores nothing: what was typed travels in a signed field of the sign-in page,
and becomes a draft when the account whose page it was typed on signs in again. Passwords are never taken along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from wtforms import Form, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields import DateField, Field, TimeField

from app.addresses import local_address, parse_address, record_number
from app.limits import DRAFT_SIZE, DRAFTS_KEPT

_NEVER: Final = ("csrf_token", "typed")
_NUMBER: Final = re.compile(r"_\d+$")
_UNSEEN: Final = (HiddenField, "")
_WORDS: Final = (StringField, TextAreaField, DateField, TimeField)
Content = dict[str, list[str]]
Fields = dict[str, tuple[type[Field], Any]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: for whom, on which page, and what each field held; `account` None when that is not certain."""

    account: int | None
    page: str
    content: Content


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as it is shown again; without a label it is sent along unseen."""

    name: str
    label: str
    text: str
    is_long: bool


def typed_here() -> Typed | None:
    """Return what this request typed, or None where it holds no words of a person's."""
    if _was_sent_from_elsewhere():
        # Another site's words would stand on our sign-in page, in our name.
        return None
    content = _sent()
    if not any(each.label and each.text.strip() for each in shown(content)):
        return None
    return Typed(_account_of(request.form.get("csrf_token", "")), _page(), content)


def shown(content: Content) -> list[Shown]:
    """Return the fields of what was typed, those with words under their label."""
    forms = _likeliest_first(content)
    return [_shown(name, text, forms) for name, values in content.items() for text in values]


def seal(typed: Typed) -> str | None:
    """Return what was typed as a signed field; None for what is too long or typed on a page that was nobody's."""
    told = json.dumps([typed.account, typed.page, typed.content])
    return _serializer().dumps(told) if typed.account is not None and len(told) <= DRAFT_SIZE else None


def unseal(field: str | None) -> Typed | None:
    """Return what a signed field holds; None for one that is old or was not signed here."""
    try:
        told = _serializer().loads(field or "", max_age=int(DRAFTS_KEPT.total_seconds()))
        account, page, content = json.loads(told)
    except (BadData, ValueError):
        return None
    return Typed(account, page, content)


def page_address() -> str:
    """Return the address of this request without the number of a draft."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "draft"]
    return request.path + (f"?{urlencode(rest)}" if rest else "")


def _was_sent_from_elsewhere() -> bool:
    """Tell whether the browser says that another site's page sent this; one that says nothing is believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin != request.host_url.rstrip("/")


def _sent() -> Content:
    if request.method != "POST":
        return {}
    try:
        fields = request.form.lists()
    except (HTTPException, ValueError):
        return {}
    passwords = (
        name for fields in _known_forms() for name, (kind, _label) in fields.items() if issubclass(kind, PasswordField)
    )
    never = {*_NEVER, *passwords}
    return {name: list(values) for name, values in fields if name not in never}


def _page() -> str:
    """Return the page that the form stands on: its own address where that has one, else where it was sent from."""
    came_from = parse_address(request.referrer)
    behind = f"{came_from.path}?{came_from.query}".rstrip("?") if came_from else ""
    for address in (page_address(), behind):
        if local_address(address) and _is_page(address.partition("?")[0]):
            return address
    return "/"


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("localhost").match(path, "GET")
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return False
    return True


def _account_of(token: str) -> int | None:
    """Return whose page a forgery token was made for; it is signed, so it says so even when it is too old."""
    serializer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        account, _dash, _rest = str(serializer.loads(token)).partition("-")
    except BadData:
        return None
    return record_number(account)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="brygga-typed")


def _shown(name: str, text: str, forms: Sequence[Fields]) -> Shown:
    # What is asked of several things is named after its field and the thing's number.
    of_one = _NUMBER.sub("", name or "")
    kind, label = next((fields[each] for each in (name, of_one) for fields in forms if each in fields), _UNSEEN)
    is_word = issubclass(kind, _WORDS) and not issubclass(kind, HiddenField)
    return Shown(name, str(label) if is_word else "", text, issubclass(kind, TextAreaField))


def _likeliest_first(names: Iterable[str]) -> list[Fields]:
    """Return the fields of every form, of the one that was most likely sent first.

    "title" is a need's heading in one form and a person's in another, so what else was sent decides.
    """
    sent = set(names)
    return sorted(_known_forms(), key=lambda fields: (-len(sent & fields.keys()), len(fields)))


@cache
def _known_forms() -> tuple[Fields, ...]:
    """Return the fields of every form, their kinds and labels by their names; a new form cannot be forgotten here."""
    return tuple(_forms_below(Form))


def _forms_below(form: type[Form]) -> Iterator[Fields]:
    yield fields_of(form)
    for each in form.__subclasses__():
        yield from _forms_below(each)


def fields_of(form: type[Form]) -> Fields:
    """Return the fields of a form, their kinds and labels by their names."""
    fields: Fields = {}
    for name in dir(form):
        unbound: Any = getattr(form, name, None)
        if hasattr(unbound, "field_class"):
            label = unbound.args[0] if unbound.args else unbound.kwargs.get("label", "")
            fields[name] = (unbound.field_class, label)
    return fields
