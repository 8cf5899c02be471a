"""What is sent in a form's name: unknown keys, doubled keys, and numbers of things that were not on offer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from sqlalchemy.orm import Session

from app.storage import audit
from tests.page_rules import Field
from tests.security.addresses import MISSING_NUMBER
from tests.security.conftest import World
from tests.security.forms import FRAME, FoundForm, send
from tests.security.scene import Scene

_REFUSED = (400, 403, 404, 409, 422)
WHO_SEES_FORMS = ("administrator", "consultant", "staff")


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("nothing_is_kept")
def test_a_key_that_no_field_has_is_refused_by_every_form(world: World) -> None:
    taken = []
    sent = 0
    for name, found in _each_once(world):
        sent += 2
        unknown = send(world.visitors[name], found, found.form.data | {"zzz": ["1"]})
        first = next(field.name for field in found.form.fields if field.name != "csrf_token")
        doubled = send(world.visitors[name], found, found.form.data | {first: ["1", "1"]})
        if unknown.status_code != 400 or (doubled.status_code != 400 and _is_single(found, first)):
            taken.append(f"{name}: {found.endpoint} on {found.page}: {unknown.status_code}, {doubled.status_code}")
    assert taken == []
    assert sent > 50


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("nothing_is_kept")
def test_a_button_takes_nothing_that_it_does_not_carry(world: World) -> None:
    pressed = {
        (name, found.endpoint): send(world.visitors[name], found, found.form.data | {"zzz": ["1"]}).status_code
        for name in WHO_SEES_FORMS
        for found in world.forms_of(name)
        if found.is_button
    }
    assert {button: status for button, status in pressed.items() if status != 400} == {}
    behind_buttons = {endpoint for _name, endpoint in pressed}
    assert behind_buttons >= {"accounts.sign_out", "infrastructures.confirm", "matches.shortlist", "notes.take_back"}


def _is_single(found: FoundForm, name: str) -> bool:
    return next(field for field in found.form.fields if field.name == name).kind != "many"


def _each_once(world: World) -> Iterator[tuple[str, FoundForm]]:
    """Yield the forms that people fill in with who is shown them, a form that several are shown with the first."""
    seen = set()
    for name in WHO_SEES_FORMS:
        for found in _filled_in(world, name):
            form = (found.endpoint, tuple(field.name for field in found.form.fields))
            if form not in seen:
                seen.add(form)
                yield name, found


def _filled_in(world: World, name: str) -> list[FoundForm]:
    """Return the forms that people fill in; a button has no field to go by."""
    return [found for found in world.forms_of(name) if not found.is_button and found.endpoint not in FRAME]


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("nothing_is_kept")
def test_what_was_not_on_offer_cannot_be_chosen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    written = _note_changes(monkeypatch)
    chosen = []
    tried = 0
    for name, found, field, value in _strange_choices(world):
        tried += 1
        written.clear()
        answer = send(world.visitors[name], found, found.form.data | {field.name: [value]})
        # A page whose hidden field names nothing may go on to the next; a list that is chosen from may not.
        refused = answer.status_code in _REFUSED or field.kind == "hidden"
        if written or not refused:
            chosen.append(f"{name}: {found.endpoint} {field.name}={value}: {answer.status_code}")
    assert chosen == []
    assert tried > 100


def _note_changes(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows with every change that is written, also of what is taken back afterwards."""
    written: list[object] = []
    append = audit._append

    def note(session: Session, entries: list[dict[str, object]]) -> None:
        written.append(entries)
        append(session, entries)

    monkeypatch.setattr(audit, "_append", note)
    return written


def _strange_choices(world: World) -> Iterator[tuple[str, FoundForm, Field, str]]:
    for name in WHO_SEES_FORMS:
        for found in world.forms_of(name):
            for field in _once_each(found):
                for value in _not_on_offer(world.scene, field):
                    yield name, found, field, value


def _once_each(found: FoundForm) -> list[Field]:
    """Return the fields of a form; of those that are numbered, such as the rungs of a ladder, the first of each."""
    return [field for field in found.form.fields if not re.search(r"_([2-9]|1\d)$", field.name)]


def _not_on_offer(scene: Scene, field: Field) -> list[str]:
    """Return what the page did not offer for a field: numbers of other things, and what is no number at all."""
    name = field.name
    is_id = name.endswith(("_id", "_ids"))
    if name in ("csrf_token", "version", "next") or not (is_id or field.kind in ("choice", "many")):
        return []
    tried = ["x"]
    if is_id:
        others = {str(record.id) for key, record in scene.records.items() if _is_of(name, key)}  # type: ignore[attr-defined]
        # The office may send any number in a hidden field that it could have been shown.
        tried += [] if field.kind == "hidden" else sorted(others)[:2]
        tried += [str(MISSING_NUMBER), "１", "-1"]
    return [value for value in tried if value not in field.options]


def _is_of(field: str, key: str) -> bool:
    """Tell whether a record of the scene is of the kind that a field chooses among."""
    kinds = {
        "owner_id": "user",
        "next_step_owner_id": "user",
        "contact_id": "contact",
        "person_ids": "contact",
        "host_ids": "host",
        "infrastructure_ids": "unit",
        "capability_id": "capability",
    }
    kind = kinds.get(field, field.removesuffix("_ids").removesuffix("_id"))
    return key.startswith(f"{kind} ") and " role " not in key


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_user_who_is_no_colleague_can_own_nothing(world: World) -> None:
    scene, consultant = world.scene, world.visitors["consultant"]
    forms = [found for found in world.forms_of("consultant") if "owner_id" in found.form.data]
    assert {found.endpoint for found in forms} >= {"companies.edit", "needs.edit", "matches.assign"}
    for found in forms:
        for name in ("staff", "steering", "disabled"):
            answer = send(consultant, found, found.form.data | {"owner_id": [str(scene[f"user {name}"].id)]})
            assert answer.status_code == 422, (found.endpoint, name)


@pytest.mark.usefixtures("nothing_is_kept")
def test_the_token_of_another_browser_is_worth_nothing(world: World) -> None:
    consultant, staff = world.visitors["consultant"], world.visitors["staff"]
    answer = consultant.ask("/sign-out", "POST", {"csrf_token": staff.token})
    assert answer.status_code == 400


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "evil.example",
        "/\x00//evil.example",
        "/ok\r\nLocation: https://evil.example",
    ],
)
def test_nobody_is_sent_away_from_brygga(world: World, target: str) -> None:
    answer = world.visitors["consultant"].send("/language", {"language": "sv", "next": target})
    location = answer.headers.get("Location", "/")
    assert urljoin("https://brygga.example/language", location).startswith("https://brygga.example/")
    assert not {"\r", "\n", "\t", "\\"} & set(location)
