"""Every page, as every role reads it, in both languages and with the demo data."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import selectinload

from app.needs.met import has_state
from app.storage.database import db_session
from app.web.access import POLICY
from app.web.access_of_hand_ins import HAND_IN_LINKS
from app.web.access_of_reports import REPORT_LINKS
from app.web.rules import Reach
from app.web.static_files import FILE_ENDPOINTS
from models.accounts import Role, User
from models.aid import AidGrant
from models.aid_rules import AidStep
from models.clock import now, today
from models.divisions import NeedDivision
from models.doubles import Merge
from models.infrastructures import Infrastructure
from models.matches import Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need, NeedState, NeedStatus
from models.profile_changes import ProfileChange
from models.saved_views import ListKind, SavedView
from models.uses import Use
from models.vocabulary import Concept
from models.waiting import WaitingFor
from seeds.loader import demo_sign_ins
from tests import factories
from tests.conftest import Browser
from tests.page_rules import broken_rules
from tests.whole_app.crawl import Walk

MAY_SEARCH = (Role.ADMINISTRATOR, Role.CONSULTANT, Role.STAFF)
# Files, what stands where somebody has begun an import, what only a letter leads to, a form that stands on another page
# and has a page of its own for when it is filled in wrongly, the pieces of a page that fields ask for, and what is
# offered once an invitation has gone out.
NOT_LINKED = FILE_ENDPOINTS | {
    *("imports.columns", "imports.show", "imports.rows"),
    *("matches.next_step", "matches.finish_step", "tags.put_on"),
    *("accounts.choose_password", "home.health", "search.suggest", "calendars.feed"),
    *("hand_ins.sent", *HAND_IN_LINKS, *REPORT_LINKS),
    *("files.download", "files.edit"),
    *("answers.show", "uses.confirm", "fact_checks.show", "catalogue.logo", "catalogue.sitemap", "catalogue.robots"),
    *("meetings.call_off", "duplicates.alike", "home.letter_off"),
    # Linked once for each language, and what is in another language is not followed.
    "aid.paper",
}


# The administrator and the consultant read the same pages but for a few, so each of them reads in one language. What
# the steering group is to find changes the demo data, so it comes last.
WALKS = [
    (Role.ADMINISTRATOR, "en"),
    (Role.CONSULTANT, "sv"),
    *[(role, language) for role in (None, Role.STAFF, Role.STEERING) for language in ("sv", "en")],
]


@pytest.mark.parametrize(("role", "language"), WALKS)
def test_every_page_keeps_the_rules_and_every_link_leads_somewhere(
    demo_app: Flask, role: Role | None, language: str
) -> None:
    browser = _browser(demo_app, role, language)
    done = Walk(demo_app, browser, role, partial(broken_rules, language=language))
    done.start("/", *_seldom_linked(demo_app, role))
    unmet = done.find(_readable(role))
    assert not done.complaints, f"{len(done.complaints)} complaints:\n" + "\n".join(done.complaints[:40])
    assert unmet == set(), "Pages that the reader may open, but that nothing leads to."


def _seldom_linked(app: Flask, role: Role | None) -> list[str]:
    """Return where to look first, since only few pages lead to some: a search, a meeting, a use, a view of one's own.

    The steering group finds what many companies ask for in vain.
    """
    found = ["/search?q=a", _changes_of_a_profile(app)] if role in MAY_SEARCH else []
    if role is Role.STAFF:
        found.append(_introduction_to_staff(app))
    if role is Role.STEERING:
        with app.app_context():
            unmet = (
                sa.select(Need)
                .options(selectinload(Need.concepts))
                .where(Need.status == NeedStatus.OPEN, has_state(NeedState.UNMET))
            )
            concept = db_session().scalars(sa.select(Concept).limit(1)).one()
            for need in db_session().scalars(unmet):
                need.concepts = [concept]
            db_session().commit()
    if role in (Role.ADMINISTRATOR, Role.CONSULTANT):
        with app.app_context():
            planned = sa.select(Meeting.match_id).where(Meeting.status == MeetingStatus.PLANNED).limit(1)
            matches = [db_session().scalar(statement) for statement in (planned, sa.select(Use.match_id).limit(1))]
            needs = db_session().scalars(sa.select(Need.id).where(Need.status == NeedStatus.OPEN).limit(2)).all()
            own = sa.select(User.id).where(User.role == role).limit(1)
            view = SavedView(
                list_kind=ListKind.NEEDS, owner_id=db_session().scalar(own), name="Nya", address="show=new"
            )
            db_session().add(view)
            come = db_session().scalars(sa.select(Meeting).where(Meeting.match_id == matches[0])).all()
            for meeting in come:
                meeting.held_on = min(meeting.held_on, today())
            # Somebody who has been away is told of what is new.
            db_session().execute(sa.update(User).values(new_since=now() - timedelta(days=300)))
            db_session().commit()
            if db_session().scalar(sa.select(NeedDivision.id).limit(1)) is None:
                db_session().add(NeedDivision(need_id=needs[0], second_id=needs[1], before={}, after="", at=now()))
                db_session().commit()
            valued = db_session().scalar(sa.select(AidGrant.id).where(AidGrant.step == AidStep.VALUED).limit(1))
            merged = db_session().scalar(sa.select(Merge.company_id).where(Merge.company_id.is_not(None)).limit(1))
        # Rows are chosen with a form, not by a link.
        found += [f"/chosen/{act}?all=list" for act in ("companies/owner", "companies/tag-off", "matches/next-step")]
        found.append("/chosen/infrastructures/tag?all=list")
        found += [f"/matches/{match_id}" for match_id in matches] + [f"/needs/{needs[0]}", f"/companies/{merged}"]
        found.append(f"/aid/{valued}")
    return found


def _changes_of_a_profile(app: Flask) -> str:
    """Let the unit of the demo's staff have a draft and a published change, and return the page that shows them."""
    with app.app_context():
        staff = db_session().scalars(sa.select(User).where(User.role == Role.STAFF).limit(1)).one()
        unit = _unit_of_staff()
        if db_session().scalar(sa.select(ProfileChange.id).limit(1)) is None:
            for published_at in (None, now()):
                db_session().add(factories.profile_change(unit, staff, published_at=published_at))
            db_session().commit()
        return f"/infrastructures/{unit.id}/changes"


def _introduction_to_staff(app: Flask) -> str:
    """Let the unit of the demo's staff be asked for an answer, and return the match's page."""
    with app.app_context():
        company = factories.company()
        need = factories.need(company, contact=factories.contact(company))
        match = factories.match(need, factories.capability(_unit_of_staff()), stage=Stage.INTRODUCED)
        asked = factories.party_answer(match.introductions[0], secrets.token_hex(8), party=WaitingFor.INFRASTRUCTURE)
        db_session().add_all([match, asked])
        db_session().commit()
        return f"/matches/{match.id}"


def _unit_of_staff() -> Infrastructure:
    of_staff = sa.select(User).where(User.role == Role.STAFF).options(selectinload(User.infrastructures)).limit(1)
    return db_session().scalars(of_staff).one().infrastructures[0]


def _readable(role: Role | None) -> set[str]:
    """Return the pages that a role may read and should find its way to."""
    readable = {
        endpoint
        for (endpoint, method), rule in POLICY.items()
        if method == "GET" and rule.reach(role) is not Reach.NONE and endpoint not in NOT_LINKED
    }
    return readable - ({"accounts.sign_in", "accounts.forgotten_password"} if role else set())


def _browser(app: Flask, role: Role | None, language: str) -> Browser:
    app.test_client_class = Browser
    browser = app.test_client()
    assert isinstance(browser, Browser)
    if role is not None:
        account = next(entry for entry in demo_sign_ins() if entry.role == role)
        browser.send("/sign-in", {"email": account.email, "password": account.password})
    assert browser.send("/language", {"language": language, "next": "/"}).status_code == 302
    return browser


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_of_errors_keep_the_rules_too(demo_app: Flask, language: str) -> None:
    consultant, steering = (_browser(demo_app, role, language) for role in (Role.CONSULTANT, Role.STEERING))
    answers = {
        404: consultant.get("/needs/987654"),
        403: steering.get("/needs"),
        405: consultant.get("/sign-out"),
        400: consultant.post("/sign-out"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert broken_rules(answer.get_data(as_text=True), language=language) == []
