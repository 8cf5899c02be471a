"""The engine in use: the same answer everywhere, up to date at once, and nothing encoded twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from threading import Thread

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.matchmaking import Matchmaker, matchmaker, need_profile
from app.matchmaking.database_vectors import DatabaseVectors
from matching.arrays import FloatArray
from matching.embeddings.encoders import Kind
from matching.engine import Engine
from matching.profiles import CapabilityProfile, Passage
from matching.results import Strength
from matching.scoring import parameters
from matching.vocabulary.concepts import Concept, Vocabulary, Wordings
from models.known_facts import Openness
from models.matches import Stage
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser, engine_of
from tests.needs.scenes import SECRET, asked, binding_concept, offered

TODAY = date(2026, 11, 21)


@pytest.fixture
def maker(app: Flask) -> Iterator[Matchmaker]:
    """The application's matchmaker."""
    with app.app_context():
        yield matchmaker()


class CountingEncoder:
    """An encoder that makes a vector of a text's letters, and counts the texts."""

    name, version, dimension = "letters", "1", 8

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind) -> FloatArray:
        """Return unit vectors."""
        self.encoded += texts
        counts = np.array([[1.0 + text.lower().count(letter) for letter in "aeinorst"] for text in texts])
        return np.asarray(counts / np.linalg.norm(counts, axis=1, keepdims=True), dtype=np.float32)


def counting(app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[Matchmaker, CountingEncoder]:
    encoder = CountingEncoder()
    monkeypatch.setattr("app.matchmaking.built_engine.encoder_named", lambda _name: encoder)
    return Matchmaker(engine_of(app), "bundled"), encoder


def test_the_same_question_gives_the_same_answer_twice(app: Flask, maker: Matchmaker, session: Session) -> None:
    binding_concept(session)
    for _ in range(3):
        offered(session)
    need = need_profile(asked(session))
    again = Matchmaker(engine_of(app), "none")
    assert asdict(maker.rank(need, today=TODAY, top=3)) == asdict(again.rank(need, today=TODAY, top=3))


# Run on SQLite and on PostgreSQL: both give what the engine gives without any database, and so the same.
def test_the_database_changes_neither_order_nor_scores_nor_reasons(maker: Matchmaker, session: Session) -> None:
    binding_concept(session)
    titles = ("Ytplasmonresonans", "Affinitet", "Kontorsplats", "Bindning av antikroppar", "Åäö éü – SPR")
    made = [offered(session, title_sv=title, title_en=title, text_sv=title, text_en="") for title in titles]
    spr = Concept(
        "spr",
        "imaging",
        {
            "sv": Wordings("ytplasmonresonans", ("SPR-mätning",), ("hur hårt binder antikroppen",)),
            "en": Wordings("surface plasmon resonance", (), ("how tightly does it bind",)),
        },
    )
    engine = Engine(Vocabulary.of([spr]), None, parameters.load())
    engine.put(
        *(
            CapabilityProfile(
                id=str(each.id),
                passages=tuple(
                    Passage(field, each.title_sv, language)
                    for field, language in (("title_sv", "sv"), ("text_sv", "sv"), ("title_en", "en"))
                ),
                infrastructure=each.infrastructure.key,
                in_flemingsberg=True,
                open_to_companies=True,
                ready=False,
            )
            for each in made
        )
    )
    need = need_profile(asked(session))
    assert maker.rank(need, today=TODAY).candidates == engine.rank(need, today=TODAY).candidates


def test_a_pair_and_the_first_place_score_as_the_ranking_does(maker: Matchmaker, session: Session) -> None:
    binding_concept(session)
    capability = offered(session)
    need = need_profile(asked(session))
    first = maker.rank(need, today=TODAY, top=1).candidates[0]
    best = maker.bests([need], today=TODAY)[0]
    assert maker.pair(need, capability.id, today=TODAY) == first
    assert best is not None
    assert (best.capability_id, best.score, best.strength) == (first.capability_id, first.score, first.strength)
    assert best.suitable is maker.rank(need, today=TODAY).suitable
    assert maker.bests([need], today=TODAY, without={need.id: {str(capability.id)}}) == [None]


def test_more_needs_than_are_remembered_are_all_answered(
    maker: Matchmaker, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.matchmaking.rankings.REMEMBERED", 2)
    offered(session)
    needs = [need_profile(asked(session, title=f"Behov {number}")) for number in range(4)]
    first = maker.bests(needs[:2], today=TODAY)
    assert maker.bests(needs, today=TODAY)[:2] == first
    assert all(maker.rank(need, today=TODAY).candidates for need in needs)


def test_contributions_add_up_to_the_score(maker: Matchmaker, session: Session) -> None:
    binding_concept(session)
    offered(session)
    candidate = maker.rank(need_profile(asked(session)), today=TODAY).candidates[0]
    assert sum(part.amount for part in candidate.contributions) == pytest.approx(candidate.score, abs=1e-9)


def test_every_change_of_the_catalogue_is_seen_at_once(maker: Matchmaker, session: Session) -> None:
    binding_concept(session)
    need = need_profile(asked(session))
    assert maker.rank(need, today=TODAY).candidates == ()
    capability = offered(session)
    assert len(maker.rank(need, today=TODAY).candidates) == 1
    capability.infrastructure.open_to_companies = Openness.NO
    session.commit()
    limit = maker.rank(need, today=TODAY).candidates[0].limits[-1]
    assert limit.values == {"state": "closed"}
    capability.is_active = False
    session.commit()
    assert maker.rank(need, today=TODAY).candidates == ()


def test_a_new_tag_of_a_capability_is_seen_although_no_column_changed(maker: Matchmaker, session: Session) -> None:
    concept = binding_concept(session)
    capability = offered(session, text_sv="Något annat.", text_en="Something else.")
    need = need_profile(asked(session, concepts=[concept]))
    before = maker.rank(need, today=TODAY).candidates[0].score
    session.refresh(capability, ["concepts"])
    capability.concepts = [concept]
    session.commit()
    assert maker.rank(need, today=TODAY).candidates[0].score > before


def test_a_synonym_that_is_added_works_in_every_worker(app: Flask, maker: Matchmaker, session: Session) -> None:
    concept = binding_concept(session)
    offered(session)
    need = need_profile(
        asked(session, title="Blixtmätning", teaser="Vi vill ha blixtmätning.", infrastructure_text=None)
    )
    other_worker = Matchmaker(engine_of(app), "none")
    before = [each.rank(need, today=TODAY).candidates[0].score for each in (maker, other_worker)]
    session.add(Term(concept_id=concept.id, language=Language.SV, kind=TermKind.SYNONYM, text="blixtmätning"))
    session.commit()
    after = [each.rank(need, today=TODAY).candidates[0].score for each in (maker, other_worker)]
    assert after[0] == after[1] > before[0] == before[1]


def test_what_another_transaction_has_not_committed_is_not_seen(app: Flask, session: Session) -> None:
    binding_concept(session)
    capability = offered(session)
    need = need_profile(asked(session))
    with app.test_request_context("/"), app.app_context():
        score = matchmaker().rank(need, today=TODAY).candidates[0].score
    with Session(engine_of(app)) as other:
        changed = other.get_one(type(capability), capability.id)
        changed.text_sv = changed.text_en = ""
        other.flush()
        with app.app_context():
            assert matchmaker().rank(need, today=TODAY).candidates[0].score == score
        other.rollback()


def test_threads_get_the_same_answer_while_the_catalogue_changes(maker: Matchmaker, session: Session) -> None:
    binding_concept(session)
    offered(session)
    need = need_profile(asked(session))
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            for _ in range(5):
                assert maker.rank(need, today=TODAY).candidates
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(3):
        offered(session, title_sv=f"Ny {number}")
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(maker.rank(need, today=TODAY).candidates) == 4


def test_no_text_is_encoded_twice_not_even_after_a_restart(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    binding_concept(session)
    offered(session)
    need = need_profile(asked(session))
    first, encoder = counting(app, monkeypatch)
    scores = [candidate.score for candidate in first.rank(need, today=TODAY).candidates]
    first.vectors.save()
    assert encoder.encoded
    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert not any(SECRET in text for text in encoder.encoded)
    restarted, encoder = counting(app, monkeypatch)
    assert [candidate.score for candidate in restarted.rank(need, today=TODAY).candidates] == scores
    assert encoder.encoded == []
    assert restarted.vectors.count() == first.vectors.count() > 0


def test_pages_only_read_and_new_vectors_are_written_afterwards(
    app: Flask, consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    binding_concept(session)
    offered(session)
    need = asked(session)
    encoder = CountingEncoder()
    monkeypatch.setattr("app.matchmaking.built_engine.encoder_named", lambda _name: encoder)
    answer = consultant.get(f"/needs/{need.id}")
    answer.close()
    with app.app_context():
        assert matchmaker().vectors.count() > 0
        assert not matchmaker().vectors.has_unsaved


def test_vectors_come_back_as_they_were_put(app: Flask, session: Session) -> None:
    store = DatabaseVectors(engine_of(app))
    vector = np.array([0.5, -0.25, 1.0], dtype=np.float32)
    store.put_many({"model/1/query/abc": vector, "model/2/query/abc": -vector})
    store.save()
    store.put_many({"model/1/query/abc": vector})
    store.save()
    found = DatabaseVectors(engine_of(app)).get_many(["model/1/query/abc", "model/2/query/abc", "model/1/query/xyz"])
    assert set(found) == {"model/1/query/abc", "model/2/query/abc"}
    assert found["model/1/query/abc"].tolist() == vector.tolist()
    assert found["model/2/query/abc"].tolist() == (-vector).tolist()


def test_what_visitors_ask_is_known_for_a_while_and_never_written(app: Flask) -> None:
    store, vector = DatabaseVectors(engine_of(app)), np.array([0.5], dtype=np.float32)
    with store.unkept():
        store.put_many({"model/1/query/asked": vector})
    store.put_many({"model/1/query/kept": vector})
    assert set(store.get_many(["model/1/query/asked", "model/1/query/kept"])) == {
        "model/1/query/asked",
        "model/1/query/kept",
    }
    store.save()
    anew = DatabaseVectors(engine_of(app))
    assert set(anew.get_many(["model/1/query/asked", "model/1/query/kept"])) == {"model/1/query/kept"}


def test_without_its_package_the_encoder_is_left_out_and_the_status_says_so(app: Flask, session: Session) -> None:
    offered(session)
    maker = Matchmaker(engine_of(app), "/no/such/folder")
    state = maker.state()
    assert state.encoder is None
    assert state.problem is not None
    assert len(maker.rank(need_profile(asked(session)), today=TODAY).candidates) == 1


def test_the_command_and_the_page_give_the_same_order_scores_and_reasons(
    app: Flask, consultant: Browser, session: Session
) -> None:
    binding_concept(session)
    texts = ("Ytplasmonresonans för antikroppar.", "Vi mäter hur hårt antikroppar binder.", "Kontor.")
    for text in texts:
        offered(session, text_sv=text)
    gone = offered(session)
    need = asked(session)
    session.add(factories.match(need, gone, stage=Stage.CLOSED))
    session.commit()
    outcome = app.test_cli_runner().invoke(args=["match", str(need.id), "--json", "--top", "10"])
    assert outcome.exit_code == 0, outcome.output
    answer = json.loads(outcome.stdout)
    page = consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    scores = re.findall(r'<data class="score"\s+value="([^"]+)"', page)
    assert scores == [str(row["score"]) for row in answer["candidates"]]
    titles = [page.index(f">{row['capability']}</a>") for row in answer["candidates"]]
    assert titles == sorted(titles)
    assert gone.title_sv not in [row["capability"] for row in answer["candidates"]]
    for row in answer["candidates"][:1]:
        assert Strength(row["strength"])
        for reason in row["reasons"][:3]:
            for side in ("need", "capability"):
                if reason[side]:
                    assert f"<mark>{reason[side]['text']}</mark>" in page


def test_the_status_names_what_is_missing(app: Flask, session: Session) -> None:
    outcome = app.test_cli_runner().invoke(args=["status"])
    assert outcome.exit_code == 1
    assert "The vocabulary is empty" in outcome.output
    assert "There are no capabilities" in outcome.output
    binding_concept(session)
    offered(session)
    outcome = app.test_cli_runner().invoke(args=["status"])
    assert outcome.exit_code == 0, outcome.output
    assert "1 concepts" in outcome.output
