"""The vocabulary: found by any of its words, added to by the office, and read by matching at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, selectinload

from app.limits import TERM
from app.matchmaking import matchmaker, need_profile
from models.accounts import Role
from models.engine_state import CatalogueState
from models.needs import Need
from models.vocabulary import Concept, Language, Term, TermKind
from tests import factories
from tests.conftest import Browser

Make = Callable[..., Browser]
WORDS = {"kind": "problem", "language": "sv", "text": "detaljerna sitter inte ihop"}


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


@pytest.fixture
def welding(session: Session) -> Concept:
    head = factories.concept(key="cat-production", category="production", label_sv="Produktion", label_en="Production")
    made = factories.concept(
        key="welding", category="production", label_sv="svetsning", label_en="welding", broader_key="cat-production"
    )
    made.terms = [
        Term(kind=TermKind.SYNONYM, language=Language.SV, text="Överlappsfog"),
        Term(kind=TermKind.PROBLEM, language=Language.EN, text="cracks in the seam"),
        Term(kind=TermKind.NOT_FOR, language=Language.SV, text="limning"),
        Term(kind=TermKind.NEED, language=Language.SV, text="Fogen spricker."),
    ]
    under = factories.concept(key="laser-welding", category="production", label_sv="lasersvets", broader_key="welding")
    session.add_all([head, made, under])
    session.commit()
    return made


@pytest.mark.parametrize("query", ["svetsning", "WELDING", "överlapp", "cracks in", "limning", "spricker"])
def test_a_concept_is_found_by_any_of_its_words(consultant: Browser, welding: Concept, query: str) -> None:
    page = text(consultant.get("/vocabulary", query_string={"q": query}))
    assert "/vocabulary/welding" in page
    assert "/vocabulary/laser-welding" not in page


def test_the_list_is_narrowed_by_category_and_use(consultant: Browser, session: Session, welding: Concept) -> None:
    session.add(factories.capability(factories.infrastructure(), concepts=[welding]))
    session.add(factories.concept(key="mri", category="imaging", label_sv="MR", broader_key="cat-imaging"))
    session.commit()
    shown = {
        "category=production": {"welding", "laser-welding"},
        "show=offered": {"welding"},
        "show=unoffered": {"laser-welding", "mri"},
        "show=extended": set(),
        "category=nonsense&show=nonsense&sort=nonsense&page=0": {"welding", "laser-welding", "mri"},
    }
    for address, keys in shown.items():
        page = text(consultant.get(f"/vocabulary?{address}"))
        assert {key for key in ("welding", "laser-welding", "mri") if f'"/vocabulary/{key}"' in page} == keys, address


def test_a_concept_shows_its_words_and_neighbours(consultant: Browser, session: Session, welding: Concept) -> None:
    session.add(factories.capability(factories.infrastructure(name_sv="Verkstaden"), concepts=[welding]))
    session.commit()
    page = text(consultant.get("/vocabulary/welding"))
    for expected in ("svetsning", "welding", "Överlappsfog", "cracks in the seam", "limning", "Fogen spricker."):
        assert expected in page
    for expected in ("/vocabulary/cat-production", "/vocabulary/laser-welding", "Verkstaden"):
        assert expected in page
    assert "Ta bort" not in page


def test_words_are_added_and_taken_back(consultant: Browser, session: Session, welding: Concept) -> None:
    answer = consultant.send("/vocabulary/welding/terms", WORDS)
    assert answer.status_code == 302
    page = text(consultant.get("/vocabulary/welding"))
    assert "detaljerna sitter inte ihop" in page
    assert "tillagt av User" in page
    term = session.scalars(sa.select(Term).where(Term.added_by_id.is_not(None))).one()
    assert consultant.send(f"/terms/{term.id}/remove").status_code == 302
    assert "Ångra" in text(consultant.get("/vocabulary/welding"))
    assert session.scalars(sa.select(Term).where(Term.added_by_id.is_not(None))).all() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "  "},
        {"text": "x" * (TERM + 1)},
        {"text": "ett\x00två"},
        {"text": "en rad\nen till"},
        {"kind": "need"},
        {"kind": ""},
        {"language": "fi"},
        {"kind": "synonym", "text": "ÖVERLAPPSFOG"},
        {"kind": "synonym", "text": "Svetsning"},
    ],
)
def test_words_that_are_empty_too_long_or_there_already_are_refused(
    consultant: Browser, session: Session, welding: Concept, changes: dict[str, str]
) -> None:
    answer = consultant.send("/vocabulary/welding/terms", {**WORDS, **changes})
    assert answer.status_code == 422
    assert session.scalars(sa.select(Term).where(Term.added_by_id.is_not(None))).all() == []


def test_the_longest_words_fit(consultant: Browser, welding: Concept) -> None:
    answer = consultant.send("/vocabulary/welding/terms", {**WORDS, "text": "å" * TERM})
    assert answer.status_code == 302


@pytest.mark.parametrize("extra", [{"added_by_id": "1"}, {"text": ["a", "b"]}])
def test_unknown_and_doubled_keys_are_refused(consultant: Browser, welding: Concept, extra: dict[str, Any]) -> None:
    answer = consultant.send("/vocabulary/welding/terms", {**WORDS, **extra})
    assert answer.status_code == 400


def test_words_that_came_with_brygga_stay(consultant: Browser, session: Session, welding: Concept) -> None:
    term = session.scalars(sa.select(Term).limit(1)).one()
    assert consultant.send(f"/terms/{term.id}/remove").status_code == 403
    assert session.scalar(sa.select(sa.func.count(Term.id))) == 4


def test_what_is_missing_is_not_found(consultant: Browser, welding: Concept) -> None:
    assert consultant.get("/vocabulary/nothing").status_code == 404
    assert consultant.send("/vocabulary/nothing/terms", WORDS).status_code == 404
    assert consultant.send("/terms/999999/remove").status_code == 404


@pytest.mark.parametrize("role", [Role.STAFF, Role.STEERING])
def test_the_vocabulary_is_the_offices(make_browser: Make, welding: Concept, role: Role) -> None:
    browser = make_browser(role)
    assert browser.get("/vocabulary").status_code == 403
    assert browser.get("/vocabulary/welding").status_code == 403
    assert browser.send("/vocabulary/welding/terms", WORDS).status_code == 403
    assert browser.send("/terms/1/remove").status_code == 403


def test_an_added_phrase_changes_the_ranking_at_the_next_question(
    app: Flask, consultant: Browser, session: Session, welding: Concept
) -> None:
    workshop = factories.capability(
        factories.infrastructure(), title_sv="Svetsning", title_en="Welding", text_sv="", text_en="", concepts=[welding]
    )
    need = factories.need(factories.company(), title="Hjälp med en sak", teaser="Våra detaljer sitter inte ihop.")
    session.add_all([workshop, need])
    session.commit()
    profile = need_profile(session.scalars(sa.select(Need).options(selectinload(Need.concepts))).one())
    revision = sa.select(CatalogueState.revision)
    revision_before = session.scalars(revision).one()

    def score() -> float:
        with app.test_request_context():
            pair = matchmaker().pair(profile, workshop.id, today=date(2026, 11, 21))
        assert pair is not None
        return pair.score

    before = score()
    consultant.send("/vocabulary/welding/terms", WORDS)
    session.expire_all()
    assert session.scalars(revision).one() > revision_before
    assert score() > before


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_pages_cost_the_same_statements_however_long(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int, welding: Concept
) -> None:
    infrastructure = factories.infrastructure()
    for number in range(how_many):
        concept = factories.concept(broader_key="welding")
        concept.terms = [Term(kind=TermKind.SYNONYM, language=Language.SV, text=f"ord {number}")]
        session.add_all([concept, factories.capability(infrastructure, concepts=[welding])])
    session.commit()
    for path in ("/vocabulary", "/vocabulary?q=ord&sort=-capabilities", "/vocabulary/welding"):
        with count_statements() as statements:
            assert consultant.get(path).status_code == 200
        assert len(statements) <= 12, path


def test_the_engine_says_what_it_stands_on(
    consultant: Browser, make_browser: Make, welding: Concept, count_statements: Callable[[], Any]
) -> None:
    with count_statements() as statements:
        page = text(consultant.get("/engine"))
    assert "ingen språkmodell är vald" in page
    assert "2 av 2" in page
    assert len(statements) <= 25
    assert make_browser(Role.STAFF).get("/engine").status_code == 403
