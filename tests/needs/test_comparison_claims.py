"""Side by side, a need is said to ask for nothing that it does not: no sibling of what it names, no part of a word."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.vocabulary import Concept, Language, Term, TermKind
from tests import factories
from tests.conftest import Browser
from tests.needs.scenes import asked, offered


def named(session: Session, key: str, label: str, *synonyms: str, broader: str | None = None) -> Concept:
    """Record a concept with a Swedish name and synonyms."""
    concept = factories.concept(key=key, label_sv=label, label_en=key.replace("-", " "), broader_key=broader)
    for text in synonyms:
        concept.terms.append(Term(language=Language.SV, kind=TermKind.SYNONYM, text=text))
    session.add(concept)
    session.commit()
    return concept


def compared(browser: Browser, session: Session, need: str, concept: Concept, text: str) -> str:
    """Return the page that lays a capability with a concept beside another, for a need with a text."""
    first = offered(session, concepts=[concept], title_sv="Första", text_sv=text, text_en="")
    second = offered(session, title_sv="Andra", text_sv=text, text_en="")
    texts = {"title": "Vår fråga", "teaser": need, "infrastructure_text": "", "desired_result": "", "conditions": ""}
    paper = asked(session, **texts)
    return browser.get(f"/needs/{paper.id}/compare?c={first.id}&c={second.id}").get_data(as_text=True)


def microscopes(session: Session) -> tuple[Concept, Concept]:
    named(session, "microscopy", "mikroskopi", "mikroskop")
    light = named(session, "light-microscopy", "ljusmikroskopi", "ljusmikroskop", broader="microscopy")
    electron = named(session, "electron-microscopy", "elektronmikroskopi", "elektronmikroskop", broader="microscopy")
    return light, electron


def test_who_asks_for_an_electron_microscope_asks_for_no_light_microscopy(
    consultant: Browser, session: Session
) -> None:
    light, _electron = microscopes(session)
    page = compared(
        consultant, session, "Vi behöver bilder i elektronmikroskop av ytan.", light, "Ljusmikroskopi på bokade pass."
    )
    assert "ljusmikroskopi" not in page


def test_who_asks_for_an_electron_microscope_is_said_to(consultant: Browser, session: Session) -> None:
    _light, electron = microscopes(session)
    page = compared(
        consultant, session, "Vi behöver bilder i elektronmikroskop.", electron, "Elektronmikroskopi på bokade pass."
    )
    assert '<th scope="row">elektronmikroskopi' in page
    assert "Uppfyllt" in page


@pytest.mark.parametrize(
    ("acronym", "need"),
    [
        ("FDA", "Vi gör fdatorer och söker någon som provar dem."),
        ("MR", "Vi vill att kamrar och mrs provas."),
        ("EM", "Ett problem: vårt system för tempo i semlor ska provas emellan."),
        ("MS", "Svar inom 20 ms räcker."),
        ("FISH", "We farm fish near the coast."),
    ],
)
def test_an_acronym_is_no_part_of_another_word(consultant: Browser, session: Session, acronym: str, need: str) -> None:
    concept = named(session, "method", f"metoden {acronym} på prov", acronym)
    page = compared(consultant, session, need, concept, f"{acronym} åt företag, varje vecka.")
    assert f"metoden {acronym} på prov" not in page
