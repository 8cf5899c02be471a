"""The office answers what companies hand in, and every answer can be undone."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.hand_ins import own_files
from models.accounts import User
from models.hand_ins import HandIn, HandInState
from models.matches import CloseReason, Stage
from models.needs import Need, NeedStatus
from models.notes import Note, NoteKind
from models.organisations import Company
from models.outbox import OutboxMessage
from models.people import Person
from tests import factories
from tests.conftest import Browser
from tests.hand_ins.conftest import SECRET_TEXT, Sender
from tests.page_rules import SentForm, parse, posted_forms

PUBLIC = "Släpper ett förband igenom bakterier?"
ACCEPTED = {"company": "new", "title": PUBLIC, "teaser": PUBLIC}


def _forms(browser: Browser, page: str) -> list[SentForm]:
    return posted_forms(parse(browser.get(page).get_data(as_text=True)), page)


def _send(browser: Browser, page: str, action: str, **typed: str) -> int:
    form = next(each for each in _forms(browser, page) if each.action == action)
    return int(browser.post(action, data={**form.data, **typed}).status_code)


def _fresh(session: Session, found: HandIn) -> HandIn:
    session.expire_all()
    return session.get_one(HandIn, found.id)


def test_a_question_goes_as_a_link_and_its_answer_comes_back(
    sender: Sender, consultant: Browser, session: Session
) -> None:
    found, own = sender.confirmed()
    page = f"/handed-in/{found.id}"
    asks = {"question": "Hur många prover?", "letter": "Hej Bo! Läs mer: {länk}"}
    for refused in ("Hej Bo!", "Hej {vem}: {länk}", f"Om att {SECRET_TEXT[:60]}: {{länk}}"):
        assert _send(consultant, f"{page}/ask", f"{page}/ask", **{**asks, "letter": refused}) == 422
    assert _send(consultant, f"{page}/ask", f"{page}/ask", **asks) == 302
    assert sender.letters()[-1].body.startswith("Hej Bo! Läs mer: http")
    assert sender.link(sender.letters()[-1]).startswith("/hand-in/own/")
    assert "Hur många prover?" in sender.browser.get(own).get_data(as_text=True)
    forms = posted_forms(parse(sender.browser.get(own).get_data(as_text=True)), own)
    sender.press(own, said="Tolv")
    assert _fresh(session, found).state is HandInState.TAKEN_UP
    assert "Tolv" in consultant.get(page).get_data(as_text=True)
    # What another window answers is not taken, and not lost; nor is what is said to a question taken back.
    answers = [sender.browser.post(own, data={**forms[0].data, "said": "Nej, tretton"})]
    _send(consultant, f"{page}/ask", f"{page}/ask", question="Hur stora?")
    answers += [sender.browser.post(own, data={**forms[0].data, "said": "Nej, tretton"})]
    letters = len(sender.letters())
    _send(consultant, page, f"{page}/undo")
    assert len(sender.letters()) == letters - 1, "the letter about a question that is taken back never goes"
    answers += [sender.browser.post(own, data={**forms[0].data, "said": "Nej, tretton"})]
    for answer in answers:
        assert (answer.status_code, "Nej, tretton" in answer.get_data(as_text=True)) == (409, True)
    assert "Nej, tretton" not in consultant.get(page).get_data(as_text=True)


def test_what_is_accepted_is_open_only_with_the_companys_own_words(
    sender: Sender, consultant: Browser, session: Session
) -> None:
    theirs, _own = sender.confirmed(public_text=PUBLIC)
    ours, own = sender.confirmed()
    for found in (theirs, ours):
        page = f"/handed-in/{found.id}/accept"
        assert _send(consultant, page, page, **ACCEPTED) == 302
    needs = [session.get_one(Need, _fresh(session, each).need_id) for each in (theirs, ours)]
    assert [need.status for need in needs] == [NeedStatus.OPEN, NeedStatus.DRAFT]
    assert {need.private_text for need in needs} == {SECRET_TEXT}
    sender.press(own, f"{own}/agree")
    (task,) = session.scalars(sa.select(Note).where(Note.need_id == needs[1].id, Note.kind == NoteKind.TASK))
    assert task.owner_id == needs[1].owner_id
    # The company agrees to what it was shown, and to nothing else.
    forms = posted_forms(parse(sender.browser.get(own).get_data(as_text=True)), own)
    assert f"{own}/agree" not in {form.action for form in forms}
    needs[1].teaser = "Något annat"
    session.commit()
    assert f"{own}/agree" in sender.browser.get(own).get_data(as_text=True)


def test_accepting_is_undone_whole_and_the_letter_never_goes(
    sender: Sender, consultant: Browser, session: Session
) -> None:
    company = factories.company()
    session.add(company)
    session.commit()
    found, _own = sender.confirmed(org_number=company.org_number or "")
    page = f"/handed-in/{found.id}"
    people = session.scalar(sa.select(sa.func.count(Person.id)))
    letters = len(sender.letters())
    assert _send(consultant, f"{page}/accept", f"{page}/accept", **ACCEPTED | {"company": str(company.id)}) == 302
    session.expire_all()
    assert "OSL 31:12" in (session.get_one(Company, company.id).secrecy_note or "")
    assert _send(consultant, page, f"{page}/undo") == 302
    session.expire_all()
    assert session.get_one(Company, company.id).secrecy_note is None
    assert session.scalar(sa.select(sa.func.count(Need.id))) == 0
    assert session.scalar(sa.select(sa.func.count(Person.id))) == people
    assert len(sender.letters()) == letters
    assert _fresh(session, found).state is HandInState.RECEIVED


def test_nothing_is_read_before_the_company_has_agreed(sender: Sender, consultant: Browser, session: Session) -> None:
    found, own = sender.confirmed(infrastructure_text="Tio prover")
    page = f"/handed-in/{found.id}/accept"
    assert _send(consultant, page, page, **ACCEPTED) == 302
    need = session.get_one(Need, _fresh(session, found).need_id)
    shown, edit, ask = f"/needs/{need.id}", f"/needs/{need.id}/edit", f"/handed-in/{found.id}/wording"
    assert consultant.send(f"{shown}/open", {"version": str(need.version)}).status_code == 409
    assert f"{shown}/open" not in {form.action for form in _forms(consultant, shown)}
    sender.press(own, f"{own}/decline")
    assert "Företaget säger nej" in consultant.get(shown).get_data(as_text=True)
    assert _send(consultant, shown, f"/handed-in/{found.id}/ask-about-wording") == 302
    sender.press(own, f"{own}/agree")
    assert _send(consultant, shown, f"{shown}/open") == 302
    # Other words are refused until the company has agreed to them; what is not read by others is the office's.
    assert _send(consultant, edit, edit, private_text="Ring Bo") == 302
    assert _send(consultant, edit, edit, infrastructure_text="Elva prover") == 409
    form = next(each for each in _forms(consultant, edit) if each.action == edit)
    assert consultant.post(ask, data={**form.data, "infrastructure_text": "Elva prover"}).status_code == 302
    session.expire_all()
    assert need.infrastructure_text == "Tio prover"
    assert "Elva prover" in sender.browser.get(own).get_data(as_text=True)
    sender.press(own, f"{own}/agree")
    session.expire_all()
    assert (need.infrastructure_text, need.status) == ("Elva prover", NeedStatus.OPEN)
    assert consultant.send(f"{shown}/divide", {"version": str(need.version)}).status_code in (302, 409)
    assert session.scalar(sa.select(sa.func.count(Need.id))) == 1


def test_a_withdrawal_ends_what_goes_on_and_only_the_company_takes_it_back(
    sender: Sender, consultant: Browser, session: Session
) -> None:
    found, own = sender.confirmed(public_text=PUBLIC, infrastructure_text="Tio prover")
    page = f"/handed-in/{found.id}/accept"
    _send(consultant, page, page, **ACCEPTED)
    need = session.get_one(Need, _fresh(session, found).need_id)
    match = factories.match(need, factories.capability(factories.infrastructure()), stage=Stage.INTRODUCED)
    letter = OutboxMessage(to_address="enhet@test.example", subject="Hej", body="Hej", message_id="<1@test>")
    session.add_all([match, letter])
    session.flush()
    letter.match_id = match.id
    session.commit()
    (introduction,) = match.introductions
    letter_id, unsent = letter.id, len(sender.letters())
    restore = sender.press(f"{own}/withdraw")
    session.expire_all()
    assert (need.status, match.stage, match.close_reason) == (
        NeedStatus.WITHDRAWN,
        Stage.CLOSED,
        CloseReason.COMPANY_DECLINED,
    )
    assert introduction.shown == {"title": PUBLIC, "teaser": PUBLIC, "company": found.company_name}
    assert session.get(OutboxMessage, letter_id) is None
    assert len(sender.letters()) < unsent, "what has not gone never goes"
    corrected = {"stage": Stage.INTRODUCED.value, "note": "Ändå", "version": str(match.version)}
    assert consultant.send(f"/needs/{need.id}/reopen", {"version": str(need.version)}).status_code == 409
    assert consultant.send(f"/matches/{match.id}/stage", corrected).status_code == 409
    own = sender.press(restore)
    session.expire_all()
    assert (need.status, match.stage) == (NeedStatus.OPEN, Stage.CLOSED)
    assert sender.letters()[-1].subject == "Ert behov är inte längre återtaget"
    # What the office had withdrawn itself stays withdrawn.
    assert consultant.send(f"/needs/{need.id}/withdraw", {"version": str(need.version)}).status_code == 302
    sender.press(sender.press(f"{own}/withdraw"))
    session.expire_all()
    assert need.status is NeedStatus.WITHDRAWN


def test_two_of_the_office_never_answer_twice(sender: Sender, consultant: Browser, session: Session) -> None:
    found, _own = sender.confirmed()
    page, version = f"/handed-in/{found.id}", str(found.version)
    letter = {"subject": "Hej", "letter": "Läs svaret: {länk}"}
    statuses = [
        consultant.send(f"{page}/{act}", {**typed, **letter, "version": version}).status_code
        for act, typed in (("decline", {"reason": "Nej"}), ("accept", ACCEPTED), ("ask", {"question": "Va?"}))
    ]
    assert statuses == [302, 409, 409]
    assert len(sender.letters()) == 3


@pytest.mark.only_on("sqlite")
def test_a_letter_that_has_gone_is_followed_by_another(
    app: Flask, sender: Sender, consultant: Browser, session: Session
) -> None:
    found, own = sender.confirmed()
    page = f"/handed-in/{found.id}"
    _send(consultant, f"{page}/decline", f"{page}/decline", reason="Det finns inte här")
    assert "Det finns inte här" in sender.browser.get(own).get_data(as_text=True)
    with app.app_context():
        assert app.test_cli_runner().invoke(args=["outbox", "send"]).exit_code == 0
    _send(consultant, page, f"{page}/undo")
    assert sender.letters()[-1].subject == "Vi läser ert behov igen"
    _send(consultant, f"{page}/ask", f"{page}/ask", question="Hur många?")
    with app.app_context():
        assert app.test_cli_runner().invoke(args=["outbox", "send"]).exit_code == 0
    _send(consultant, page, f"{page}/undo")
    assert sender.letters()[-1].subject == "Ni behöver inte svara på vår fråga"
    assert session.scalar(sa.select(sa.func.count(OutboxMessage.id)).where(OutboxMessage.sent_at.is_(None))) == 1


@pytest.mark.only_on("sqlite")
def test_the_company_reads_who_has_seen_its_need(sender: Sender, consultant: Browser) -> None:
    found, own = sender.confirmed()
    assert "Ingen har sett det" in sender.browser.get(f"{own}/readings").get_data(as_text=True)
    for path in (f"/handed-in/{found.id}", "/handed-in", "/"):
        consultant.get(path).close()
    page = sender.browser.get(f"{own}/readings").get_data(as_text=True)
    assert len(parse(page).all("tr")) == 2, "a head, and one reader a day"


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("how_many", [1, 30])
def test_a_page_costs_the_same_however_much_came_in(
    consultant: Browser, session: Session, count_statements: object, how_many: int
) -> None:
    session.add_all([factories.hand_in() for _each in range(how_many)])
    session.commit()
    for path, most in (("/handed-in", 12), ("/", 25)):
        consultant.get(path)
        with count_statements() as statements:  # type: ignore[operator]
            consultant.get(path)
        assert len(statements) <= most, (path, len(statements))


@pytest.mark.only_on("sqlite")
def test_a_company_puts_files_with_its_need_and_sees_its_own_alone(
    sender: Sender, consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, own = sender.confirmed(public_text=PUBLIC)
    assert sender.browser.get(f"{own}/file").status_code == 409
    page = f"/handed-in/{found.id}/accept"
    _send(consultant, page, page, **ACCEPTED)
    need_id = _fresh(session, found).need_id
    session.add(factories.record_file(need_id=need_id, name="kansliets.txt", by_id=session.scalar(sa.select(User.id))))
    session.commit()
    monkeypatch.setattr(own_files, "OWN_FILES", 1)
    statuses = []
    for name in ("prov.txt", "mer.txt"):
        sent = {"file": (io.BytesIO(b"En rad text."), name)}
        statuses.append(sender.browser.send(f"{own}/file", sent).status_code)
    assert statuses == [302, 422]
    shown = sender.browser.get(own).get_data(as_text=True)
    assert ("prov.txt" in shown, "kansliets.txt" in shown) == (True, False)
    page = consultant.get(f"/needs/{need_id}").get_data(as_text=True)
    assert ("prov.txt" in page, "lagt en fil" in page) == (True, True)
