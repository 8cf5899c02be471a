"""Vocabulary terms suggested while somebody types, and by a button where no script runs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.limits import TERM_SUGGESTIONS
from app.vocabulary.concept_suggestions import suggest_concepts
from models.accounts import Role
from models.needs import Need
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser

NEED = {"title": "Hur hårt binder antikroppen", "teaser": "Vi vill veta hur hårt den binder.", "open_now": "y"}


@pytest.fixture(autouse=True)
def vocabulary(session: Session) -> None:
    """A few concepts under one category."""
    spr = factories.concept(
        broader_key="imaging", key="spr", label_sv="ytplasmonresonans", label_en="surface plasmon resonance"
    )
    spr.terms.append(Term(language=Language.SV, kind=TermKind.SYNONYM, text="SPR"))
    spr.terms.append(Term(language=Language.SV, kind=TermKind.PROBLEM, text="sprickor i ytan"))
    session.add_all(
        [
            spr,
            factories.concept(
                broader_key="imaging", key="nlp", label_sv="språkteknologi", label_en="language technology"
            ),
            factories.concept(broader_key="imaging", key="flow", label_sv="flödescytometri", label_en="flow cytometry"),
            factories.concept(broader_key="imaging", key="flow-mr", label_sv="blodflöde med MR", label_en="flow MR"),
        ]
    )
    session.commit()


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("flöde", Language.SV, ["flow", "flow-mr"]),
        ("FLOW", Language.EN, ["flow-mr", "flow"]),
        ("spr", Language.SV, ["spr", "nlp"]),  # what is called exactly so, then what begins so
        ("plasmon", Language.EN, ["spr"]),
        ("f", Language.SV, []),
        ("100% _", Language.SV, []),
        ("flö\0de", Language.SV, []),  # PostgreSQL takes no null sign
        ("sprickor", Language.SV, ["spr"]),  # as companies put it
    ],
)
def test_terms_are_suggested_by_label_synonym_or_problem_the_likeliest_first(
    session: Session, typed: str, language: Language, expected: list[str]
) -> None:
    assert [concept.key for concept in suggest_concepts(session, typed, language)] == expected


def test_only_so_many_are_suggested(session: Session) -> None:
    session.add_all(
        factories.concept(broader_key="imaging", key=f"x{n}", label_sv=f"mätning {n}", label_en=f"test {n}")
        for n in range(30)
    )
    session.commit()
    assert len(suggest_concepts(session, "mätning", Language.SV)) == TERM_SUGGESTIONS


def test_suggestions_come_as_labels_in_the_readers_language(consultant: Browser) -> None:
    assert consultant.get("/vocabulary/suggest?q=SPR").get_json()[0] == "ytplasmonresonans"
    assert consultant.get("/vocabulary/suggest").get_json() == []


def test_whoever_may_not_name_terms_gets_no_suggestions(steering: Browser) -> None:
    assert steering.get("/vocabulary/suggest?q=spr").status_code == 403


def test_a_button_suggests_terms_without_script_and_saves_nothing(consultant: Browser, session: Session) -> None:
    company = factories.company()
    session.add(company)
    session.commit()
    path = f"/needs/new?company={company.id}"
    asked = consultant.send(path, {"title": NEED["title"], "concepts": "flöde, spr", "suggest": "1"})
    page = asked.get_data(as_text=True)
    assert asked.status_code == 200
    assert 'value="flödescytometri"' in page
    assert 'value="ytplasmonresonans"' in page
    assert NEED["title"] in page
    assert session.scalar(sa.select(sa.func.count(Need.id))) == 0
    saved = consultant.send(
        path, {**NEED, "concepts": "flöde, spr", "picked": ["flödescytometri", "ytplasmonresonans"]}
    )
    assert saved.status_code == 302
    need = session.scalars(sa.select(Need).options(selectinload(Need.concepts))).one()
    assert {concept.key for concept in need.concepts} == {"flow", "spr"}


def test_the_button_takes_words_with_a_null_sign(consultant: Browser, session: Session) -> None:
    company = factories.company()
    session.add(company)
    session.commit()
    asked = consultant.send(f"/needs/new?company={company.id}", {"concepts": "spr, flö\0de", "suggest": "1"})
    assert asked.status_code == 200
    assert 'value="ytplasmonresonans"' in asked.get_data(as_text=True)


def test_a_word_for_which_nothing_was_ticked_is_still_an_error(consultant: Browser, session: Session) -> None:
    company = factories.company()
    session.add(company)
    session.commit()
    path = f"/needs/new?company={company.id}"
    refused = consultant.send(path, {**NEED, "concepts": "flöde, trolldom", "picked": ["flödescytometri"]})
    assert refused.status_code == 422
    assert "trolldom” finns inte" in refused.get_data(as_text=True)
    assert consultant.send(path, {**NEED, "picked": ["påhittat ord"]}).status_code == 422


def test_staff_are_given_suggestions_for_their_capabilities(make_browser: object, session: Session) -> None:
    infrastructure = factories.infrastructure()
    session.add(infrastructure)
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])  # type: ignore[operator]  # the fixture's maker
    path = f"/infrastructures/{infrastructure.id}/capabilities/new"
    page = staff.send(path, {"title_sv": "Bindning", "concepts": "plasmon", "suggest": "1"}).get_data(as_text=True)
    assert 'value="ytplasmonresonans"' in page
