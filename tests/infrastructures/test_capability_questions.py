"""The questions that a capability's text answers, and what the engine is shown to read in it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.vocabulary.concept_suggestions import suggest_concepts
from models.capability_answers import answers_of, kept_answers, text_of
from models.infrastructures import Capability
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser

ANSWERS = ["Tre bitar.", "Vi mäter.", "En tabell.", "", "Celler odlas någon annanstans."]


@pytest.mark.parametrize(
    "answers", [ANSWERS, ["", "", "", "Löpande text.\n\nI två stycken.", ""], ["", "", "", "", ""]]
)
def test_answers_make_a_text_and_are_read_back(answers: list[str]) -> None:
    assert list(answers_of(text_of(answers), kept_answers(answers)).values()) == answers


def test_a_text_that_was_changed_past_its_answers_stands_whole() -> None:
    assert answers_of("Ny text.", ANSWERS)["text"] == "Ny text."


def test_answers_are_saved_as_the_text_that_everybody_reads(consultant: Browser, session: Session) -> None:
    capability = factories.capability(factories.infrastructure(source_title="Källa"), text_en="")
    session.add(capability)
    session.commit()
    path = f"/capabilities/{capability.id}/edit"
    page = consultant.get(path).get_data(as_text=True)
    assert page.index("Texten som den står") < page.index("Vad görs?")
    typed = {"title_sv": "Mätning", "quality_known": "unknown", "is_active": "y", "version": "1"}
    asked = {**typed, "sends_sv": "Tre bitar.", "not_for_sv": "Celler odlas någon annanstans.", "text_sv": ""}
    shown = consultant.send(path, {**asked, "read": "1"})
    assert shown.status_code == 200
    reading = shown.get_data(as_text=True).split("data-reading")[1].split("</section>")[0]
    assert "Celler odlas någon annanstans." in reading
    session.expire_all()
    assert session.scalar(sa.select(Capability.text_sv)) == "Ytplasmonresonans för bindningsstudier."
    assert consultant.send(path, asked).status_code == 302
    session.expire_all()
    assert session.scalar(sa.select(Capability.text_sv)) == "Tre bitar.\n\nCeller odlas någon annanstans."
    assert "Saknas på det ena språket" in consultant.get(path).get_data(as_text=True)


def test_a_problem_phrase_leads_to_its_concept(session: Session) -> None:
    concept = factories.concept(broader_key="cat-x")
    phrase = Term(concept=concept, language=Language.SV, kind=TermKind.PROBLEM, text="plåstret släpper silver")
    session.add_all([concept, phrase])
    session.commit()
    assert [each.id for each in suggest_concepts(session, "släpper silver", Language.EN)] == [concept.id]
