"""Every field of every form takes the corpus: never a fault, stored as NFC, shown as it was typed and never as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from app import limits
from app.web.forms.fields import clean
from tests.page_rules import Field, parse
from tests.security import corpus
from tests.security.addresses import Door, list_doors, path_of
from tests.security.conftest import World
from tests.security.forms import FRAME, FoundForm, current, find_forms, send, shown_in
from tests.security.visitors import Visitor

_LENGTHS = sorted({limits.NAME, limits.SHORT_TEXT, limits.EVIDENCE, limits.EMAIL, limits.LONG_TEXT, 40, 80, 120})
_SHARES = 3
# Passwords end sessions, and the form of one's own settings would sign its reader out.
_NOT_TRIED = (*FRAME, "accounts.settings", "accounts.sign_in")
_STRANGE = ("0", str(2**31), str(2**63), str(2**64), "9" * 400, "1e3", "x" * 3000, "%00", "%ff", "'", "%E5")
# Pages that show what they have stored.
_EDITS = ("edit", "edit_capability", "next_step")
_MISREAD = {500, 502, 503}


def _forms(world: World) -> list[FoundForm]:
    """Return the administrator's forms with something to type into, each set of fields of a room once."""
    chosen: list[FoundForm] = []
    for found in sorted(world.forms_of("administrator"), key=lambda found: -len(found.form.fields)):
        is_known = any(_room(found) == _room(other) and _names(found) <= _names(other) for other in chosen)
        if _names(found) and found.endpoint not in _NOT_TRIED and not is_known:
            chosen.append(found)
    return chosen


def _room(found: FoundForm) -> str:
    return found.endpoint.split(".")[0]


def _names(found: FoundForm) -> set[str]:
    return {field.name for field in found.text_fields()}


def _told(wrong: list[str]) -> str:
    return f"{len(wrong)} complaints:\n" + "\n".join(wrong[:40])


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize("share", range(_SHARES))
def test_no_field_of_any_form_brings_brygga_to_a_fault(world: World, database_kind: str, share: int) -> None:
    visitor = world.visitors["administrator"]
    corpora = [corpus.values()[part::3] for part in range(3)] if database_kind == "sqlite" else [corpus.nasty()]
    wrong: list[str] = []
    for number, found in enumerate(_forms(world)[share::_SHARES]):
        values = corpora[number % len(corpora)]
        fields = _once_each(found)
        for turn in range(len(values)):
            # In every turn each field has another value, so that after all turns each has had them all; a third of
            # the values in every third form.
            typed = {field.name: values[(turn + place) % len(values)] for place, field in enumerate(fields)}
            answer = send(visitor, found, found.form.data | {name: [value] for name, value in typed.items()})
            wrong += _complaints(found, answer, typed)
    assert not wrong, _told(wrong)


def _once_each(found: FoundForm) -> list[Field]:
    """Return the fields that are typed in; a ladder's rungs are alike, so the last stands for all."""
    return [field for field in found.text_fields() if not any(field.name.endswith(f"_{n}") for n in range(1, 14))]


def _complaints(found: FoundForm, answer: TestResponse, typed: dict[str, str]) -> Iterator[str]:
    if answer.status_code in _MISREAD or answer.status_code == HTTPStatus.FORBIDDEN:
        yield f"{found.endpoint}: {answer.status_code} for {typed}"
    body = answer.get_data(as_text=True)
    for name, value in typed.items():
        if corpus.must_be_escaped(value) and value in body:
            yield f"{found.endpoint} {name}: {value!r} stands on the page as HTML"
    if "\n" in answer.headers.get("Location", "") or "evil.example" in answer.headers.get("Location", ""):
        yield f"{found.endpoint}: sent to {answer.headers['Location']}"


def test_what_is_stored_reads_back_as_it_was_typed(fresh_world: World, database_kind: str) -> None:
    visitor = fresh_world.visitors["administrator"]
    values = corpus.values() if database_kind == "sqlite" else corpus.nasty()
    read_back, wrong = 0, []
    for number, found in enumerate(find_forms(fresh_world.scene, visitor, only=_EDITS)):
        # Every form another part of them, so that all are tried on some.
        for value in values[number % 16 :: 16]:
            kept, complaint = _store(visitor, found, value)
            read_back += kept
            wrong += complaint
    assert not wrong, _told(wrong)
    assert read_back > (60 if database_kind == "sqlite" else 20)


def _store(visitor: Visitor, found: FoundForm, value: str) -> tuple[int, list[str]]:
    """Type one value into every line and text that takes it; returns how many were kept, and what came back wrong."""
    form = current(visitor, found)
    assert form is not None, found.page
    names = [field.name for field in form.of_kind("text", "long")]
    answer = send(visitor, found, form.data | {name: [value] for name in names})
    if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
        # What is refused is left as it was; the rest is sent again.
        refused = _refused(answer, found)
        names = [name for name in names if name not in refused]
        answer = send(visitor, found, form.data | {name: [value] for name in names})
    if answer.status_code != HTTPStatus.FOUND:
        return 0, []
    after = current(visitor, found)
    assert after is not None, found.page
    stored = {name: after.data.get(name, [""])[0] for name in names}
    right = clean(_as_received(value)) or ""
    return len(names), [f"{found.endpoint} {name}: {stored[name]!r}" for name in names if stored[name] != right]


def _as_received(value: str) -> str:
    """Return what arrives of a typed value: half a sign is no Unicode, and stays as its bytes were written."""
    return "".join(
        quote(sign.encode("utf-8", "surrogatepass")) if "\ud800" <= sign <= "\udfff" else sign for sign in value
    )


def _refused(answer: TestResponse, found: FoundForm) -> set[str]:
    """Return the fields that an answer marks as wrong."""
    page = parse(answer.get_data(as_text=True))
    return {each["name"] for each in page.all("input", "textarea") if each["aria-invalid"] == "true"}


@pytest.mark.only_on("postgresql")  # which holds columns to their lengths
@pytest.mark.usefixtures("nothing_is_kept")
def test_every_limit_holds_to_the_character(world: World) -> None:
    visitor = world.visitors["administrator"]
    wrong, refused = [], 0
    for found in _forms(world):
        for length in (size + change for size in _LENGTHS for change in (-1, 0, 1)):
            text = corpus.of_length(length)
            typed = {field.name: [text] for field in _once_each(found) if field.kind in ("text", "long")}
            answer = send(visitor, found, found.form.data | typed)
            wrong += list(_complaints(found, answer, {}))
            if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY:
                refused += 1
                wrong += _lost(found, answer, text)
    assert not wrong, _told(wrong)
    assert refused > 100


def _lost(found: FoundForm, answer: TestResponse, text: str) -> Iterator[str]:
    """Yield the fields whose text was not kept on the page that refuses it."""
    shown = shown_in(answer, found)
    if shown is None:
        yield f"{found.endpoint}: the refusal shows another form"
        return
    for field in _once_each(found):
        if field.kind in ("text", "long") and _close(shown.data.get(field.name, [""])[0]) != _close(text):
            yield f"{found.endpoint} {field.name}: what was typed is not on the page"


def _close(text: str) -> str:
    """Return a text without its spaces, which the field for organisation numbers drops."""
    return "".join(text.split())


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize("version", ["", "x", "-1", "0", "1.0", "99999999999999999999", "１", "1 OR 1=1", "\x00"])
def test_a_version_that_is_none_is_refused(world: World, version: str) -> None:
    visitor = world.visitors["administrator"]
    for found in world.forms_of("administrator"):
        # A form for what is not there yet carries none.
        if not any(found.form.data.get("version", ())) or found.endpoint.partition(".")[2].startswith("new"):
            continue
        answer = send(visitor, found, found.form.data | {"version": [version]})
        assert answer.status_code in (400, 404, 409, 422), (found.endpoint, answer.status_code)


def test_addresses_with_strange_numbers_and_names_are_not_found(world: World) -> None:
    visitor = world.visitors["administrator"]
    wrong = []
    doors = [door for door in list_doors(world.scene.app) if door.answers("GET") and door.has_object]
    for number, door in enumerate(doors):
        # A few each, in turn: what reads a number is the same for all.
        for strange in (_STRANGE * 2)[number % len(_STRANGE) :][:3]:
            answer = visitor.ask(_with_strange(world, door, strange))
            if answer.status_code not in (404, 400, 308):
                wrong.append(f"{door.rule.rule} with {strange[:20]}: {answer.status_code}")
    assert not wrong, _told(wrong)


def _with_strange(world: World, door: Door, strange: str) -> str:
    """Return a door's address with its first argument replaced."""
    place, first = next((place, part) for place, part in enumerate(door.rule.rule.split("/")) if "<" in part)
    parts = path_of(world.scene, door, "own").split("/")
    parts[place] = first[: first.index("<")] + strange + first[first.index(">") + 1 :]
    return "/".join(parts)


@pytest.mark.only_on("sqlite")
def test_words_that_make_addresses_are_words_like_others_behind_the_question_mark(world: World) -> None:
    taken = "endpoint=x&self=1&values=2&_anchor=a&_method=POST&_scheme=javascript&_external=1&__obj=1"
    wrong = []
    for door in (door for door in list_doors(world.scene.app) if door.answers("GET")):
        own = "".join(f"&{name}=elsewhere" for name in door.rule.arguments)
        answer = world.visitors["administrator"].ask(f"{path_of(world.scene, door, 'own')}?{taken}{own}")
        if answer.status_code in _MISREAD or b"javascript:" in answer.get_data():
            wrong.append(f"{door.rule.rule}: {answer.status_code}")
    assert not wrong, _told(wrong)


def test_lists_take_anything_behind_the_question_mark(world: World, database_kind: str) -> None:
    values = [*(corpus.values() if database_kind == "sqlite" else corpus.nasty()), corpus.of_length(5_000)]
    visitor = world.visitors["administrator"]
    wrong = []
    doors = [door for door in list_doors(world.scene.app) if door.answers("GET") and not door.has_object]
    for number, door in enumerate(doors):
        # Every list another part of them, so that all are tried on some.
        for value in values[number % 8 :: 8]:
            typed = quote(value.encode("utf-8", "surrogatepass"))
            names = ("q", "sort", "page", "show", "status", "owner", "host", "company", "category", "next")
            answer = visitor.ask(f"{door.rule.rule}?" + "&".join(f"{name}={typed}" for name in names))
            if answer.status_code not in (200, 302, 400, 404):
                wrong.append(f"{door.rule.rule} {value[:30]!r}: {answer.status_code}")
            if corpus.must_be_escaped(value) and value in answer.get_data(as_text=True):
                wrong.append(f"{door.rule.rule} {value!r} stands on the page as HTML")
    assert not wrong, _told(wrong)
