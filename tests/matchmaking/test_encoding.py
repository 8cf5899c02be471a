"""Encoding many texts: a job that is seen, stopped and gone on with, and meanwhile words alone rank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import Matchmaker, background, built_engine, encoding_queue, matchmaker, need_profile
from models.clock import now
from models.engine_state import EncodingJob
from tests.conftest import Browser, engine_of
from tests.matchmaking.test_matchmaker import CountingEncoder, counting
from tests.needs.scenes import asked, binding_concept, offered

TODAY = date(2026, 11, 21)


@pytest.fixture
def waiting(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> tuple[Matchmaker, CountingEncoder]:
    """A matchmaker whose texts are more than may be encoded while somebody waits."""
    monkeypatch.setattr(built_engine, "ENCODED_AT_ONCE", 2)
    monkeypatch.setattr("matching.embeddings.batches.AT_ONCE", 2)
    binding_concept(session)
    for _ in range(4):
        offered(session)
    asked(session)
    return counting(app, monkeypatch)


def test_words_alone_rank_until_all_texts_are_encoded(
    waiting: tuple[Matchmaker, CountingEncoder], session: Session
) -> None:
    maker, encoder = waiting
    need = need_profile(asked(session))
    by_words = maker.rank(need, today=TODAY)
    assert maker.waits_for_texts
    assert not any(contribution.signal == "meaning" for contribution in by_words.candidates[0].contributions)
    assert maker.encode(maker.missing_texts())
    by_meaning = maker.rank(need, today=TODAY)
    assert any(contribution.signal == "meaning" for contribution in by_meaning.candidates[0].contributions)
    assert maker.missing_texts() == []
    assert len(encoder.encoded) == len(set(encoder.encoded))


def test_what_is_done_stays_done_when_it_is_broken_off(waiting: tuple[Matchmaker, CountingEncoder], app: Flask) -> None:
    maker, _encoder = waiting
    texts = maker.missing_texts()

    def break_off(done: int, _total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        maker.encode(texts, break_off)
    progress = maker.queue.progress()
    assert progress is not None
    assert (progress.done, progress.total) == (2, len(texts))
    told: list[tuple[int, int]] = []
    other = Matchmaker(engine_of(app), "bundled")
    left = other.missing_texts()
    assert len(left) == len(texts) - 4
    assert other.encode(left, lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert other.queue.progress() is None


def test_a_paused_job_waits_and_then_goes_on(waiting: tuple[Matchmaker, CountingEncoder], session: Session) -> None:
    maker, _encoder = waiting

    def pause(*, paused: bool) -> None:
        encoding_queue.pause_encoding(session, paused=paused)
        session.commit()

    assert not maker.encode(maker.missing_texts(), lambda *_: pause(paused=True))
    assert not maker.queue.is_free
    assert not maker.encode(maker.missing_texts())
    pause(paused=False)
    assert maker.encode(maker.missing_texts())


def test_only_one_process_is_at_it_and_a_left_job_is_taken_over(
    waiting: tuple[Matchmaker, CountingEncoder], session: Session
) -> None:
    maker, _encoder = waiting
    texts = maker.missing_texts()
    refused: list[bool] = []
    assert maker.encode(texts[:4], lambda *_: refused.append(not maker.encode(texts)))
    assert all(refused)
    session.add(
        EncodingJob(id=1, total=9, done=3, heartbeat_at=now() - encoding_queue.LEFT_AFTER + timedelta(seconds=30))
    )
    session.commit()
    assert not maker.encode(texts)
    session.execute(sa.update(EncodingJob).values(heartbeat_at=now() - 2 * encoding_queue.LEFT_AFTER))
    session.commit()
    assert maker.encode(texts)


def test_a_page_sets_the_encoding_going_and_does_not_wait_for_it(
    app: Flask, session: Session, administrator: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built_engine, "ENCODED_AT_ONCE", 1)
    monkeypatch.setattr("app.matchmaking.built_engine.encoder_named", lambda _name: CountingEncoder())
    for _ in range(3):
        offered(session)
    need = asked(session)
    with administrator.get(f"/needs/{need.id}") as answer:
        notice = answer.get_data(as_text=True).partition("bara efter ord och begrepp")[2].partition("</p>")[0]
        assert 'href="/engine"' in notice
    with app.app_context():
        background().wait()
        matchmaker().state()
        assert not matchmaker().waits_for_texts
    assert "letters" in administrator.get("/engine").get_data(as_text=True)
    assert "bara efter ord och begrepp" not in administrator.get(f"/needs/{need.id}").text


def test_the_engines_page_shows_the_job_and_the_administrator_pauses_it(
    session: Session, administrator: Browser, make_browser: Callable[..., Browser]
) -> None:
    session.add(EncodingJob(id=1, total=2000, done=812))
    session.commit()
    page = administrator.get("/engine").get_data(as_text=True)
    assert "812 av 2 000 texter" in page.replace("\xa0", " ")
    administrator.send("/engine/encoding/pause")
    assert "Pausad" in administrator.get("/engine").get_data(as_text=True)
    administrator.send("/engine/encoding/go-on")
    assert "Pausad" not in administrator.get("/engine").get_data(as_text=True)


def test_a_step_is_short(waiting: tuple[Matchmaker, CountingEncoder]) -> None:
    maker, encoder = waiting
    steps: list[int] = []
    maker.encode(maker.missing_texts(), lambda *_: steps.append(len(encoder.encoded)))
    assert max(later - earlier for earlier, later in zip([0, *steps], steps, strict=False)) <= 2
