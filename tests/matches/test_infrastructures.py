"""What a unit sees of its matches, and that it sees nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role
from models.clock import now
from models.introductions import Introduction
from models.matches import STAGES_IN_ORDER, CloseReason, Match, Stage, StageChange
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser
from tests.security.addresses import neutral

HIDDEN = {
    "private_text": "kanarie-privat",
    "next_step": "kanarie-steg",
    "close_note": "kanarie-skäl",
    "notes": "kanarie-mötesanteckning",
    "others": "kanarie-deltagare",
    "description": "kanarie-nyttjande",
    "evidence": "kanarie-underlag",
    "secrecy_note": "kanarie-sekretess",
    "change_note": "kanarie-rättelse",
    "letter": "kanarie-brev",
    "infrastructure_note": "kanarie-enhetsnotering",
    "other_company": "Kanariebolaget AB",
    "person": "Kanarie Deltagare",
}


@pytest.fixture
def introduced(session: Session, make_browser: Callable[..., Browser]) -> tuple[Browser, Match]:
    """A unit's browser and a match of its own, full of what it may not see."""
    infrastructure = factories.infrastructure(note=HIDDEN["infrastructure_note"])
    company = factories.company(name="Introducerade AB", secrecy_note=HIDDEN["secrecy_note"])
    need = factories.need(company, infrastructure_text="enhetens-lager", private_text=HIDDEN["private_text"])
    match = factories.match(
        need,
        factories.capability(infrastructure),
        stage=Stage.MEETING_HELD,
        next_step=HIDDEN["next_step"],
        close_note=HIDDEN["close_note"],
    )
    match.changes.append(StageChange(to_stage=Stage.MEETING_HELD, note=HIDDEN["change_note"]))
    meeting = factories.meeting(
        match,
        held_on=date(2026, 5, 4),
        notes=HIDDEN["notes"],
        others=HIDDEN["others"],
        people=[factories.person(name=HIDDEN["person"])],
    )
    use = factories.use(match, description=HIDDEN["description"], evidence=HIDDEN["evidence"])
    other = factories.match(
        factories.need(factories.company(name=HIDDEN["other_company"])),
        factories.capability(factories.infrastructure()),
        stage=Stage.USED,
    )
    session.add_all([match, meeting, use, other])
    session.commit()
    session.add(
        OutboxMessage(
            match_id=match.id, to_address="a@b.example", subject="x", body=HIDDEN["letter"], message_id="<1@x>"
        )
    )
    session.commit()
    return make_browser(Role.STAFF, infrastructures=[infrastructure]), match


def test_an_infrastructure_reads_the_need_the_company_and_the_meetings_dates(introduced: tuple[Browser, Match]) -> None:
    staff, match = introduced
    page = staff.get(f"/matches/{match.id}").get_data(as_text=True)
    for text in (match.need.title, match.need.teaser, "enhetens-lager", "Introducerade AB", "2026-05-04"):
        assert text in page
    assert match.need.title in staff.get("/matches").get_data(as_text=True)


@pytest.mark.only_on("sqlite")
def test_the_list_holds_a_match_whose_introduction_has_a_number_of_its_own(
    introduced: tuple[Browser, Match], session: Session
) -> None:
    browser, match = introduced
    now_its = session.scalars(sa.select(Introduction).where(Introduction.match_id == match.id)).one()
    now_its.id = match.id + 1_000
    session.commit()
    page = browser.get("/matches")
    assert page.status_code == 200
    assert match.need.title in page.get_data(as_text=True)


def test_nothing_of_the_offices_reaches_an_infrastructure(introduced: tuple[Browser, Match]) -> None:
    staff, match = introduced
    pages = [
        staff.get(path).get_data(as_text=True)
        for path in (f"/matches/{match.id}", "/matches", "/matches?q=a&sort=need")
    ]
    for secret in HIDDEN.values():
        assert not any(secret in page for page in pages), secret


@pytest.mark.parametrize("stage", [*STAGES_IN_ORDER, Stage.CLOSED])
def test_an_infrastructure_sees_a_match_from_the_introduction_on(
    session: Session, make_browser: Callable[..., Browser], stage: Stage
) -> None:
    infrastructure = factories.infrastructure()
    match = factories.match(factories.need(factories.company()), factories.capability(infrastructure), stage=stage)
    session.add(match)
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    seen = stage in STAGES_IN_ORDER[2:]
    assert staff.get(f"/matches/{match.id}").status_code == (200 if seen else 404)
    assert (match.need.title in staff.get("/matches").get_data(as_text=True)) is seen


def test_a_match_that_ended_after_the_introduction_stays_readable_without_its_reason(
    session: Session, make_browser: Callable[..., Browser]
) -> None:
    infrastructure = factories.infrastructure()
    match = factories.match(
        factories.need(factories.company()),
        factories.capability(infrastructure),
        stage=Stage.CLOSED,
        close_reason=CloseReason.INFRASTRUCTURE_DECLINED,
        close_note="kanarie",
    )
    shown = {"title": match.need.title, "teaser": "Så här stod det.", "company": "Då AB"}
    match.introductions.append(Introduction(ended_at=now(), title_sort=match.need.title_sort, shown=shown))
    session.add(match)
    session.commit()
    page = make_browser(Role.STAFF, infrastructures=[infrastructure]).get(f"/matches/{match.id}")
    assert page.status_code == 200
    assert "kanarie" not in page.get_data(as_text=True)


def test_foreign_and_missing_matches_look_the_same_to_an_infrastructure(
    introduced: tuple[Browser, Match], make_browser: Callable[..., Browser]
) -> None:
    _staff, match = introduced
    foreign = make_browser(Role.STAFF)
    paths = (f"/matches/{match.id}", "/matches/99999")
    answers = [foreign.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [neutral(answer.get_data(as_text=True), path) for answer, path in zip(answers, paths, strict=True)]
    assert bodies[0] == bodies[1]
    assert match.need.title not in foreign.get("/matches").get_data(as_text=True)


PATHS = [
    "/matches/{match}/next-step",
    "/matches/{match}/close",
    "/matches/{match}/stage",
    "/matches/{match}/owner",
    "/matches/{match}/meetings/new",
    "/matches/{match}/uses/new",
    "/meetings/{meeting}/edit",
    "/meetings/{meeting}/invitation.ics",
    "/uses/{use}/edit",
    "/needs/{need}/capabilities/{capability}/dismiss",
    "/needs/{need}/capabilities/{capability}/introduce",
    "/needs/{need}/matches/new",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("role", [Role.STAFF, Role.STEERING])
def test_only_the_office_works_with_matches(
    session: Session, make_browser: Callable[..., Browser], anonymous: Browser, path: str, role: Role
) -> None:
    infrastructure = factories.infrastructure()
    match = factories.match(
        factories.need(factories.company()), factories.capability(infrastructure), stage=Stage.INTRODUCED
    )
    meeting, use = factories.meeting(match), factories.use(match)
    session.add_all([match, meeting, use])
    session.commit()
    ids: dict[str, Any] = {
        "match": match.id,
        "meeting": meeting.id,
        "use": use.id,
        "need": match.need_id,
        "capability": match.capability_id,
    }
    address = path.format(**ids)
    browser = make_browser(role, infrastructures=[infrastructure] if role is Role.STAFF else [])
    assert browser.get(address).status_code == 403
    assert browser.send(address).status_code in (403, 405)
    assert anonymous.get(address).status_code == 302


def test_the_steering_group_sees_no_match(introduced: tuple[Browser, Match], steering: Browser) -> None:
    assert steering.get("/matches").status_code == 403
    assert steering.get(f"/matches/{introduced[1].id}").status_code == 403
