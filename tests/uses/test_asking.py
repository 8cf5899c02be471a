"""What is asked before a use is saved: whether it is recorded already, and who decides on a fifth of a unit's year."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models.clock import today
from models.matches import Match, Stage
from models.uses import Use
from tests import factories
from tests.conftest import Browser, sign_in

FIRST, LAST = today() - timedelta(days=9), today() - timedelta(days=7)


@pytest.fixture
def matches(session: Session) -> list[Match]:
    """Two matches of one company with one unit, and one of another company with it; its year has 100 hours."""
    company, infrastructure = factories.company(), factories.infrastructure()
    needs = [factories.need(each) for each in (company, company, factories.company())]
    made = [factories.match(need, factories.capability(infrastructure), stage=Stage.AGREED) for need in needs]
    session.add_all(made)
    session.flush()
    session.add(factories.capacity(infrastructure, year=FIRST.year))
    session.commit()
    return made


def test_the_same_use_is_asked_about_before_it_is_saved_twice(
    consultant: Browser, session: Session, matches: list[Match]
) -> None:
    first, second, of_another = (f"/matches/{match.id}/uses/new" for match in matches)
    days = {"started_on": str(FIRST), "completed_on": str(LAST)}
    assert consultant.send(first, days).status_code == 302
    known = session.scalars(sa.select(Use.id)).one()
    for path in (first, second):
        for day in (FIRST, LAST):
            asked = consultant.send(path, {"started_on": str(day)})
            page = asked.get_data(as_text=True)
            assert asked.status_code == 422
            assert "Öppna det, eller markera" in page
            assert f"/uses/{known}/edit" in page
    assert consultant.send(second, {"started_on": str(LAST + timedelta(days=1))}).status_code == 302
    assert consultant.send(of_another, days).status_code == 302
    assert consultant.send(second, {"started_on": str(LAST), "is_another": "y"}).status_code == 302
    # Of days that stay as they are nobody is asked; of others they are.
    edit, version = f"/uses/{known}/edit", session.get_one(Use, known).version
    assert consultant.send(edit, {**days, "version": version, "hours": "1"}).status_code == 302
    session.expire_all()
    moved = {"started_on": str(FIRST), "completed_on": str(LAST + timedelta(days=1)), "hours": "1"}
    assert consultant.send(edit, {**moved, "version": session.get_one(Use, known).version}).status_code == 422
    assert session.scalar(sa.select(sa.func.count()).select_from(Use)) == 4


@pytest.mark.only_on("sqlite")
def test_figures_that_no_use_has_are_asked_about(consultant: Browser, session: Session, matches: list[Match]) -> None:
    new = f"/matches/{matches[0].id}/uses/new"
    days = {"started_on": str(FIRST), "completed_on": str(LAST), "share_agreed_by": "Eva Påhittad"}
    for wrong in ({"hours": "73"}, {"value_sek": "900000000"}):
        assert consultant.send(new, {**days, **wrong}).status_code == 422
    assert consultant.send(new, {**days, "completed_on": "2099-01-01", "is_sure": "y"}).status_code == 422
    assert consultant.send(new, {**days, "hours": "73", "is_sure": "y"}).status_code == 302


@pytest.mark.only_on("sqlite")
def test_a_use_before_its_aid_is_approved_needs_a_decision(
    consultant: Browser, session: Session, matches: list[Match]
) -> None:
    match = matches[0]
    grant = factories.aid_grant(match.need.company, factories.programme(), match=match)
    session.add(grant)
    session.commit()
    new, typed = f"/matches/{match.id}/uses/new", {"started_on": str(FIRST), "value_sek": "40 000"}
    assert "är inte godkänt" in consultant.send(new, typed).get_data(as_text=True)
    grant.granted_on = LAST
    session.commit()
    assert consultant.send(new, typed).status_code == 422
    assert consultant.send(new, {**typed, "unapproved_because": "Eva Påhittad: brådskande"}).status_code == 302
    use = session.scalars(sa.select(Use)).one()
    page = consultant.get(f"/uses/{use.id}/edit").get_data(as_text=True)
    assert "stödet vilar på ett annat värde" in page
    assert (
        consultant.send(f"/uses/{use.id}/edit", {**typed, "unapproved_because": "", "version": use.version}).status_code
        == 422
    )


def test_of_two_uses_at_once_the_second_sees_what_the_first_takes(
    app: Flask, session: Session, matches: list[Match]
) -> None:
    users = [factories.user() for _ in range(2)]
    session.add_all(users)
    session.commit()
    browsers = [sign_in(app, user) for user in users]
    tokens = [browser.token() for browser in browsers]
    start = Barrier(len(browsers))

    def press(browser: Browser, token: str, match: Match) -> int:
        form = {"started_on": str(FIRST), "hours": "15", "csrf_token": token}
        start.wait()
        return int(browser.post(f"/matches/{match.id}/uses/new", data=form).status_code)

    with ThreadPoolExecutor(len(browsers)) as pool:
        # Of two companies, so that the unit alone is what both have in common.
        answers = list(pool.map(press, browsers, tokens, matches[1:]))
    assert sorted(answers) == [302, 422]
    assert session.scalar(sa.select(sa.func.sum(Use.hours))) == 15
