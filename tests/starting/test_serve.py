"""`make run`: what it says when it cannot start, and that a second start changes nothing."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from seeds.loader import demo_sign_ins
from tests.page_rules import parse, posted_forms
from tests.running import ROOT, WORDS_ALONE, Served, command, environment, free_port, serving


def _dump(served: Served) -> list[str]:
    """Return everything that the database holds, as SQL."""
    with closing(sqlite3.connect(served.database_url.removeprefix("sqlite:///"))) as connection:
        return list(connection.iterdump())


def test_a_second_start_changes_no_data_and_letters_lead_to_the_port_that_was_asked_for(tmp_path: Path) -> None:
    with serving(tmp_path, **WORDS_ALONE) as served:
        assert "Loading the demo data." in served.log.read_text()
    before = _dump(served)
    with serving(tmp_path, **WORDS_ALONE) as served:
        said = served.log.read_text()
        assert "Loading" not in said
        assert all(sign_in.password in said for sign_in in demo_sign_ins())
        assert _dump(served) == before
        # What is written from here on is no longer the same: a letter leads to where Brygga is served.
        assert f"{served.url}/matches/" in _letter_of_an_introduction(served)


def _letter_of_an_introduction(served: Served) -> str:
    """Sign in as the consultant, introduce a pair as the page suggests, and return the unit's letter."""
    browser = build_opener(HTTPCookieProcessor())

    def read(path: str, data: dict[str, str] | None = None) -> str:
        body = urlencode(data).encode() if data else None
        text: str = browser.open(served.url + path, data=body).read().decode()
        return text

    def send(path: str, typed: dict[str, str]) -> None:
        forms = posted_forms(parse(read(path)), path)
        (form,) = [each for each in forms if set(typed) <= {field.name for field in each.fields}]
        read(path, {name: values[0] for name, values in form.data.items()} | typed)

    consultant = next(sign_in for sign_in in demo_sign_ins() if sign_in.role == "consultant")
    send("/sign-in", {"email": consultant.email, "password": consultant.password})
    with closing(sqlite3.connect(served.database_url.removeprefix("sqlite:///"))) as connection:
        need, capability = connection.execute(
            "SELECT need.id, capability.id FROM need, capability WHERE need.status = 'open' AND capability.is_active"
            " AND NOT EXISTS (SELECT 1 FROM match WHERE need_id = need.id AND capability_id = capability.id)"
            " AND NOT EXISTS (SELECT 1 FROM consent WHERE need_id = need.id) LIMIT 1"
        ).fetchone()
        to = {
            "company_to": "anna@company.example",
            "infrastructure_to": "bo@unit.example",
            "infrastructure_body": "Hej.\n{länk}\n{svar}",
            "consent_way": "phone",
        }
        send(f"/needs/{need}/capabilities/{capability}/introduce", to)
        letters = connection.execute("SELECT body FROM outbox_message WHERE to_address = 'bo@unit.example'")
        return str(letters.fetchone()[0])


def _refusal(port: int | str, database_url: str, folder: Path) -> str:
    """Start Brygga where it cannot run, and return its one sentence."""
    found = subprocess.run(  # noqa: S603 - our own
        command(port),
        cwd=ROOT,
        env=environment(database_url, folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert found.returncode == 1
    lines = found.stderr.strip().splitlines()
    assert len(lines) == 1, found.stderr
    return lines[0]


def test_a_taken_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = _refusal(port, f"sqlite:///{tmp_path / 'b.sqlite3'}", tmp_path)
    assert said == f"Port {port} is taken. Stop what uses it, or try: make run PORT={port + 1}"


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    said = _refusal(port, f"sqlite:///{tmp_path / 'b.sqlite3'}", tmp_path)
    assert said == f"{port} is not a port. Choose one between 1024 and 65535."


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    said = _refusal(free_port(), f"sqlite:///{in_the_way / 'brygga.sqlite3'}", tmp_path)
    assert said == f"Brygga cannot write to {in_the_way}. Give yourself write permission there, and try again."


def test_a_database_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    said = _refusal(free_port(), f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none", tmp_path)
    assert said.startswith("The database cannot be opened (")
