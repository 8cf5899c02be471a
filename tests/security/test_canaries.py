"""Canaries outside the pages of the matrix: searches, letters, the command line, and pages of errors."""

from __future__ import annotations

from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from app.catalogue import asking
from app.web.rules import Reach
from app.web.static_files import FILE_ENDPOINTS
from config import Settings
from models.audit import AuditEntry
from tests.page_rules import parse, posted_forms
from tests.security import matrix
from tests.security.addresses import list_doors, neutral
from tests.security.canaries import COMPUTED, HIDDEN, UNKNOWN_WORD, Canary, hidden_columns, read_letter, readable
from tests.security.conftest import World
from tests.security.matrix import POLICY_AT_START
from tests.security.readers import may_read
from tests.security.scene import FROZEN_MONTH, open_session

# Wherever something can be searched for, it is by this name.
_QUERY = "q"


def test_every_hidden_column_has_a_canary(world: World) -> None:
    planted = {canary.column for canary in world.scene.aviary.canaries.values()}
    assert set(hidden_columns()) - planted == set(), "Give the scene a record of this table."


def test_a_canary_is_found_however_it_is_written(world: World) -> None:
    aviary = world.scene.aviary
    number = aviary.of_column("company.org_number")[0]
    amount = aviary.of_column("use.value_sek")[0]
    text = aviary.of_column("need.private_text")[0]
    spaced = f"{amount.word[:2]}\u00a0{amount.word[2:5]}&nbsp;{amount.word[5:]}"
    said = f"<p>{text.word.upper()}</p><td>{number.word[:6]}-{number.word[6:]}</td><td>{spaced} kr</td>"
    assert aviary.found_in(said) == {number, amount, text}


def test_searching_for_what_one_may_not_read_is_like_searching_for_nothing(
    world: World, database_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody else asks as many questions in a minute; what other tests have asked this engine is not counted here.
    monkeypatch.setattr(asking, "_of_engines", WeakKeyDictionary())
    for limit in ("VISITOR_QUESTIONS", "VISITOR_RANKINGS"):
        monkeypatch.setattr(asking, limit, 100_000)
    told_apart, asked = [], 0
    for name in ("staff", "staff of nothing", "steering"):
        visitor = world.visitors[name]
        for path in _searchable(world, visitor.role):
            nothing = _answer(world, name, path, UNKNOWN_WORD)
            # A fifth of them on the second database.
            for canary in _unreadable(world, name)[:: 1 if database_kind == "sqlite" else 5]:
                asked += 1
                if _answer(world, name, path, canary.word) != nothing:
                    told_apart.append(f"{name} {path}: {canary.column} of {canary.of}")
    assert told_apart == []
    assert asked > 200


def _searchable(world: World, role: object) -> list[str]:
    return [
        door.rule.rule
        for door in list_doors(world.scene.app)
        if not door.has_object
        and door.answers("GET")
        and door.endpoint not in FILE_ENDPOINTS
        and POLICY_AT_START[door.endpoint, "GET"].reach(role) is not Reach.NONE  # type: ignore[arg-type]
        and door.rule.rule not in ("/", "/settings", "/reports", "/programmes", "/sign-in")
    ]


def _answer(world: World, name: str, path: str, word: str) -> tuple[int, str]:
    answer = world.visitors[name].ask(f"{path}?{_QUERY}={word}")
    return answer.status_code, neutral(answer.get_data(as_text=True), path).replace(word, "…")


def _unreadable(world: World, name: str) -> list[Canary]:
    """Return one canary of each hidden text column of foreign things; numbers are found by other tests."""
    chosen = {
        canary.column: canary
        for canary in world.scene.aviary.canaries.values()
        if canary.of.endswith("foreign") and canary.word.startswith("kanin") and not may_read(name, canary)
    }
    return list(chosen.values())


@pytest.mark.usefixtures("nothing_is_kept")
@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 500])
def test_no_page_of_an_error_repeats_what_was_read(world: World, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    answer = _go_wrong(world, monkeypatch, status)
    assert answer.status_code == status
    found = matrix.find_canaries(world.scene, answer)
    assert {canary for canary in found if not canary.of.startswith("user ")} == set()


def _go_wrong(world: World, monkeypatch: pytest.MonkeyPatch, status: int) -> TestResponse:
    """Let somebody meet a page of an error on the way to a need that is full of canaries."""
    need = world.scene["need own"]
    consultant, path = world.visitors["consultant"], f"/needs/{need.id}"
    if status == 403:
        return world.visitors["steering"].ask(path)
    if status == 404:
        return world.visitors["staff of nothing"].ask(path)
    if status == 405:
        return consultant.ask(path, "DELETE")
    if status == 500:

        def fail(*_arguments: object) -> None:
            raise ValueError(f"{need.private_text} {need.infrastructure_text}")

        monkeypatch.setattr("app.needs.queries.get_need", fail)
        return consultant.ask(path)
    data = {400: {"zzz": "1"}, 409: {"version": "0"}, 413: {"note": "x" * 2_100_000}}[status]
    return consultant.send(f"{path}/reopen", data)


def test_the_command_line_tells_what_may_leave_and_no_more(world: World, tmp_path: Path) -> None:
    runner = world.scene.app.test_cli_runner()
    months = (f"{FROZEN_MONTH:%Y-%m}", "2026-03")
    commands = [["report", month, "--format", kind] for month in months for kind in ("html", "json")]
    commands += [["report", months[0], "--for", reader] for reader in ("funder", "office")]
    file = tmp_path / "report"
    commands += [
        ["report", month, "--format", kind, "--out", str(file)]
        for month, kind in ((months[0], "pdf"), (months[0], "xlsx"), ("2026-Q1", "pdf"))
    ]
    commands += [["audit", "anchor"], ["audit", "verify"]]
    commands += [["match", str(world.scene["need own"].id), *rest] for rest in ([], ["--json"])]
    commands += [["status"], ["outbox", "list", "--all"]]
    for command in commands:
        with world.scene.app.app_context():
            result = runner.invoke(args=command)
        assert result.exit_code == 0, (command, result.output)
        told = readable(file.read_bytes()) if str(file) in command else result.output
        found = {_.column for _ in world.scene.aviary.found_in(told) if _.sensitivity in HIDDEN}
        # The operator sees to whom letters go; what they say stays in them.
        allowed = {"outbox_message.to_address"} if command[0] == "outbox" else set()
        if command[0] == "match":
            allowed = {"need.infrastructure_text", "need.desired_result", "need.conditions"}
        assert found <= allowed, command


@pytest.mark.parametrize(
    ("ending", "may"),
    [("own", True), ("closed after", True), ("taken back", False), ("shortlisted", False), ("foreign", False)],
)
def test_an_infrastructure_reads_a_need_once_it_is_introduced_and_no_other(
    world: World, ending: str, *, may: bool
) -> None:
    match = world.scene[f"match {ending}"]
    staff = world.visitors["staff"]
    for path in (f"/needs/{match.need_id}", f"/matches/{match.id}"):
        answer = staff.ask(path)
        found = matrix.find_canaries(world.scene, answer)
        assert answer.status_code == (200 if may else 404)
        assert matrix.leaks(found, "staff", path) == []
        assert any(canary.column == "need.infrastructure_text" for canary in found) is may
    for path in ("/", "/matches", "/search?q=need", f"/infrastructures/{world.scene['unit own'].id}"):
        assert matrix.leaks(matrix.find_canaries(world.scene, staff.ask(path)), "staff", path) == []
        linked = f'href="/needs/{match.need_id}"' in staff.ask(path).get_data(as_text=True)
        assert may or not linked, f"{path} leads to a need that the unit may not read"


def test_the_office_reads_why_a_match_was_closed(world: World) -> None:
    answer = world.visitors["consultant"].ask(f"/matches/{world.scene['match closed after'].id}")
    assert "match.close_note" in {canary.column for canary in matrix.find_canaries(world.scene, answer)}


def test_letters_hold_the_public_layer_and_the_two_contacts(fresh_world: World) -> None:
    scene, consultant = fresh_world.scene, fresh_world.visitors["consultant"]
    path = f"/needs/{scene['need new'].id}/capabilities/{scene['capability own'].id}/introduce"
    page = parse(consultant.ask(path).get_data(as_text=True))
    form = next(form for form in posted_forms(page, path) if "infrastructure_body" in form.data)
    assert consultant.ask(path, "POST", {**form.data, "consent_way": ["phone"]}).status_code == 302
    with scene.app.app_context():
        assert scene.app.test_cli_runner().invoke(args=["outbox", "send"]).exit_code == 0
    settings: Settings = scene.app.extensions["brygga"]
    planted = {scene["letter own"].message_id, scene["letter foreign"].message_id}
    letters = [read_letter(file.read_bytes()) for file in settings.mail_folder.glob("*.eml")]
    written = [letter for letter in letters if not any(known in letter for known in planted)]
    assert len(written) == 2
    found = {(_.column, _.of) for letter in written for _ in scene.aviary.found_in(letter)}
    assert {pair for pair in found if _is_hidden(fresh_world, *pair)} <= {
        ("person.name", "contact new"),
        ("person.email", "contact new"),
        ("infrastructure.contact_email", "unit own"),
        ("user_account.name", "user consultant"),
        ("user_account.email", "user consultant"),
        # The unit's letter names who there can open its link.
        ("user_account.name", "user staff"),
    }
    # The company has asked for secrecy, so the unit's letter names neither it nor its contact.
    to_infrastructure = next(
        letter for letter in written if scene["unit own"].contact_email in letter.split("Subject")[0]
    )
    hidden_there = {_.column for _ in scene.aviary.found_in(to_infrastructure)}
    assert not hidden_there & {"company.name", "person.name", "person.email"}


def _is_hidden(world: World, column: str, _of: str) -> bool:
    return world.scene.aviary.of_column(column)[0].sensitivity in HIDDEN or column in COMPUTED


def test_the_trail_keeps_no_hidden_text(world: World) -> None:
    with open_session(world.scene.app) as session:
        for entry in session.scalars(sa.select(AuditEntry)):
            found = world.scene.aviary.found_in(str(entry.changes))
            assert {canary.column for canary in found if canary.sensitivity in HIDDEN} == set(), entry.subject
