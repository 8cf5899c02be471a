"""Candidates from a real PostgreSQL: the same first places, in step with the engine, never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import Matchmaker, matchmaker, need_profile
from app.matchmaking.candidates import Candidates, Retrieval
from app.storage.database import CANDIDATES, alembic
from matching.engine import Engine
from matching.profiles import CapabilityProfile
from matching.scoring import parameters
from tests import factories
from tests.conftest import Browser, engine_of
from tests.database_servers import PostgresServer
from tests.matching.worlds import LetterEncoder, a_capability, a_need, own_set, small_vocabulary
from tests.needs.scenes import asked, binding_concept, offered

TODAY = date(2026, 11, 21)
FOUND = 20
LETTERS = LetterEncoder()
ODD_TEXTS = (
    "",
    "och att en",
    "🧪🧬 💥",
    "a & b | !c:* <-> 'd' \"e\" \\ ' ''",
    "'; DROP TABLE x; --",
    "O'Brien's :*A",
    "\x00 \ud800 x\u0301",
)
pytestmark = pytest.mark.postgresql


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[sa.Engine]:
    """An empty database on the real server."""
    engine = sa.create_engine(postgres.create(f"candidates_{uuid4().hex}"))
    yield engine
    engine.dispose()


@cache
def offers() -> dict[str, CapabilityProfile]:
    """Return 136 capabilities: the judged set's, each four times under other names."""
    copies = (replace(each, id=f"{each.id}-{number}") for number in range(4) for each in own_set().capabilities)
    return {each.id: each for each in copies}


def engine_with(
    capabilities: dict[str, CapabilityProfile],
    encoder: LetterEncoder | None = LETTERS,
) -> Engine:
    engine = Engine(small_vocabulary(), encoder, parameters.load())
    engine.put(*capabilities.values())
    return engine


def following(
    database: sa.Engine,
    engine: Engine,
    capabilities: dict[str, CapabilityProfile],
    *,
    more_than: int = 100,
    found: int = FOUND,
) -> Candidates:
    candidates = Candidates(database, more_than=more_than, found=found, few=10)
    candidates.follow(engine, capabilities)
    return candidates


def way(candidates: Candidates) -> Retrieval:
    return candidates.retrieval


def rows(database: sa.Engine) -> dict[str, str]:
    """Return the id and digest of everything in the one table of candidates."""
    with database.connect() as connection:
        (name,) = tables(connection)
        stored = connection.execute(sa.text(f"SELECT capability_id, digest FROM {name}"))  # noqa: S608 - the name is the table's own
        return {row.capability_id: row.digest for row in stored}


def tables(connection: sa.Connection) -> list[str]:
    return [name for name in sa.inspect(connection).get_table_names() if name.startswith(CANDIDATES)]


def test_what_is_found_ranks_as_scoring_all_does(database: sa.Engine) -> None:
    engine = engine_with(offers())
    candidates = following(database, engine, offers(), found=40)
    assert candidates.retrieval is Retrieval.IN_DATABASE
    fewer, same = [], []
    for need in (each.profile for each in own_set().needs):
        exact = engine.order(need, today=TODAY)
        among = candidates.find(engine, need, today=TODAY, top=4)
        ranked = engine.order(need, today=TODAY, among=among)
        assert set(ranked) <= set(exact)  # with the scores that they have among all
        fewer.append(len(ranked) < len(exact))
        same.append(ranked[0] == exact[0])
    assert sum(fewer) > len(fewer) / 3
    assert sum(same) >= 0.95 * len(same)


def test_nearest_and_text_have_their_indexes_and_migrations_do_not_see_them(app: Flask) -> None:
    if engine_of(app).dialect.name != "postgresql":
        pytest.skip("only PostgreSQL has the table")
    with app.app_context():
        following(engine_of(app), engine_with(offers()), offers())
        with engine_of(app).connect() as connection:
            (name,) = tables(connection)
            made = sa.text("SELECT indexdef FROM pg_indexes WHERE tablename = :name")
            definitions = " ".join(connection.scalars(made, {"name": name}))
        assert "hnsw (meaning vector_ip_ops)" in definitions
        assert "gin (words)" in definitions
        assert alembic.compare_metadata() == []


def test_one_edit_writes_one_row_and_what_is_gone_disappears(database: sa.Engine) -> None:
    engine = engine_with(offers())
    candidates = following(database, engine, offers())
    before = rows(database)
    first, second, *_ = offers()
    edited = replace(a_capability(first, "Kvasipartikelspektroskopi av svävande damm"), quality=frozenset())
    now = {each: profile for each, profile in offers().items() if each != second} | {first: edited}
    engine.put(edited)
    engine.remove(second)
    candidates.follow(engine, now)
    after = rows(database)
    assert {each for each in before if after.get(each) != before[each]} == {first, second}
    assert second not in after
    found = candidates.find(engine, a_need(text="Kvasipartikelspektroskopi av damm"), today=TODAY, top=3)
    assert found is not None
    assert first in found


def test_a_restart_writes_only_what_has_changed_meanwhile(database: sa.Engine) -> None:
    following(database, engine_with(offers()), offers())
    before = rows(database)
    gone, changed, *_ = offers()
    now = {each: profile for each, profile in offers().items() if each != gone} | {changed: a_capability(changed)}
    assert way(following(database, engine_with(now), now)) is Retrieval.IN_DATABASE
    after = rows(database)
    assert before.keys() - after.keys() == {gone}
    assert {each for each in after if after[each] != before[each]} == {changed}


def test_much_is_written_beside_the_answers(database: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.matchmaking.candidates._WRITTEN_AT_ONCE", 10)
    engine = engine_with(offers())
    with database.begin() as other:
        other.execute(sa.text("SELECT pg_advisory_xact_lock(0x62727963)"))  # as a worker that is filling the table
        candidates = following(database, engine, offers())
        assert way(candidates) is Retrieval.FILLING
        assert candidates.find(engine, a_need(), today=TODAY, top=3) is None
    candidates.wait()
    assert way(candidates) is Retrieval.IN_DATABASE
    assert len(rows(database)) == len(offers())


def test_an_edit_waits_for_no_other_worker_and_is_made_up_for(database: sa.Engine) -> None:
    engine, need = engine_with(offers()), a_need()
    candidates = following(database, engine, offers())
    assert candidates.find(engine, need, today=TODAY, top=3) is not None
    first = next(iter(offers()))
    now = {each: profile for each, profile in offers().items() if each != first}
    engine.remove(first)
    with database.begin() as other:
        other.execute(sa.text("SELECT pg_advisory_xact_lock(0x62727963)"))
        candidates.follow(engine, now)
        assert candidates.find(engine, need, today=TODAY, top=3) is None
    assert first in rows(database)
    candidates.follow(engine, now)
    assert first not in rows(database)
    assert candidates.find(engine, need, today=TODAY, top=3) is not None


def test_any_text_may_be_offered_and_asked(database: sa.Engine) -> None:
    odd = {f"odd-{number}": a_capability(f"odd-{number}", text or "-") for number, text in enumerate(ODD_TEXTS)}
    engine = engine_with(offers() | odd)
    candidates = following(database, engine, offers() | odd)
    for need in (a_need(text=text) for text in ODD_TEXTS):
        among = candidates.find(engine, need, today=TODAY, top=3)
        assert candidates.retrieval is Retrieval.IN_DATABASE
        assert len(engine.rank(need, today=TODAY, top=3, among=among).candidates) == 3


def test_where_limits_leave_few_these_are_the_candidates(database: sa.Engine) -> None:
    only = {each: replace(profile, quality=frozenset()) for each, profile in offers().items()}
    passing = list(only)[-5:]
    only |= {each: replace(only[each], quality=frozenset({"GMP"})) for each in passing}
    engine = engine_with(only)
    candidates = following(database, engine, only)
    need = a_need(text="Något helt annat", quality=frozenset({"GMP"}))
    assert candidates.find(engine, need, today=TODAY, top=5) == passing
    assert candidates.find(engine, need, today=TODAY, top=6) is None  # the sixth is one that fails


def test_where_limits_leave_some_more_are_looked_for(database: sa.Engine) -> None:
    only = {each: replace(profile, quality=frozenset()) for each, profile in offers().items()}
    passing = list(only)[::8]
    only |= {each: replace(only[each], quality=frozenset({"GMP"})) for each in passing}
    engine = engine_with(only)
    candidates = following(database, engine, only, found=15)
    need = a_need(text="Hur hårt binder vår antikropp?", quality=frozenset({"GMP"}))
    among = candidates.find(engine, need, today=TODAY, top=3)
    assert among is not None
    assert len(among) > 2 * 15
    assert engine.order(need, today=TODAY, top=3, among=among) == engine.order(need, today=TODAY, top=3)


def test_a_role_that_may_not_add_the_extension_has_all_scored(database: sa.Engine, postgres: PostgresServer) -> None:
    plain = plain_role(database)
    engine = engine_with(offers())
    assert way(following(plain, engine, offers())) is Retrieval.NOT_ALLOWED
    with database.begin() as connection:
        connection.execute(sa.text("CREATE EXTENSION vector"))
    candidates = following(plain, engine, offers())
    assert way(candidates) is Retrieval.NOT_ALLOWED
    assert candidates.find(engine, a_need(), today=TODAY, top=3) is None
    plain.dispose()


def test_a_server_without_the_extension_has_all_scored(database: sa.Engine, postgres: PostgresServer) -> None:
    control = next(postgres.folder.rglob("vector.control"))
    control.rename(control.with_suffix(".away"))
    try:
        candidates = following(database, engine_with(offers()), offers())
        assert way(candidates) is Retrieval.NO_EXTENSION
    finally:
        control.with_suffix(".away").rename(control)


def test_a_table_that_somebody_drops_is_missed_by_nobody_and_made_again(database: sa.Engine) -> None:
    engine = engine_with(offers())
    candidates = following(database, engine, offers())
    with database.begin() as connection:
        connection.execute(sa.text(f"DROP TABLE {tables(connection)[0]}"))
    assert candidates.find(engine, a_need(), today=TODAY, top=3) is None
    assert way(candidates) is Retrieval.FAILED
    candidates.follow(engine, dict(offers()))
    assert way(candidates) is Retrieval.IN_DATABASE
    assert candidates.find(engine, a_need(), today=TODAY, top=3) is not None


@pytest.mark.parametrize(("encoder", "more_than", "expected"), [(LETTERS, 136, "small"), (None, 100, "no_encoder")])
def test_where_all_are_scored_nothing_is_made(
    database: sa.Engine, encoder: LetterEncoder | None, more_than: int, expected: str
) -> None:
    engine = engine_with(offers(), encoder)
    candidates = following(database, engine, offers(), more_than=more_than)
    assert way(candidates) == expected
    assert candidates.find(engine, a_need(), today=TODAY, top=3) is None
    with database.connect() as connection:
        assert tables(connection) == []


def test_the_matchmaker_follows_the_records_and_answers_as_before(app: Flask, session: Session) -> None:
    binding_concept(session)
    infrastructure = factories.infrastructure(hosts=[factories.host()])
    for _ in range(4):
        offered(session, infrastructure)
    need = need_profile(asked(session))
    large = Matchmaker(engine_of(app), "bundled", Candidates(engine_of(app), more_than=3, found=4, few=1))
    all_scored = Matchmaker(engine_of(app), "bundled")
    assert large.rank(need, today=TODAY, top=3) == all_scored.rank(need, today=TODAY, top=3)
    assert large.bests([need], today=TODAY) == all_scored.bests([need], today=TODAY)
    on_postgresql = engine_of(app).dialect.name == "postgresql"
    assert large.candidates.retrieval is (Retrieval.IN_DATABASE if on_postgresql else Retrieval.NO_POSTGRESQL)
    texts = ("title_sv", "title_en", "text_sv", "text_en")
    late = offered(session, infrastructure, **dict.fromkeys(texts, "Kvasipartikelspektroskopi av damm"))
    other = dict.fromkeys(("infrastructure_text", "desired_result", "conditions"))
    asks = need_profile(asked(session, title="Kvasipartikelspektroskopi", teaser="Av damm", **other))
    best = large.bests([asks], today=TODAY)[0]
    assert best is not None
    assert best.capability_id == str(late.id)


def test_the_status_page_says_how_candidates_are_found(app: Flask, consultant: Browser, session: Session) -> None:
    offered(session)
    assert "Alla förmågor poängsätts; över 50\N{NO-BREAK SPACE}000" in consultant.get("/engine").text
    with app.app_context():
        matchmaker().candidates.more_than = 0
    page = consultant.get("/engine").text
    on_postgresql = engine_of(app).dialect.name == "postgresql"
    assert ("utan språkmodell hittas för få" if on_postgresql else "bara PostgreSQL kan hitta kandidater") in page
    words = Path(app.root_path, "templates/vocabulary/engine.html").read_text("utf-8")
    assert all(f'"{way}": _(' in words for way in Retrieval)


def plain_role(database: sa.Engine) -> sa.Engine:
    """Return a connection of a role that may read and write, but make nothing."""
    name = f"plain_{uuid4().hex}"
    with database.begin() as connection:
        connection.execute(sa.text(f"CREATE ROLE {name} LOGIN"))
    return sa.create_engine(database.url.set(username=name))
