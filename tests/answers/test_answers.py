"""Each party of an introduction answers once by the link in its own letter, and the office hears of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.limits import ANSWERS
from app.mail.outbox import Sent, send_waiting
from app.mail.transports import SmtpTransport
from app.storage.database import BryggaSession
from models.accounts import Role, User
from models.audit import AuditEntry
from models.clock import moment_of, now, today
from models.introductions import Introduction
from models.matches import Match, Stage
from models.meetings import MeetingStatus
from models.needs import Need, NeedStatus
from models.notes import Note, NoteKind
from models.outbox import OutboxMessage
from models.party_answers import AnswerKind, PartyAnswer
from models.waiting import WaitingFor
from tests import factories
from tests.conftest import Browser, engine_of
from tests.mail.conftest import Postman, mail_server, postman
from tests.matches.conftest import LETTERS, Pair, pair

__all__ = ["mail_server", "pair", "postman"]

_LINK = re.compile(r"https?://[^/\s]+(/answer/\S+)")
DAY = today() + timedelta(days=4)
TIMES = {"first_on": DAY.isoformat(), "first_at": "10:00", "second_on": DAY.isoformat(), "second_at": "13.30"}
BODIES = {
    "company_body": "Hej.\n\n{tider}\n\nSvara: {svar}\n\nHälsningar",
    "infrastructure_body": "Hej. {länk}\n\n{tider}\n\nSvara här:\n{svar}",
}
FIRST = moment_of(DAY, time(10))


@dataclass(frozen=True, slots=True)
class Introduced:
    """A match whose two letters have come, and what each says."""

    match: Match
    company: str
    infrastructure: str
    letters: dict[str, str]


Introduce = Callable[..., Introduced]


@pytest.fixture
def send(app: Flask, mail_server: str, postman: Postman) -> Callable[[], list[EmailMessage]]:
    """Let a real mail server have the letters, and return them."""

    def sending() -> list[EmailMessage]:
        with BryggaSession(engine_of(app)) as own, SmtpTransport(mail_server) as server:
            secret = app.extensions["brygga"].secret_key
            done = send_waiting(own, server, demo_transport=server, sender="brygga@test.example", secret=secret)
        assert done == Sent(sent=2)
        return postman.letters

    return sending


@pytest.fixture
def introduce(session: Session, consultant: Browser, pair: Pair, send: Callable[[], list[EmailMessage]]) -> Introduce:
    """Introduce the pair by form, and let the letters come."""

    def make(**sent: str) -> Introduced:
        data = {**LETTERS, **TIMES, **BODIES, **sent}
        assert consultant.send(pair.path("introduce"), data).status_code == 302
        told = {letter["To"]: letter.get_content() for letter in send()}
        links = {to: _LINK.findall(text) for to, text in told.items()}
        assert all(len(found) == 1 for found in links.values())
        match = session.scalars(sa.select(Match)).one()
        (company,), (infrastructure,) = links[LETTERS["company_to"]], links[LETTERS["infrastructure_to"]]
        assert company != infrastructure
        return Introduced(match, company, infrastructure, told)

    return make


def answers(session: Session) -> dict[WaitingFor, PartyAnswer]:
    session.expire_all()
    return {each.party: each for each in session.scalars(sa.select(PartyAnswer))}


def tasks(session: Session) -> list[Note]:
    session.expire_all()
    return list(session.scalars(sa.select(Note).where(Note.kind == NoteKind.TASK).order_by(Note.id)))


def give(browser: Browser, link: str, **sent: str) -> Any:
    """Answer as a browser does: with the version that the page holds."""
    version = browser.get(link).text.split('name="version"')[1].split('value="')[1].split('"')[0]
    return browser.send(link, {"version": version, "said": "", **sent})


def test_both_answer_by_their_links_and_the_consultant_plans_the_time_they_chose(
    introduce: Introduce, anonymous: Browser, consultant: Browser, session: Session
) -> None:
    made = introduce()
    assert f"{DAY.isoformat()} 10:00" in made.letters[LETTERS["company_to"]]
    assert "{" not in "".join(made.letters.values())
    made.match.wait_for(WaitingFor.COMPANY, at=now())
    session.commit()
    # Mail programs look at links, as often as they like.
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    for _look in range(3):
        page = anonymous.get(made.company)
        assert page.status_code == 200
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == before
    assert {each.answer for each in answers(session).values()} == {None}

    said = {"answer": "yes", "time": FIRST.isoformat()}
    assert give(anonymous, made.company, **said, said_="").status_code == 400
    assert give(anonymous, made.company, **(said | {"said": "Vi är <b>två</b>."})).location == made.company
    given = answers(session)[WaitingFor.COMPANY]
    assert (given.answer, given.chosen_at, given.said) == (AnswerKind.YES, FIRST, "Vi är <b>två</b>.")
    session.refresh(made.match)
    assert made.match.waiting_for is None
    (task,) = tasks(session)
    assert "Företaget: ja" in task.text
    assert "två" not in task.text
    shown = consultant.get(f"/matches/{made.match.id}").text
    assert "Vi är &lt;b&gt;två&lt;/b&gt;." in shown
    assert "Företaget svarade: ja" in shown
    session.execute(sa.update(User).values(seen_at=now() - timedelta(days=3)))
    session.commit()
    home = consultant.get("/").text
    assert "Svar på introduktionen" in home
    assert "Svar: ja" in home
    # The other party reads nothing of it.
    assert "två" not in anonymous.get(made.infrastructure).text

    give(anonymous, made.infrastructure, **said)
    (task,) = tasks(session)
    assert "Planera mötet" in task.text
    shown = consultant.get(f"/matches/{made.match.id}").text
    plan = f"/matches/{made.match.id}/meetings/plan?day={DAY.isoformat()}&amp;time=10:00"
    assert plan in shown
    form = consultant.get(plan.replace("&amp;", "&")).text
    assert f'value="{DAY.isoformat()}"' in form
    assert 'value="10:00"' in form


def test_an_answer_sent_twice_is_one_and_it_can_be_changed_until_the_meeting_is_held(
    introduce: Introduce, anonymous: Browser, consultant: Browser, session: Session
) -> None:
    made = introduce()
    page = anonymous.get(made.company).text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    sent = {"version": version, "answer": "not_now", "said": "Ring i mars"}
    first, again = anonymous.send(made.company, sent), anonymous.send(made.company, sent)
    assert first.status_code == again.status_code == 302
    assert len(tasks(session)) == 1
    written = session.scalars(
        sa.select(AuditEntry).where(AuditEntry.subject == "party_answer", AuditEntry.action == "update")
    ).all()
    assert [entry.changes["answer"] for entry in written] == [[None, "not_now"]]
    # A colleague with the same letter, who had the page open: nothing is written over.
    late = anonymous.send(made.company, sent | {"answer": "yes", "time": "none", "said": "Jo"})
    assert late.status_code == 409
    assert "Jo" in late.text
    assert answers(session)[WaitingFor.COMPANY].answer is AnswerKind.NOT_NOW
    give(anonymous, made.company, answer="yes", time="none")
    changed = answers(session)[WaitingFor.COMPANY]
    assert (changed.answer, changed.no_time_suits) == (AnswerKind.YES, True)
    assert len(tasks(session)) == 1
    told = "Företaget ändrade sitt svar från ”inte nu” till ”ja, ingen av tiderna passar”."
    assert told in consultant.get(f"/matches/{made.match.id}").text
    tasks(session)[0].done_at = now()
    session.commit()
    give(anonymous, made.company, answer="question", said="Vad kostar det?")
    assert [task.is_to_do for task in tasks(session)] == [False, True]
    session.add(factories.meeting(made.match, status=MeetingStatus.HELD, held_on=today()))
    session.commit()
    assert anonymous.get(made.company).status_code == 404


def _expire(session: Session) -> None:
    session.execute(sa.update(PartyAnswer).values(expires_at=now() - timedelta(seconds=1)))


def _take_back(session: Session) -> None:
    session.execute(sa.update(Introduction).values(taken_back_at=now()))


def _end(session: Session) -> None:
    session.execute(sa.update(Introduction).values(ended_at=now()))


def _withdraw(session: Session) -> None:
    session.execute(sa.update(Need).values(status=NeedStatus.WITHDRAWN))


def _meet(session: Session) -> None:
    session.add(factories.meeting(session.scalars(sa.select(Match)).one(), held_on=today()))


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "ending",
    [
        (_expire, "den är för gammal"),
        (_take_back, ""),
        (_end, "matchningen är avslutad"),
        (_withdraw, "behovet är uppfyllt eller återtaget"),
        (_meet, "mötet har hållits"),
    ],
)
def test_a_link_that_is_over_is_one_page_whatever_ended_it(
    introduce: Introduce,
    anonymous: Browser,
    consultant: Browser,
    session: Session,
    ending: tuple[Callable[[Session], None], str],
) -> None:
    made, (end, why) = introduce(), ending
    assert "fungerar till och med" in consultant.get(f"/matches/{made.match.id}").text
    token = anonymous.token()
    end(session)
    session.commit()
    unknown = anonymous.get("/answer/nobodys").text.split("<main")[1]
    for over in (anonymous.get(made.company), anonymous.post(made.company, data={"csrf_token": token})):
        assert (over.status_code, over.text.split("<main")[1]) == (404, unknown)
        assert over.headers["Cache-Control"] == "no-store"
    assert answers(session)[WaitingFor.COMPANY].answer is None
    # The match says so too, and why; of one that was taken back it says nothing.
    page = consultant.get(f"/matches/{made.match.id}").text
    assert "fungerar till och med" not in page
    assert page.count(f"Länken i brevet fungerar inte längre: {why}.") == (2 if why else 0)


@pytest.mark.only_on("sqlite")
def test_a_meeting_earlier_the_same_day_leaves_the_links_alive(
    introduce: Introduce, anonymous: Browser, session: Session, pair: Pair
) -> None:
    match = factories.match(pair.need, pair.capability, stage=Stage.SHORTLISTED)
    session.add_all([match, factories.meeting(match, held_on=today())])
    session.commit()
    made = introduce()
    # Written down afterwards, of an hour before.
    session.add(factories.meeting(match, held_on=today(), starts_at=time(0)))
    session.commit()
    assert anonymous.get(made.company).status_code == 200
    session.add(factories.meeting(match, held_on=today()))
    session.commit()
    assert anonymous.get(made.company).status_code == 404


def test_taking_the_introduction_back_revokes_the_links(
    introduce: Introduce, consultant: Browser, anonymous: Browser, session: Session
) -> None:
    made = introduce()
    session.refresh(made.match)
    sent = {"version": str(made.match.version)}
    consultant.send(f"/matches/{made.match.id}/undo", sent)
    assert session.scalar(sa.select(Introduction.taken_back_at)) is not None
    assert {anonymous.get(link).status_code for link in (made.company, made.infrastructure)} == {404}


@pytest.mark.only_on("sqlite")
def test_what_was_answered_is_not_undone_with_what_it_answers(
    introduce: Introduce, consultant: Browser, anonymous: Browser, session: Session
) -> None:
    made = introduce()
    give(anonymous, made.company, answer="not_now")
    session.refresh(made.match)
    sent = {"version": str(made.match.version)}
    refused = consultant.send(f"/matches/{made.match.id}/undo", sent)
    assert refused.status_code == 409
    assert answers(session)[WaitingFor.COMPANY].answer is AnswerKind.NOT_NOW


@pytest.mark.only_on("sqlite")
def test_a_letter_without_the_sign_has_no_link_and_the_link_is_nowhere_but_in_the_letter(
    app: Flask, introduce: Introduce, session: Session
) -> None:
    made = introduce()
    token = made.company.rsplit("/", 1)[1]
    with engine_of(app).connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            quoted = connection.dialect.identifier_preparer.quote(table)
            rows = connection.exec_driver_sql(f"SELECT * FROM {quoted}").all()  # noqa: S608 - the database's own name
            assert token not in str(rows), table


@pytest.mark.only_on("sqlite")
def test_the_page_is_in_the_letters_language_and_names_no_company_to_the_unit(
    introduce: Introduce, anonymous: Browser, pair: Pair
) -> None:
    made = introduce()
    page = anonymous.get(made.infrastructure)
    assert '<html lang="sv">' in page.text
    assert pair.company.name not in page.text
    assert pair.need.title in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert made.infrastructure.rsplit("/", 1)[1] not in page.text.replace("action=", "")


@pytest.mark.only_on("sqlite")
def test_too_many_answers_wait(introduce: Introduce, anonymous: Browser, session: Session) -> None:
    made = introduce()
    for number in range(ANSWERS):
        give(anonymous, made.company, answer="question", said=f"Fråga {number}")
    late = give(anonymous, made.company, answer="yes", time="none")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert answers(session)[WaitingFor.COMPANY].said == f"Fråga {ANSWERS - 1}"


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"first_on": "2020-01-02", "first_at": "10:00"}, "Tiden har passerat."),
        ({"second_on": DAY.isoformat(), "second_at": "10:00"}, "Tiden står där redan."),
        ({"third_on": DAY.isoformat(), "third_at": ""}, "Skriv både dag och tid, eller ingetdera."),
        ({"third_on": "2027-03-28", "third_at": "02:30"}, "Klockan ställs fram"),
    ],
)
def test_a_time_that_cannot_be_proposed_is_said_and_nothing_is_sent(
    consultant: Browser, session: Session, pair: Pair, sent: dict[str, str], words: str
) -> None:
    answer = consultant.send(pair.path("introduce"), {**LETTERS, **TIMES, **BODIES, **sent})
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(sa.select(OutboxMessage)).all() == []


@pytest.mark.only_on("sqlite")
def test_without_times_nobody_is_asked_for_one(introduce: Introduce, anonymous: Browser, session: Session) -> None:
    made = introduce(**dict.fromkeys(TIMES, ""))
    assert "Tider för" not in made.letters[LETTERS["company_to"]]
    assert 'name="time"' not in anonymous.get(made.company).text
    give(anonymous, made.company, answer="yes")
    assert answers(session)[WaitingFor.COMPANY].answer is AnswerKind.YES


@pytest.mark.only_on("sqlite")
def test_a_task_somebody_has_written_in_stands_and_the_next_answer_gets_its_own(
    introduce: Introduce, anonymous: Browser, session: Session
) -> None:
    made = introduce()
    give(anonymous, made.company, answer="not_now")
    (task,) = tasks(session)
    task.text += " Ring Anna först."
    session.commit()
    give(anonymous, made.infrastructure, answer="yes", time="none")
    mine, new = tasks(session)
    assert mine.text.endswith("Ring Anna först.")
    assert "Enheten: ja" in new.text


@pytest.mark.only_on("sqlite")
def test_the_task_is_for_whoever_does_the_next_step_now(
    introduce: Introduce, anonymous: Browser, consultant: Browser, session: Session
) -> None:
    made = introduce()
    give(anonymous, made.company, answer="not_now")
    other = factories.user(role=Role.CONSULTANT)
    session.add(other)
    session.commit()
    session.refresh(made.match)
    step = {"next_step": "Ring", "next_step_owner_id": str(other.id), "version": str(made.match.version)}
    assert consultant.send(f"/matches/{made.match.id}/next-step", step).status_code == 302
    assert [task.owner_id for task in tasks(session)] == [other.id]


def _plan(browser: Browser, match: Match) -> None:
    sent = {"held_on": DAY.isoformat(), "starts_at": "10:00", "minutes_long": "60", "person_ids": []}
    assert browser.send(f"/matches/{match.id}/meetings/plan", sent).status_code == 302


def _close(browser: Browser, match: Match) -> None:
    sent = {"reason": "too_late", "note": "", "version": str(match.version)}
    assert browser.send(f"/matches/{match.id}/close", sent).status_code == 302


def _correct(browser: Browser, match: Match) -> None:
    sent = {"stage": "shortlisted", "note": "", "version": str(match.version)}
    assert browser.send(f"/matches/{match.id}/stage", sent).status_code == 302


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("act", [_plan, _close, _correct])
def test_the_task_is_done_with_what_it_asks_for_and_to_be_done_again_when_that_is_undone(
    introduce: Introduce,
    anonymous: Browser,
    consultant: Browser,
    session: Session,
    act: Callable[[Browser, Match], None],
) -> None:
    made = introduce()
    for link in (made.company, made.infrastructure):
        give(anonymous, link, answer="yes", time=FIRST.isoformat())
    session.refresh(made.match)
    act(consultant, made.match)
    assert [task.is_done for task in tasks(session)] == [True]
    session.refresh(made.match)
    undo = {"version": str(made.match.version)}
    assert consultant.send(f"/matches/{made.match.id}/undo", undo).status_code == 302
    assert [task.is_to_do for task in tasks(session)] == [True]


@pytest.mark.only_on("sqlite")
def test_a_question_is_a_task_also_when_a_meeting_is_planned(
    introduce: Introduce, anonymous: Browser, consultant: Browser, session: Session
) -> None:
    made = introduce()
    give(anonymous, made.company, answer="question", said="Får vi ta med en kollega?")
    session.refresh(made.match)
    _plan(consultant, made.match)
    assert [task.is_to_do for task in tasks(session)] == [True]


@pytest.mark.only_on("sqlite")
def test_a_time_whose_meeting_was_called_off_is_not_offered_again(
    introduce: Introduce, anonymous: Browser, consultant: Browser, session: Session
) -> None:
    made = introduce()
    for link in (made.company, made.infrastructure):
        give(anonymous, link, answer="yes", time=FIRST.isoformat())
    page = f"/matches/{made.match.id}"
    assert "Planera mötet de har valt" in consultant.get(page).text
    off = {"status": MeetingStatus.CANCELLED, "held_on": DAY, "starts_at": time(10)}
    session.add(factories.meeting(made.match, **off))
    session.commit()
    assert "Planera mötet de har valt" not in consultant.get(page).text


@pytest.mark.only_on("sqlite")
def test_a_time_is_kept_with_a_question_and_belongs_to_no_not_now(
    introduce: Introduce, anonymous: Browser, session: Session
) -> None:
    made = introduce()
    refused = give(anonymous, made.company, answer="not_now", time=FIRST.isoformat())
    assert refused.status_code == 422
    assert "En tid hör till ett ja." in refused.text
    assert give(anonymous, made.company, answer="question", time=FIRST.isoformat()).status_code == 302
    given = answers(session)[WaitingFor.COMPANY]
    assert (given.answer, given.chosen_at) == (AnswerKind.QUESTION, FIRST)
    # The time of the answer before, which the page filled in itself, goes without a word.
    assert give(anonymous, made.company, answer="not_now", time=FIRST.isoformat()).status_code == 302
    assert answers(session)[WaitingFor.COMPANY].chosen_at is None


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "wrong",
    [
        ("company_body", "Hej.", "Brevet har ingen länk att svara med. Skriv {svar} där den ska stå."),
        ("infrastructure_body", "Hej. {Svar} {svar}", "Ingenting sätts in i stället för {Svar} här."),
        ("company_subject", "Möte {tider}", "Ingenting sätts in i stället för {tider} här."),
    ],
)
def test_a_sign_that_is_missing_or_unknown_is_said_before_the_letters_go(
    consultant: Browser, session: Session, pair: Pair, wrong: tuple[str, str, str]
) -> None:
    field, typed, words = wrong
    answer = consultant.send(pair.path("introduce"), {**LETTERS, **BODIES, field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert typed in answer.text
    assert session.scalars(sa.select(OutboxMessage)).all() == []


@pytest.mark.only_on("sqlite")
def test_a_dead_link_speaks_the_readers_language_and_shows_what_was_typed(
    introduce: Introduce, anonymous: Browser, session: Session
) -> None:
    made = introduce()
    sent = {"csrf_token": anonymous.token(), "answer": "yes", "time": "none", "said": "Vi har bråttom."}
    _withdraw(session)
    session.commit()
    english = anonymous.post(made.company, data=sent, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "Nothing has been saved." in english.text
    assert "Vi har bråttom." in english.text
    assert 'value="sv"' in english.text
    assert "ärendet avslutat" in anonymous.get(made.company).text
    asked = {"Accept-Language": "en"}
    assert '<html lang="en">' in anonymous.post(made.company, data={"other": "1", **sent}, headers=asked).text


@pytest.mark.only_on("sqlite")
def test_the_match_names_the_letters_reader_and_the_plan_ticks_the_contacts(
    introduce: Introduce, consultant: Browser, session: Session, pair: Pair
) -> None:
    session.add(factories.contact(pair.company, email="kim@company.example"))
    session.commit()
    made = introduce()
    section = consultant.get(f"/matches/{made.match.id}").text.split('id="answers"')[1].split("</section>")[0]
    assert LETTERS["company_to"] in section
    assert LETTERS["infrastructure_to"] in section
    plan = f"/matches/{made.match.id}/meetings/plan"
    ticked = re.compile(r'<input[^>]*checked[^>]*name="person_ids"')
    assert not ticked.search(consultant.get(plan).text)
    assert len(ticked.findall(consultant.get(f"{plan}?day={DAY.isoformat()}&time=10:00").text)) == 1


def test_staff_of_the_unit_answer_on_the_matchs_page_as_by_the_link(
    introduce: Introduce, anonymous: Browser, make_browser: Callable[..., Browser], pair: Pair, session: Session
) -> None:
    made = introduce()
    page, form = f"/matches/{made.match.id}", f"/matches/{made.match.id}/answer"
    staff = make_browser(Role.STAFF, infrastructures=[pair.infrastructure])
    other = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    assert form in staff.get(page).text
    assert [browser.get(form).status_code for browser in (other, anonymous)] == [404, 302]
    first = staff.get(form).text.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert give(staff, form, answer="yes").status_code == 422
    assert give(staff, form, answer="yes", time=FIRST.isoformat()).location == page
    assert answers(session)[WaitingFor.INFRASTRUCTURE].chosen_at == FIRST
    assert "Ja" in staff.get(page).text
    assert [task.text for task in tasks(session)] != []
    # Whoever has the letter changes it, and staff who had the page open are shown both.
    assert give(anonymous, made.infrastructure, answer="question", time="", said="Hur många?").status_code == 302
    stale = staff.send(form, {"version": first, "answer": "not_now", "said": ""})
    assert stale.status_code == 409
    assert "Hur många?" in stale.text
    # A need that is no longer current asks nobody.
    pair.need.status = NeedStatus.WITHDRAWN
    session.add(pair.need)
    session.commit()
    assert staff.get(form).status_code == 404
    assert form not in staff.get(page).text
