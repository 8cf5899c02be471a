"""Locks are taken in one order everywhere: two who wait for each other would both be told that others are saving.

Every POST's success case is sent, and what each transaction locks is written down, table by table: rows by name, rows
by changing them, and PostgreSQL's own named locks. Where one transaction locks A before B, none may lock B before A.
A foreign key locks the row it points to as well, when a row is inserted: our locks let it, and the end of the trail,
which everybody waits for, is locked when nothing else is written any more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any, Final

import pytest
import sqlalchemy as sa

from app.storage.audit import CHAIN_LOCK
from app.web.access import POLICY
from app.web.rules import Reach
from models.accounts import Role
from tests.conftest import engine_of
from tests.security.valid_posts import CASES, Setting
from tests.security.valid_sending import browser_of, send

_LOCKS: Final = re.compile(
    r"^SELECT (?P<chosen>\w+)\..*FOR NO KEY UPDATE"
    r"|^(?:UPDATE|DELETE FROM) (?P<changed>\w+)"
    r"|^INSERT INTO (?P<made>\w+)"
    r"|pg_advisory_xact_lock_\d+': (?P<named>\d+)",
    re.DOTALL,
)
_TRAIL: Final = f"lock {CHAIN_LOCK}"
_OF_THE_TRAIL: Final = ("audit_entry", "audit_head", _TRAIL)
# Rows that one browser or account has for itself, and parts that are changed by whoever has locked the whole.
_OWN: Final = (
    *("used_key", "draft", "way_back", "infrastructure_way_back", "call_way_back", "batch"),
    *("double_key", "double_pair", "merge"),
    *("user_session", "account_token", "sign_in_attempt"),
)
_PARTS: Final = ("introduction", "party_answer", "stage_change", "judgement", "readiness_item")


@contextmanager
def _noting_locks(engine: sa.Engine) -> Iterator[list[list[str]]]:
    """Give a list that each transaction adds a list to: what it has locked, each once, in order."""
    transactions: list[list[str]] = [[]]
    made: set[str] = set()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        found = _LOCKS.search(statement.strip().replace('"', "") + str(parameters))
        if found and _TRAIL in transactions[-1]:
            written = found["made"] or found["chosen"] or found["changed"] or f"lock {found['named']}"
            assert written in _OF_THE_TRAIL, f"{written} is written while others wait for the end of the trail"
        if found and found["made"]:
            # Nobody else sees the row that is changed later.
            made.add(found["made"])
        elif found:
            name = found["chosen"] or found["changed"] or f"lock {found['named']}"
            if name not in (*_OWN, *_PARTS, *made, *transactions[-1]):
                transactions[-1].append(name)

    def begin(_connection: Any) -> None:
        transactions.append([])
        made.clear()

    sa.event.listen(engine, "before_cursor_execute", note)
    sa.event.listen(engine, "begin", begin)
    try:
        yield transactions
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
        sa.event.remove(engine, "begin", begin)


def test_all_transactions_lock_in_one_order(setting: Setting) -> None:
    engine = engine_of(setting.app)
    if engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL locks rows")
    after: dict[str, set[str]] = defaultdict(set)
    taken: dict[tuple[str, str], str] = {}
    for endpoint, case in CASES.items():
        role = next(role for role in (*Role, None) if POLICY[endpoint, "POST"].reach(role) is not Reach.NONE)
        browser = browser_of(setting, role)
        attempt = case(setting)
        with _noting_locks(engine) as transactions:
            send(browser, attempt)
        assert attempt.saved(), endpoint
        for locked in transactions:
            for place, later in enumerate(locked):
                for earlier in locked[:place]:
                    after[later].add(earlier)
                    taken.setdefault((earlier, later), endpoint)
    try:
        order = list(TopologicalSorter(after).static_order())
    except CycleError as error:
        ring = error.args[1]
        told = [f"{taken.get(pair)}: {pair[0]} before {pair[1]}" for pair in pairwise(ring)]
        pytest.fail("\n".join(told))
    assert order.index("company") < order.index("match")
