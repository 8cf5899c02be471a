"""A request carries a form of strings or nothing: JSON, files and broken forms reach no handler, on no address."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models.organisations import Company
from tests.conftest import Browser
from tests.security.addresses import list_doors, path_of
from tests.security.conftest import World
from tests.security.forms import FORM_TYPE, FoundForm
from tests.security.visitors import Visitor

# What is refused here reaches no handler, and so no database.
pytestmark = pytest.mark.only_on("sqlite")

_JSON = ('{"email":5}', "[1]", '"x"', "null", "{", "", '{"name":["a"],"csrf_token":"TOKEN"}')
_OTHER_TYPES = (
    "application/json",
    "application/problem+json",
    "APPLICATION/JSON; charset=utf-16",
    "text/plain",
    "application/xml",
    "application/octet-stream",
)

_BROKEN = (
    (b"email=5", "", 415),
    (b"--x\r\nnothing", "multipart/form-data", 400),
    (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nhalf', "multipart/form-data; boundary=x", 400),
)


def _doors(world: World) -> Iterator[str]:
    for door in list_doors(world.scene.app):
        if door.answers("POST"):
            yield path_of(world.scene, door, "own")


def _told(wrong: list[str]) -> str:
    return f"{len(wrong)} complaints:\n" + "\n".join(wrong[:40])


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize("who", ["administrator", "anonymous"])
def test_no_address_reads_anything_but_forms(world: World, who: str) -> None:
    visitor = world.visitors[who]
    wrong = []
    others = [(kind, body) for kind in _OTHER_TYPES for body in (_JSON if kind == "application/json" else _JSON[:2])]
    doors = list(_doors(world))
    for number, path in enumerate(doors):
        # Whoever refuses knows no addresses: a tenth of them meet everything, the others one thing each.
        for kind, body in others if number % 10 == 0 else [others[number % len(others)]]:
            answer = visitor.ask(path, "POST", body.replace("TOKEN", visitor.token), content_type=kind)
            if answer.status_code != 415:
                wrong.append(f"{path} {kind} {body}: {answer.status_code}")
    assert not wrong, _told(wrong)
    assert len(doors) > 100


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_body_of_no_type_and_a_broken_form_are_refused(world: World) -> None:
    visitor = world.visitors["administrator"]
    wrong = []
    for number, path in enumerate(_doors(world)):
        body, kind, status = _BROKEN[number % len(_BROKEN)]
        answer = visitor.ask(path, "POST", body, content_type=kind)
        if answer.status_code != status:
            wrong.append(f"{path} {kind!r}: {answer.status_code}")
    assert not wrong, _told(wrong)


def test_json_saves_nothing_even_with_the_token(consultant: Browser, session: Session) -> None:
    token = consultant.token()
    company = {"csrf_token": token, "name": "Bakvägen", "kind": "limited_company", "strange": "1"}
    for headers in ({}, {"X-CSRFToken": token}):
        assert consultant.post("/companies/new", json=company, headers=headers).status_code == 415
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 0


def _forms(world: World) -> list[FoundForm]:
    return [found for found in world.forms_of("administrator") if found.endpoint != "accounts.sign_out"]


def _ask_with_file(visitor: Visitor, found: FoundForm, name: str, file_name: str) -> int:
    data: dict[str, object] = {key: values for key, values in found.form.data.items() if key != name}
    data |= {"csrf_token": visitor.token, name: (io.BytesIO(b"kaninfot"), file_name)}
    return visitor.ask(found.page, "POST", data, content_type="multipart/form-data").status_code


@pytest.mark.usefixtures("nothing_is_kept")
def test_no_form_takes_a_file(world: World) -> None:
    visitor = world.visitors["administrator"]
    wrong, sent = [], 0
    for found in _forms(world):
        if found.page.split("?")[0] not in set(_doors(world)):
            continue
        for name in (*[field.name for field in found.form.fields][:2], "zzz"):
            for file_name in ("", "å\u202e.exe"):
                status = _ask_with_file(visitor, found, name, file_name)
                sent += 1
                # A part without a name for its file is a plain string, and so is the name's absence.
                if status not in ({400} if file_name else {200, 302, 400, 404, 409, 422}):
                    wrong.append(f"{found.page} {name} {file_name!r}: {status}")
    assert not wrong, _told(wrong)
    assert sent > 100


@pytest.mark.parametrize("who", ["administrator", "anonymous"])
def test_a_part_without_a_name_is_refused_everywhere(world: World, who: str) -> None:
    nameless = b"--x\r\nContent-Disposition: form-data\r\n\r\nkaninfot\r\n--x--\r\n"
    visitor = world.visitors[who]
    for page in _doors(world):
        answer = visitor.ask(page, "POST", nameless, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 400, page


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_form_of_parts_is_read_as_one_of_pairs(world: World) -> None:
    visitor = world.visitors["administrator"]
    parts = {"csrf_token": visitor.token, "language": "en", "next": "/companies"}
    for kind in ("multipart/form-data", FORM_TYPE):
        answer = visitor.ask("/language", "POST", parts, content_type=kind)
        assert (answer.status_code, answer.location) == (302, "/companies")


@pytest.mark.usefixtures("nothing_is_kept")
def test_a_thing_named_twice_is_refused_in_forms_and_in_their_addresses(world: World) -> None:
    visitor = world.visitors["administrator"]
    pairs = [("csrf_token", visitor.token), ("language", "sv"), ("language", "en")]
    assert visitor.ask("/language", "POST", urlencode(pairs), content_type=FORM_TYPE).status_code == 400
    assert visitor.send("/sign-in?next=/needs&next=//evil.example", {}).status_code == 400
    unknown = {"language": "sv", "next": "/", "strange": "1"}
    assert visitor.send("/language", unknown).status_code == 400


def test_the_refusal_is_a_page_in_the_readers_language(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data=json.dumps({"email": 5}), content_type="application/json")
    assert answer.status_code == 415
    assert "Det här är inget formulär" in answer.get_data(as_text=True)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
