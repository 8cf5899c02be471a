"""The office words letters anew: signs are checked, what a party may not see is never put in, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.letters.kinds import LETTERS
from app.mail import signs
from app.mail.signs import put_in
from models.audit import AuditEntry
from models.letter_templates import LetterKind, LetterTemplate
from models.outbox import OutboxMessage
from models.vocabulary import Language
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import LETTERS as SENT
from tests.matches.conftest import Pair, pair
from tests.page_rules import parse, posted_forms

__all__ = ["pair"]

PAGE = "/letters/infrastructure/sv"
MINE = {"subject": "Något för er: {förmåga}", "body": "Hej!\n\n{företag} undrar.\n\n{kontakt}\n\n{svar}\n\n{avsändare}"}


def own(session: Session) -> list[LetterTemplate]:
    session.expire_all()
    return list(session.scalars(sa.select(LetterTemplate)))


def drafted(consultant: Browser, pair: Pair, language: str = "sv") -> dict[str, Any]:
    """Return the letters of an introduction as they are first written."""
    path = f"{pair.path('introduce')}?language={language}"
    page = parse(consultant.get(path).get_data(as_text=True))
    form = next(form for form in posted_forms(page, path) if "infrastructure_body" in form.data)
    return {name: values[0] for name, values in form.data.items()}


def test_letters_that_are_written_from_now_on_begin_with_the_saved_text(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    pair.company.secrecy_note = "Metoden"
    session.commit()
    before = drafted(consultant, pair)
    assert consultant.send(pair.path("introduce"), {**before, **SENT}).status_code == 302
    queued = [letter.body for letter in session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))]
    assert consultant.send(PAGE, MINE).status_code == 302
    spare = factories.capability(pair.infrastructure, title_sv="Mäta {svar} & <b>")
    session.add(spare)
    session.commit()
    other = Pair(pair.company, pair.need, pair.infrastructure, spare)
    letter = drafted(consultant, other)
    assert letter["infrastructure_subject"] == "Något för er: Mäta {svar} & <b>"
    # Whoever has asked for secrecy is not named, and the paragraph with the contact falls away.
    assert letter["infrastructure_body"].split("\n\n")[:3] == ["Hej!", "Ett företag undrar.", "{svar}"]
    # The other letter, and the other language, have their original text.
    assert letter["company_body"] == drafted(consultant, other)["company_body"]
    assert "has a need that may fit" in drafted(consultant, other, "en")["infrastructure_body"]
    session.expire_all()
    assert [each.body for each in session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id))] == queued
    assert session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "letter_template")).all()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"body": "{svar} {hemligt}"}, "Ingenting sätts in i stället för {hemligt} här."),
        ({"body": "{svar} {{ config }}"}, "Ingenting sätts in i stället för { config } här."),
        ({"body": "{svar} {hälsning}"}, "Ingenting sätts in i stället för {hälsning} här."),
        ({"body": "Hej. {svar"}, "En klammer står ensam."),
        ({"body": "Hej."}, "Brevet saknar {svar}"),
        ({"subject": "Se {svar}"}, "Ingenting sätts in i stället för {svar} här."),
        ({"body": " "}, "Fyll i det här."),
    ],
)
def test_what_nothing_can_be_made_of_is_refused_and_kept(
    consultant: Browser, session: Session, typed: dict[str, str], told: str
) -> None:
    answer = consultant.send(PAGE, {**MINE, **typed})
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert own(session) == []


def test_a_preview_shows_both_languages_with_a_match_and_saves_nothing(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    session.add(factories.match(pair.need, pair.capability))
    session.commit()
    shown = consultant.send(f"{PAGE}?preview=1", MINE).get_data(as_text=True)
    assert f"{pair.company.name} undrar." in shown
    assert f"{pair.company.name} has a need that may fit what you do: {pair.capability.title_en}." in shown
    assert own(session) == []
    assert "Vi har en fråga om behovet" in consultant.get("/letters/asked/sv").get_data(as_text=True)


def test_two_editors_never_overwrite_each_other_and_the_original_comes_back(
    consultant: Browser, session: Session
) -> None:
    assert consultant.send(PAGE, MINE).status_code == 302
    (saved,) = own(session)
    version = str(saved.version)
    # One who had the page open before there was a text, and one who had the first.
    for shown, status in (("", 409), (version, 302)):
        other = {**MINE, "body": f"{MINE['body']} {status}", "version": shown}
        assert consultant.send(PAGE, other).status_code == status
    (saved,) = own(session)
    assert consultant.send(PAGE, {**MINE, "version": version}).status_code == 409
    assert consultant.send(f"{PAGE}/original", {"version": version}).status_code == 409
    assert consultant.send(f"{PAGE}/original", {"version": str(saved.version)}).status_code == 302
    assert not own(session)[0].in_use
    assert "Ursprungstext" in consultant.get("/letters").get_data(as_text=True)
    assert consultant.send(f"{PAGE}/own", {"version": str(own(session)[0].version)}).status_code == 302
    assert own(session)[0].in_use
    assert own(session)[0].body.endswith(" 302")


@pytest.mark.parametrize(
    ("subject", "body", "fits"),
    [
        ("Hej", "Svara: {svar}", True),
        ("Hej", "Svara.", False),
        ("{gammalt}", "{svar}", False),
        ("Hej", "{x} {svar}", False),
    ],
)
def test_a_text_that_no_longer_can_be_sent_is_told_among_the_others(
    consultant: Browser, session: Session, subject: str, body: str, *, fits: bool
) -> None:
    session.add(LetterTemplate(kind=LetterKind.COMPANY, language=Language.SV, subject=subject, body=body, in_use=True))
    session.commit()
    page = consultant.get("/letters").get_data(as_text=True)
    assert ("Måste rättas innan det kan skickas" in page) is not fits


def test_an_answer_to_what_was_handed_in_begins_with_the_saved_text(consultant: Browser, session: Session) -> None:
    found = factories.hand_in()
    session.add(found)
    session.commit()
    words = {"subject": "En fråga ({dag})", "body": "Hej!\n\nSvara: {länk}\n\n{avsändare}"}
    assert consultant.send("/letters/asked/sv", words).status_code == 302
    page = consultant.get(f"/handed-in/{found.id}/ask").get_data(as_text=True)
    assert "Svara: {länk}" in page
    assert "En fråga (20" in page


def test_every_original_passes_its_own_rules_and_offers_nothing_confidential() -> None:
    told = {
        signs.GREETING,
        signs.COMPANY,
        signs.COMPANY_MAYBE,
        signs.CONTACT,
        signs.INFRASTRUCTURE,
        signs.INFRASTRUCTURE_ADDRESS,
    }
    told |= {signs.WEBSITE, signs.NEED, signs.TEASER, signs.CAPABILITY, signs.READ_MORE, signs.DAY, signs.SENDER}
    told |= {signs.LINK, signs.OWN_PAGE, signs.ANSWER, signs.TIMES}
    for letter in LETTERS.values():
        assert set(letter.signs) <= told
    assert signs.COMPANY not in LETTERS[list(LETTERS)[1]].signs
    assert put_in("A {länk}\n\nB {behov}\n\nC", {signs.LINK: "", signs.NEED: "{länk}"}) == "B {länk}\n\nC"
    assert len(Language) == 2
