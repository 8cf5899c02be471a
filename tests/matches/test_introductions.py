"""A unit reads a need while an introduction stands, as it was once it has ended, and never once it was taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matches.seen_steps import stamp_of
from models.accounts import Role
from models.matches import Match, Stage
from models.meetings import Meeting
from models.outbox import OutboxMessage
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import LETTERS, Pair

SECRET = "Vi använder imatinib mot kinas BCR-ABL."
LATER = "Skrivet efteråt: nu söker vi något helt annat."
Step = tuple[str, dict[str, str]]


@pytest.fixture
def staff(session: Session, make_browser: Callable[..., Browser], pair: Pair) -> Browser:
    """The browser of the pair's unit; the need has a text for it."""
    pair.need.infrastructure_text = SECRET
    session.commit()
    return make_browser(Role.STAFF, infrastructures=[pair.infrastructure])


@pytest.fixture
def office_and_infrastructure(consultant: Browser, staff: Browser) -> tuple[Browser, Browser]:
    """A consultant's browser and the unit's."""
    return consultant, staff


def the_match(session: Session) -> Match:
    session.expire_all()
    return session.scalars(sa.select(Match)).one()


def act(consultant: Browser, session: Session, pair: Pair, name: str, **sent: str) -> None:
    """Do something with the match, whatever its version."""
    if name in ("dismiss", "introduce", "shortlist"):
        answer = consultant.send(pair.path(name), sent)
    else:
        match = the_match(session)
        if name in ("stage", "close", "agree", "undo"):
            sent["version"] = str(match.version)
        answer = consultant.send(f"/matches/{match.id}/{name}", sent)
    assert answer.status_code in (302, 409, 422), name


def everything(staff: Browser, session: Session, pair: Pair) -> str:
    """Return what the unit finds wherever a need or a match can be shown to it."""
    match = the_match(session)
    paths = (
        f"/matches/{match.id}",
        f"/needs/{pair.need.id}",
        "/matches",
        "/matches?q=efter&sort=need",
        "/",
        "/search?q=Skrivet",
    )
    return "".join(staff.get(path).get_data(as_text=True) for path in paths)


def test_an_introduced_infrastructure_reads_the_need_as_it_is(
    consultant: Browser, staff: Browser, session: Session, pair: Pair
) -> None:
    act(consultant, session, pair, "introduce", **LETTERS)
    assert SECRET in everything(staff, session, pair)
    pair.need.infrastructure_text = LATER
    session.commit()
    assert LATER in everything(staff, session, pair)


AFTERWARDS: list[list[Step]] = [
    [],
    [("dismiss", {"reason": "other"})],
    [("close", {"reason": "other"})],
    [("close", {"reason": "other"}), ("stage", {"stage": "shortlisted"})],
    [("close", {"reason": "other"}), ("stage", {"stage": "introduced"})],
    [("close", {"reason": "other"}), ("stage", {"stage": "agreed"})],
    [("dismiss", {"reason": "other"}), ("undo", {})],
    [("stage", {"stage": "agreed"})],
    [("stage", {"stage": "introduced"})],
    [("stage", {"stage": "meeting_held"})],
    [("agree", {})],
    [("meetings/new", {"outcome": "held", "held_on": "2026-11-02"})],
    [("meetings/new", {"outcome": "held", "held_on": "2026-11-02"}), ("close", {"reason": "other"})],
    [("uses/new", {"started_on": "2026-11-02"})],
    [("uses/new", {"started_on": "2026-11-02"}), ("close", {"reason": "other"})],
]


@pytest.mark.parametrize("afterwards", AFTERWARDS, ids=["-".join(step for step, _sent in each) for each in AFTERWARDS])
@pytest.mark.parametrize("way", ["undo", "stage"])
def test_what_was_taken_back_never_opens_again_by_itself(
    office_and_infrastructure: tuple[Browser, Browser], session: Session, pair: Pair, way: str, afterwards: list[Step]
) -> None:
    consultant, staff = office_and_infrastructure
    act(consultant, session, pair, "shortlist")
    act(consultant, session, pair, "introduce", **LETTERS)
    act(consultant, session, pair, way, **({"stage": "shortlisted"} if way == "stage" else {}))
    assert session.scalars(sa.select(OutboxMessage)).all() == []
    for step, sent in afterwards:
        act(consultant, session, pair, step, **sent)
    pair.need.title, pair.need.teaser = "Skrivet efteråt", LATER
    session.commit()
    found = everything(staff, session, pair)
    assert SECRET not in found
    # The public text of an open need may be told to any unit; this one has been taken up, and so it is not.
    assert staff.get(f"/matches/{the_match(session).id}").status_code == 404
    assert staff.get(f"/needs/{pair.need.id}").status_code == 404
    assert "Skrivet" not in staff.get("/matches").get_data(as_text=True)


def test_only_a_new_introduction_opens_what_was_taken_back(
    consultant: Browser, staff: Browser, session: Session, pair: Pair
) -> None:
    act(consultant, session, pair, "introduce", **LETTERS)
    act(consultant, session, pair, "stage", stage="shortlisted")
    act(consultant, session, pair, "introduce", **LETTERS)
    assert SECRET in everything(staff, session, pair)
    assert len(session.scalars(sa.select(OutboxMessage)).all()) == 2


ENDINGS = [("close", {"reason": "other"}), ("dismiss", {"reason": "company_declined"})]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ended_introduction_shows_what_it_showed_then(
    office_and_infrastructure: tuple[Browser, Browser], session: Session, pair: Pair, ending: Step
) -> None:
    consultant, staff = office_and_infrastructure
    contact = factories.contact(pair.company, name="Anna Då", email="anna@da.example")
    old = pair.need.title
    pair.need.contact = contact
    session.commit()
    act(consultant, session, pair, "introduce", **LETTERS)
    act(consultant, session, pair, ending[0], **ending[1])
    match = the_match(session)
    pair.need.title, pair.need.teaser, pair.need.infrastructure_text = "Skrivet efteråt", LATER, LATER
    pair.need.desired_result = pair.need.conditions = LATER
    pair.need.trl, pair.need.quality, pair.need.place_matters = 7, ["GMP"], True
    pair.company.name = "Nyskrivet AB"
    contact.name = "Nyskriven Person"
    session.add(Meeting(match=match, held_on=date(2031, 1, 2)))
    session.commit()
    page = staff.get(f"/matches/{match.id}").get_data(as_text=True) + staff.get(f"/needs/{pair.need.id}").get_data(
        as_text=True
    )
    assert SECRET in page
    assert "Anna Då" in page
    found = everything(staff, session, pair)
    for new in ("Skrivet efteråt", "Nyskriv", "TRL 7", "GMP", "Måste vara i Flemingsberg", "2031-"):
        assert new not in found, new
    assert old in staff.get(f"/search?q={old}").get_data(as_text=True)


def test_opening_a_closed_match_again_lets_the_infrastructure_read_on(
    consultant: Browser, staff: Browser, session: Session, pair: Pair
) -> None:
    act(consultant, session, pair, "introduce", **LETTERS)
    act(consultant, session, pair, "close", reason="other")
    pair.need.infrastructure_text = LATER
    session.commit()
    assert LATER not in everything(staff, session, pair)
    act(consultant, session, pair, "stage", stage="introduced")
    assert LATER in everything(staff, session, pair)


def test_undoing_a_closing_lets_the_infrastructure_read_on(
    consultant: Browser, staff: Browser, session: Session, pair: Pair
) -> None:
    act(consultant, session, pair, "introduce", **LETTERS)
    act(consultant, session, pair, "close", reason="other")
    act(consultant, session, pair, "undo")
    pair.need.infrastructure_text = LATER
    session.commit()
    assert LATER in everything(staff, session, pair)


@pytest.mark.parametrize("path", ["meetings/new", "uses/new"])
def test_what_happens_without_an_introduction_opens_nothing(
    consultant: Browser, staff: Browser, session: Session, pair: Pair, path: str
) -> None:
    act(consultant, session, pair, "shortlist")
    sent = {"started_on": "2026-11-02"} if path == "uses/new" else {"outcome": "held", "held_on": "2026-11-02"}
    act(consultant, session, pair, path, **sent)
    assert SECRET not in everything(staff, session, pair)
    # Such a match can still be introduced, whatever stage it has come to.
    act(consultant, session, pair, "introduce", **LETTERS)
    assert SECRET in everything(staff, session, pair)


def test_a_step_that_another_decided_meanwhile_is_not_replaced_unseen(
    consultant: Browser, session: Session, pair: Pair, make_match: Callable[..., Match]
) -> None:
    match = make_match(Stage.SHORTLISTED)
    shown = stamp_of(match)
    match.next_step = "Steg <K>"
    session.commit()
    answer = consultant.send(pair.path("introduce"), {**LETTERS, "seen_step": shown})
    assert answer.status_code == 409
    for text in ("Sparat nu: Steg &lt;K&gt;.", 'value="Fråga"', LETTERS["infrastructure_subject"]):
        assert text in answer.text
    assert (the_match(session).stage, count_letters(session)) == (Stage.SHORTLISTED, 0)
    seen = stamp_of(the_match(session))
    assert f'value="{seen}"' in answer.text
    assert consultant.send(pair.path("introduce"), {**LETTERS, "seen_step": seen}).status_code == 302
    assert (the_match(session).next_step, count_letters(session)) == ("Fråga", 2)


def count_letters(session: Session) -> int:
    return session.scalars(sa.select(sa.func.count(OutboxMessage.id))).one()
