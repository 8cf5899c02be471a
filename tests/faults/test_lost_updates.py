"""Eight people edit one record at the same moment: each edit is kept, or refused with both texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.audit_check import check_trail
from app.storage.database import BryggaSession
from models.accounts import Role
from models.organisations import Company
from tests import factories
from tests.conftest import Browser, engine_of, sign_in
from tests.faults.threads import at_once
from tests.page_rules import SentForm, parse, posted_forms

PEOPLE = 8
EDITS = 12


@dataclass
class Done:
    """What one person did: the words that were accepted, and how often each status was answered."""

    accepted: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


@pytest.fixture
def people(app: Flask, session: Session) -> list[Browser]:
    """Eight consultants, each signed in."""
    users = [factories.user(role=Role.CONSULTANT) for _ in range(PEOPLE)]
    session.add_all(users)
    session.commit()
    return [sign_in(app, user) for user in users]


@pytest.fixture
def company(session: Session) -> Company:
    company = factories.company(name="Fjärd AB", summary="börjar")
    session.add_all([company, factories.contact(company)])
    session.commit()
    return company


def _form(browser: Browser, path: str, name: str) -> SentForm:
    page = parse(browser.get(path).get_data(as_text=True))
    return next(form for form in posted_forms(page, path) if name in form.data)


def _keep_adding(browser: Browser, path: str, name: str, person: int) -> Done:
    """Add word after word to a text that others add to as well."""
    done = Done()
    for number in range(EDITS):
        word = f"ord-{person}-{number}"
        data = _form(browser, path, name).data
        data[name] = [f"{data[name][0]} {word}"]
        answer = browser.post(path, data=data)
        done.statuses[answer.status_code] += 1
        if answer.status_code == 302:
            done.accepted.append(word)
    return done


@pytest.mark.parametrize("what", ["company", "need"])
def test_no_edit_is_lost_when_eight_people_write_at_once(
    app: Flask, people: list[Browser], company: Company, session: Session, what: str
) -> None:
    if what == "company":
        path, name = f"/companies/{company.id}/edit", "summary"
    else:
        need = factories.need(company, teaser="börjar")
        session.add(need)
        session.commit()
        path, name = f"/needs/{need.id}/edit", "teaser"
    tasks = [partial(_keep_adding, browser, path, name, person) for person, browser in enumerate(people)]
    done = at_once(tasks)
    statuses = sum((each.statuses for each in done), Counter[int]())
    assert set(statuses) <= {302, 409}
    assert sum(statuses.values()) == PEOPLE * EDITS
    kept = _form(people[0], path, name).data[name][0].split()
    accepted = [word for each in done for word in each.accepted]
    assert sorted(kept) == sorted(["börjar", *accepted])
    with BryggaSession(engine_of(app)) as reading:
        assert check_trail(reading).broken == []


def test_a_pair_that_eight_people_short_list_at_once_becomes_one_match(
    people: list[Browser], company: Company, session: Session
) -> None:
    need, infrastructure = factories.need(company), factories.infrastructure()
    capability = factories.capability(infrastructure)
    session.add_all([need, capability])
    session.commit()
    path = f"/needs/{need.id}/capabilities/{capability.id}/shortlist"
    answers = at_once([partial(browser.send, path) for browser in people])
    assert {answer.status_code for answer in answers} <= {302, 409}
    session.expire_all()
    page = people[0].get("/matches?show=all").get_data(as_text=True)
    assert len({line for line in page.split('"') if line.startswith("/matches/") and line[9:].isdecimal()}) == 1


def test_a_company_that_eight_people_record_at_once_is_recorded_once(
    people: list[Browser], session: Session, app: Flask
) -> None:
    data = {"name": "Sund AB", "kind": "limited_company", "org_number": "556016-0680"}
    answers = at_once([partial(browser.send, "/companies/new", data) for browser in people])
    statuses = Counter(answer.status_code for answer in answers)
    assert statuses[302] == 1
    assert set(statuses) <= {302, 409, 422}
    assert session.query(Company).filter_by(org_number="5560160680").count() == 1
