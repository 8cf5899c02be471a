"""The proof that the other tests prove something: with any guard taken away, they fail."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from app.storage.database import db_session
from app.web import access, guard, rules, sign_in
from app.web.access_of_hand_ins import HAND_IN_LINKS
from app.web.static_files import FILE_ENDPOINTS
from models.accounts import Role, User, UserSession, token_hash
from tests.security import matrix
from tests.security.addresses import list_doors
from tests.security.conftest import World
from tests.security.matrix import Cell
from tests.security.scopes import actor_of, list_modules, list_reads, list_scopes, unscoped, wrong_reads, wrong_scopes

# Widening one of these is a decision: write it here too, and think of who will read the page.
OPEN_TO_ANYBODY = {"static", "style", "bootstrap.static"}
# The address itself is a secret that its holder can renew and revoke.
OPEN_TO_ANYBODY |= {"calendars.feed"}
# So is the link in a letter, which shows its party the public text and its own answer.
OPEN_TO_ANYBODY |= {"answers.show", "uses.confirm"}
# Anybody hands in a need; what becomes of it stands behind the links in the letters about it.
OPEN_TO_ANYBODY |= {"hand_ins.new", "hand_ins.sent", *HAND_IN_LINKS}
# And those in letters about reports: one shows what the steering group reads of one frozen month, one ends the letters.
OPEN_TO_ANYBODY |= {"reports.shared", "reports.shared_file", "reports.stop"}
# And the one that shows a unit its own public facts.
OPEN_TO_ANYBODY |= {"fact_checks.show"}
OPEN_TO_ANYBODY |= {"accounts.sign_in", "accounts.sign_out", "accounts.choose_language"}
OPEN_TO_ANYBODY |= {"home.accessibility", "home.health", "accounts.forgotten_password", "accounts.choose_password"}
# The link in a daily letter turns that letter off, and does nothing else.
OPEN_TO_ANYBODY |= {"home.letter_off"}
# The public catalogue, and the front door that leads there.
OPEN_TO_ANYBODY |= {"home.show", "catalogue.index", "catalogue.show", "catalogue.compare", "catalogue.logo"}
OPEN_TO_ANYBODY |= {f"catalogue.{name}" for name in ("data", "data_json", "data_csv", "sitemap", "robots")}
ROOMS_OF_STEERING = {"home.show", "accounts.settings", "reports.index", "reports.show", "reports.rows"}
ROOMS_OF_STEERING |= {"reports.file"}  # made for the steering group, whoever asks
ROOMS_OF_STEERING |= {
    "infrastructures.board",
    "programmes.index",
    "programmes.show",
    "programmes.rows",
    "programmes.events",
    "programmes.ladder",
    "aid.sums",
    "gaps.index",
    "gaps.show",
}
ROOMS_OF_STAFF = {"home.show", "accounts.settings", "needs.show", "matches.index", "matches.show", "search.show"}
# The vocabulary's labels are public, and staff name their capabilities with them.
ROOMS_OF_STAFF |= {"vocabulary.suggest", "search.suggest", "calendars.settings", "calendars.revoke"}
ROOMS_OF_STAFF |= {
    f"infrastructures.{name}"
    for name in (
        "index",
        "show",
        "edit",
        "confirm",
        "undo",
        "ask",
        "new_capability",
        "edit_capability",
        "readiness",
        "terms",
        "readiness_item",
        "review_item",
        "capacity",
    )
}
ROOMS_OF_STAFF |= {f"files.{name}" for name in ("new_for_infrastructure", "download", "take_back", "put_back")}
# What staff change of their own unit: drafts and what was published; only the office asks it back.
ROOMS_OF_STAFF |= {f"profile_changes.{name}" for name in ("show", "preview", "publish", "discard", "put_back")}
# The bin shows staff the files of their own unit that they may put back.
ROOMS_OF_STAFF |= {"bin.index"}
# An introduction is answered by link, or here.
ROOMS_OF_STAFF |= {"answers.own"}
SIGNED_OUT = ("disabled", "signed out", "anonymous")


@pytest.mark.parametrize(
    ("role", "rooms"), [(None, set()), (Role.STEERING, ROOMS_OF_STEERING), (Role.STAFF, ROOMS_OF_STAFF)]
)
def test_no_line_of_the_policy_reaches_further_than_was_decided(role: Role | None, rooms: set[str]) -> None:
    reached = {endpoint for (endpoint, _method), rule in access.POLICY.items() if rule.reach(role) != "none"}
    assert reached == OPEN_TO_ANYBODY | rooms


def test_only_administrators_reach_the_users(world: World) -> None:
    for (endpoint, _method), rule in access.POLICY.items():
        if endpoint.startswith("accounts.") and "user" in endpoint:
            assert rule == rules.ADMINISTRATOR, endpoint


def _failures(world: World, cells: Iterable[Cell]) -> list[str]:
    return matrix.run(world.scene, world.visitors, cells).failures


def _cells(world: World, key: tuple[str, str], visitors: Iterable[str]) -> Iterator[Cell]:
    endpoint, method = key
    for door in list_doors(world.scene.app):
        if door.endpoint == endpoint:
            yield from (Cell(name, door, method, "own", with_token=method == "POST") for name in visitors)


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("nothing_is_kept")
def test_opening_any_line_of_the_policy_to_everyone_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    unnoticed = []
    for key, rule in matrix.POLICY_AT_START.items():
        if rule == rules.EVERYONE:
            continue
        with monkeypatch.context() as change:
            change.setitem(access.POLICY, key, rules.EVERYONE)
            if not any(_failures(world, [cell]) for cell in _cells(world, key, SIGNED_OUT)):
                unnoticed.append(key)
    assert unnoticed == []


@pytest.mark.usefixtures("nothing_is_kept")
def test_an_application_that_never_asks_the_policy_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    guards = [each for each in world.scene.app.before_request_funcs[None] if each.__module__ != guard.__name__]
    monkeypatch.setitem(world.scene.app.before_request_funcs, None, guards)
    assert _failures(world, _cells(world, ("needs.edit", "GET"), ("staff", "steering", "anonymous")))


@pytest.mark.usefixtures("nothing_is_kept")
def test_forms_that_need_no_token_are_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(world.scene.app.config, "WTF_CSRF_CHECK_DEFAULT", None)
    doors = [door for door in list_doors(world.scene.app) if door.endpoint in ("accounts.sign_out", "ranking.use")]
    assert _failures(world, [Cell("consultant", door, "POST", "own") for door in doors])


def test_a_closed_account_that_goes_on_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(token: str) -> sign_in.SignedIn | None:
        hashed = token_hash(token)
        found = db_session().query(UserSession).filter_by(token_hash=hashed).one_or_none()
        user = found and db_session().get(User, found.user_id)
        return sign_in.SignedIn(user, token) if user else None

    monkeypatch.setattr(sign_in.login_manager, "_user_callback", load)
    assert _failures(world, _cells(world, ("companies.index", "GET"), ["disabled"]))


def test_reads_refuse_whoever_may_not_even_behind_the_policy(world: World) -> None:
    assert len(list_scopes()) >= 8
    assert len(list_reads()) >= 12
    with world.scene.app.test_request_context(), db_session() as session:
        assert wrong_scopes(world.scene, session) == []
        assert wrong_reads(world.scene, session) == []


def test_a_selection_that_forgets_its_actor_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    unnoticed = []
    for scope in list_scopes():
        with monkeypatch.context() as change, world.scene.app.test_request_context(), db_session() as session:
            _replace(change, scope, unscoped(scope, actor_of(world.scene, session, "staff")))
            if not wrong_reads(world.scene, session) and not _read_by_staff(world):
                unnoticed.append(f"{scope.__module__}.{scope.__name__}")
    assert unnoticed == []


def _read_by_staff(world: World) -> list[str]:
    """Return what staff are shown that they should not be: pages, lists, and what a search finds."""
    doors = [door for door in list_doors(world.scene.app) if door.answers("GET")]
    pages = [door for door in doors if door.endpoint not in FILE_ENDPOINTS]
    cells = [Cell("staff", door, "GET", aim) for door in pages for aim in ("own", "foreign", "missing")]
    return _failures(world, cells) + _found_by_staff(world)


def _found_by_staff(world: World) -> list[str]:
    found = []
    for column in ("person.name", "company.name"):
        for canary in world.scene.aviary.of_column(column):
            answer = world.visitors["staff of nothing"].ask(f"/search?q={canary.word[:-2]}")
            found += matrix.leaks(matrix.find_canaries(world.scene, answer), "staff of nothing", "search")
    return found


def _replace(change: pytest.MonkeyPatch, function: Any, other: Any) -> None:
    """Put another function wherever the application holds this one."""
    for module in (*list_modules(), sys.modules[__name__]):
        for name, value in list(vars(module).items()):
            if value is function:
                change.setattr(module, name, other)
