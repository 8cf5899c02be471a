"""Text is never lost: whatever keeps a form from being saved, the answer shows what was typed and says why."""

from __future__ import annotations

import html
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session
from wtforms import Form

from app.storage.database import BryggaSession, db
from app.web.access import POLICY
from app.web.forms.base import BaseForm
from app.web.forms.typed import shown
from app.web.headers import HEADERS
from app.web.rules import Reach
from models.accounts import Role, User, UserSession
from models.clock import now
from models.needs import Need
from models.organisations import Company
from models.sent_forms import Draft
from models.vocabulary import Language
from tests import factories
from tests.conftest import Browser, engine_of, sign_in
from tests.page_rules import broken_rules, parse, posted_forms
from tests.security.conftest import World
from tests.security.forms import FoundForm, send

WORDS = "kanin4711q mätte\nhela natten"


def _filled(browser: Browser, path: str, **typed: str) -> dict[str, Any]:
    forms = posted_forms(parse(browser.get(path).get_data(as_text=True)), path)
    return next(form.data for form in forms if form.action == path) | typed


@pytest.fixture
def company(session: Session) -> Company:
    company = factories.company(name="Fjärd AB")
    session.add(company)
    session.commit()
    return company


def _shows(answer: Any, *words: str) -> str:
    page: str = html.unescape(answer.get_data(as_text=True))
    for each in (WORDS, *words):
        assert each in page, page
    assert answer.headers["Cache-Control"] == "no-store"
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    return page


def _end(session: Session) -> None:
    session.execute(sa.delete(UserSession))
    session.commit()


def _sign_in_from(client: FlaskClient, answer: Any, email: str, **more: Any) -> Any:
    """Sign in on a page that was answered, as a browser sends its form."""
    form = next(f for f in posted_forms(parse(answer.get_data(as_text=True)), "/") if f.action == "/sign-in")
    return client.post("/sign-in", data=form.data | {"email": email, "password": factories.PASSWORD} | more)


def _forms_below(form: type[Form]) -> Iterator[type[Form]]:
    for each in form.__subclasses__():
        yield each
        yield from _forms_below(each)


def test_words_stand_under_the_labels_of_the_form_that_they_were_typed_in(app: Flask) -> None:
    tried = 0
    with app.test_request_context():
        for form in _forms_below(BaseForm):
            fields = {name: getattr(form, name) for name in dir(form) if hasattr(getattr(form, name), "field_class")}
            told = {each.name: each.label for each in shown({name: [WORDS] for name in fields}) if each.label}
            own = {name: str(fields[name].args[0]) for name in told if fields[name].args}
            assert told == own, form
            tried += len(told)
    assert tried > 50


@pytest.mark.parametrize("gone", ["signed out elsewhere", "cookie"])
def test_after_signing_in_again_what_was_typed_is_in_the_form(
    app: Flask, consultant: Browser, company: Company, session: Session, gone: str
) -> None:
    user = session.scalars(sa.select(User)).one()
    path = f"/needs/new?company={company.id}"
    data = _filled(consultant, path, title="Mäta", teaser=WORDS, trl="4")
    if gone == "cookie":
        consultant.delete_cookie("brygga")
    else:
        _end(session)
    answer = consultant.post(path, data=data)
    assert answer.status_code == (400 if gone == "cookie" else 401)
    page = _shows(answer, "Du är inte längre inloggad", "Mäta", ">Rubrik<")
    assert not broken_rules(page, language="sv")
    assert session.scalars(sa.select(Draft)).all() == []
    answer = _sign_in_from(consultant, answer, user.email)
    assert answer.status_code == 302
    assert answer.location.startswith(f"{path}&draft=")
    page = html.unescape(consultant.get(answer.location).get_data(as_text=True))
    assert WORDS in page
    assert "Det du skrev finns här igen" in page
    again = _filled(consultant, answer.location)
    assert again["title"] == ["Mäta"]
    assert again["trl"] == ["4"]
    saved = consultant.post(answer.location, data=again)
    assert saved.status_code == 302
    saved.close()
    assert session.scalars(sa.select(Need.teaser)).one() == WORDS
    assert session.scalars(sa.select(Draft)).all() == []


def test_what_is_said_after_signing_in_again_is_in_the_accounts_language(
    consultant: Browser, company: Company, session: Session
) -> None:
    user = session.scalars(sa.select(User)).one()
    user.language = Language.EN
    session.commit()
    path = f"/companies/{company.id}/edit"
    data = _filled(consultant, path, summary=WORDS)
    consultant.delete_cookie("brygga")
    answer = _sign_in_from(consultant, consultant.post(path, data=data), user.email)
    page = html.unescape(consultant.get(answer.location).text)
    assert "What you wrote is here again" in page
    assert "Det du skrev" not in page


def test_a_draft_is_for_the_account_that_typed_it_and_for_nobody_else(
    app: Flask, consultant: Browser, company: Company, session: Session
) -> None:
    path = f"/companies/{company.id}/edit"
    data = _filled(consultant, path, summary=WORDS)
    _end(session)
    answer = consultant.post(path, data=data)
    other = factories.user(role=Role.CONSULTANT)
    session.add(other)
    session.commit()
    answer = _sign_in_from(consultant, answer, other.email)
    assert answer.location == "/"
    assert session.scalars(sa.select(Draft)).all() == []
    mine = Draft(user_id=session.scalar(sa.select(sa.func.min(User.id))), page=path, content={"summary": [WORDS]})
    session.add(mine)
    session.commit()
    assert WORDS not in html.unescape(consultant.get(f"{path}?draft={mine.id}").get_data(as_text=True))


def test_what_was_not_typed_on_a_page_of_ours_is_kept_for_nobody(
    anonymous: Browser, company: Company, session: Session
) -> None:
    user = factories.user()
    session.add(user)
    session.commit()
    answer = anonymous.post(f"/companies/{company.id}/edit", data={"summary": WORDS, "csrf_token": "x"})
    assert answer.status_code == 400
    answer = _sign_in_from(anonymous, answer, user.email)
    assert answer.location == "/"
    assert session.scalars(sa.select(Draft)).all() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_the_words_of_another_site_are_not_shown_in_our_name(anonymous: Browser, headers: dict[str, str]) -> None:
    path, words = "/needs/new", {"title": "Ring 08-123 45 67", "teaser": WORDS}
    for address in (path, "/sign-in", "/nowhere"):
        answer = anonymous.post(address, data=words, headers=headers)
        assert WORDS not in html.unescape(answer.text), address
        assert "08-123" not in answer.text, address
    ours = anonymous.post(path, data=words, headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"})
    assert WORDS in html.unescape(ours.text)


def test_a_password_is_never_kept(consultant: Browser, session: Session) -> None:
    user = session.scalars(sa.select(User)).one()
    data = _filled(consultant, "/settings", current_password="hemligt ord", new_password="ett nytt hemligt ord")
    _end(session)
    answer = consultant.post("/settings", data=data)
    assert "hemligt ord" not in answer.get_data(as_text=True)
    assert session.scalars(sa.select(Draft)).all() == []
    assert user.language is None


@pytest.mark.parametrize("token", ["", "gammal"])
def test_a_token_that_is_missing_or_wrong_costs_one_more_press(
    consultant: Browser, company: Company, session: Session, token: str
) -> None:
    path = f"/companies/{company.id}/edit"
    data = _filled(consultant, path, summary=WORDS) | {"csrf_token": token}
    answer = consultant.post(path, data=data)
    assert answer.status_code == 400
    page = _shows(answer, "Sidan har varit öppen för länge")
    assert not broken_rules(page, language="sv")
    form = next(form for form in posted_forms(parse(answer.get_data(as_text=True)), path) if "summary" in form.data)
    assert consultant.post(form.action, data=form.data).status_code == 302
    session.expire_all()
    assert session.scalars(sa.select(Company.summary)).one() == WORDS


def test_a_button_whose_token_is_wrong_is_told_to_go_back_since_nothing_can_be_sent_from_here(
    consultant: Browser,
) -> None:
    page = consultant.post("/sign-out", data={"csrf_token": "gammal"}).text
    assert "Gå tillbaka, ladda om sidan" in page
    assert "Skicka en gång till" not in page


class RefusalError(Exception):
    """What a database's driver raises."""


@pytest.mark.parametrize(
    "case",
    [
        (OperationalError("UPDATE", {}, RefusalError("database is locked")), 503, "Andra sparar just nu"),
        (
            OperationalError("UPDATE", {}, RefusalError("database or disk is full")),
            503,
            "Det finns inte plats att spara",
        ),
        (OperationalError("UPDATE", {}, RefusalError("server closed the connection")), 503, "når inte sin databas"),
        (
            IntegrityError("INSERT", {}, RefusalError("UNIQUE constraint failed")),
            409,
            "har ändrats sedan sidan visades",
        ),
        (RuntimeError("oväntat"), 500, "Något gick fel hos oss"),
    ],
)
def test_whatever_the_database_says_the_words_are_shown_and_can_be_sent_again(
    consultant: Browser, company: Company, monkeypatch: pytest.MonkeyPatch, case: tuple[Exception, int, str]
) -> None:
    error, status, said = case
    path = f"/companies/{company.id}/edit"
    data = _filled(consultant, path, summary=WORDS)

    def refuse(_session: BryggaSession) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(BryggaSession, "commit", refuse)
        answer = consultant.post(path, data=data)
    assert answer.status_code == status
    _shows(answer, said)
    form = next(form for form in posted_forms(parse(answer.get_data(as_text=True)), path) if "summary" in form.data)
    assert consultant.post(form.action, data=form.data).status_code == 302
    assert WORDS in html.unescape(consultant.get(f"/companies/{company.id}").get_data(as_text=True))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_database_that_is_down_gives_a_designed_page_in_the_readers_language(
    app: Flask, session: Session, company: Company, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    user = factories.user(language=language)
    session.add(user)
    session.commit()
    browser = sign_in(app, user)
    path = f"/companies/{company.id}/edit"
    data = _filled(browser, path, summary=WORDS)

    def unreachable(*_arguments: Any, **_more: Any) -> Any:
        raise OperationalError("", {}, RefusalError("connection refused"))

    engine_of(app).dispose()
    with app.app_context():
        monkeypatch.setattr(db.engine.dialect, "connect", unreachable)
    said = {"sv": "Brygga når inte sin databas", "en": "Brygga cannot reach its database"}[language]
    shown = browser.get("/companies")
    assert shown.status_code == 503
    assert shown.headers["Retry-After"]
    page = shown.get_data(as_text=True)
    assert said in page
    assert not broken_rules(page, language=language)
    assert {name: shown.headers[name] for name in HEADERS} == HEADERS
    assert browser.get("/sign-in").status_code == 503
    answer = browser.post(path, data=data)
    assert answer.status_code == 503
    _shows(answer, said)


def _word_fields(found: FoundForm) -> dict[str, list[str]]:
    return {each.name: ["kanin4711q"] for each in found.form.of_kind("text", "long")}


@pytest.mark.usefixtures("nothing_is_kept")
def test_every_form_shows_what_was_typed_when_its_session_has_ended(world: World) -> None:
    silent = []
    for name in ("administrator", "consultant", "staff"):
        for found in world.forms_of(name):
            typed = _word_fields(found)
            if POLICY[found.endpoint, "POST"].reach(None) is not Reach.NONE or not typed:
                continue
            answer = send(world.visitors["signed out"], found, found.form.data | typed)
            if answer.status_code != 401 or answer.get_data(as_text=True).count("kanin4711q") < len(typed):
                silent.append(f"{found.endpoint} on {found.page}: {answer.status_code}")
    assert silent == []


def _word(number: int) -> str:
    """Return a word that stands in no line of the source, since a traceback quotes those."""
    return f"kanin{number:04d}q"


# Statements that fail in as many ways as a database knows, each with a word that must not be repeated.
FAILING: tuple[Callable[[Session], Any], ...] = (
    lambda session: session.execute(sa.insert(Company).values(id=1, name=_word(1), name_sort=_word(2))),
    lambda session: session.execute(sa.text("UPDATE user_account SET role = NULL, name = :t"), {"t": _word(3)}),
    lambda session: session.execute(sa.text("SELECT * FROM missing_table WHERE x = :t"), {"t": _word(4)}),
    lambda session: session.execute(sa.text("SELECT CAST(:t AS DATE) / missing"), {"t": _word(5)}),
    lambda session: session.execute(sa.insert(UserSession).values(user_id=99, token_hash=_word(6), created_at=now())),
    lambda session: session.execute(sa.text("INSERT INTO company (id, summary) VALUES (7, :t)"), {"t": _word(7)}),
    lambda session: int(_word(8)),
)


@pytest.mark.parametrize("number", range(len(FAILING)))
def test_no_statement_that_fails_writes_a_value_to_the_log(
    consultant: Browser,
    company: Company,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    number: int,
) -> None:
    path = f"/companies/{company.id}/edit"
    data = _filled(consultant, path, summary=_word(10), secrecy_note=_word(11))

    def fail(session: BryggaSession) -> None:
        Session.flush(session)
        FAILING[number](session)

    caplog.set_level(logging.DEBUG)
    with monkeypatch.context() as broken:
        broken.setattr(BryggaSession, "commit", fail)
        answer = consultant.post(path, data=data)
    assert answer.status_code >= 400
    told = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert answer.status_code == 409 or "rror" in told
    assert "kanin" not in told


def test_every_engine_hides_its_parameters(app: Flask) -> None:
    assert engine_of(app).hide_parameters


def test_an_error_that_is_told_in_words_quotes_no_value(session: Session) -> None:
    """What works beside the answers logs an error's own words; PostgreSQL's about a search hold what was searched."""
    with pytest.raises(DBAPIError) as refusal:
        session.execute(sa.text("SELECT to_tsquery('simple', :t)"), {"t": "kanin & & )"})
    assert "kanin" not in f"{refusal.value} {refusal.value.orig}"
