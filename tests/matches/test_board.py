"""The board: the list's matches by stage, and moves that are the match page's own steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.limits import BOARD_CARDS, DAYS_AT_STAGE
from models.accounts import Role
from models.clock import now
from models.matches import Match, Stage
from models.moves import Grounds, MoveKind, moves_for
from models.needs import NeedStatus
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import Pair

MakeMatch = Callable[..., Match]


def lane(page: str, stage: Stage) -> str:
    """Return the column of a stage."""
    return page.split(f'data-lane="{stage.value}"')[1].split("</section>", maxsplit=1)[0]


def test_a_column_counts_all_and_shows_the_first_with_a_way_to_the_rest(consultant: Browser, session: Session) -> None:
    place = factories.infrastructure()
    for number in range(BOARD_CARDS + 3):
        need = factories.need(factories.company(), title=f"Behov {number}")
        since = now() - timedelta(days=number)
        session.add(factories.match(need, factories.capability(place), stage=Stage.INTRODUCED, stage_since=since))
    session.add(factories.match(factories.need(factories.company()), factories.capability(place), stage=Stage.CLOSED))
    session.commit()
    page = consultant.get("/matches/board").text
    introduced = lane(page, Stage.INTRODUCED)
    assert introduced.count("data-card") == BOARD_CARDS
    assert f'<span class="count">{BOARD_CARDS + 3}</span>' in introduced
    assert f"Äldst: {BOARD_CARDS + 2} dagar" in introduced
    assert re.search(r'href="/matches\?sort=next&amp;stage=introduced">3 till', introduced)
    assert "data-card" not in lane(page, Stage.CLOSED)
    assert lane(consultant.get("/matches/board?show=all").text, Stage.CLOSED).count("data-card") == 1
    assert "data-card" not in consultant.get("/matches/board?q=finnsinte").text


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [(0, "neutral", "0 dagar av 21"), (16, "due", "16 dagar av 21"), (24, "bad", "24 dagar, 3 över gränsen")],
)
def test_age_is_told_against_the_stages_limit(
    consultant: Browser, make_match: MakeMatch, days: int, tone: str, words: str
) -> None:
    assert DAYS_AT_STAGE[Stage.INTRODUCED] == 21
    make_match(stage_since=now() - timedelta(days=days))
    body = lane(consultant.get("/matches/board").text, Stage.INTRODUCED)
    assert words in body
    assert f"status-{tone}" in body


def move(browser: Browser, match: Match, to: str, **sent: str) -> Any:
    """Press a button of a card's menu."""
    data = {"version": str(match.version), "stage": to, **sent}
    return browser.send(f"/matches/{match.id}/move?back=/matches/board?show%3Dall", data)


def stage_of(session: Session, match: Match) -> Stage:
    """Return the stage that is saved."""
    session.refresh(match)
    return match.stage


def test_a_move_at_once_comes_back_to_the_board_and_can_be_undone(
    consultant: Browser, session: Session, make_match: MakeMatch
) -> None:
    match = make_match()
    board = f"/matches/board?show=all#match-{match.id}"
    assert move(consultant, match, "agreed").location == board
    assert stage_of(session, match) is Stage.AGREED
    page = consultant.get(board.partition("#")[0]).text
    undo = re.search(r'action="(/matches/\d+/undo[^"]*)".*?name="version" value="(\d+)"', page, re.DOTALL)
    assert undo
    assert consultant.send(undo[1].replace("&amp;", "&"), {"version": undo[2]}).location == board
    assert stage_of(session, match) is Stage.INTRODUCED


@pytest.mark.parametrize(
    ("to", "there"),
    [
        ("meeting_held", "/matches/{0}/meetings/new?back="),
        ("used", "/matches/{0}/uses/new?back="),
        ("closed", "/matches/{0}/close?back="),
        ("shortlisted", "/matches/{0}/stage?stage=shortlisted&back="),
    ],
)
def test_what_needs_a_record_or_a_reason_leads_to_its_form_and_moves_nothing(
    consultant: Browser, session: Session, make_match: MakeMatch, to: str, there: str
) -> None:
    match = make_match()
    assert move(consultant, match, to).location.startswith(there.format(match.id))
    session.refresh(match)
    assert match.stage is Stage.INTRODUCED
    form = consultant.get(move(consultant, match, to).location).text
    assert f"/matches/board?show=all#match-{match.id}" in form


def test_a_stale_move_shows_both_and_is_refused(consultant: Browser, session: Session, make_match: MakeMatch) -> None:
    match = make_match()
    version = str(match.version)
    move(consultant, match, "agreed")
    session.refresh(match)
    answer = move(consultant, match, "meeting_held", version=version)
    assert answer.status_code == 409
    assert "Möte hållet" in answer.text
    assert "Överenskommen" in answer.text
    session.refresh(match)
    assert match.stage is Stage.AGREED


def test_no_other_stage_can_be_sent(consultant: Browser, session: Session, make_match: MakeMatch, pair: Pair) -> None:
    match = make_match(Stage.SHORTLISTED)
    assert move(consultant, match, "agreed").status_code == 409
    assert move(consultant, match, "nonsense").status_code == 400
    assert consultant.send(f"/matches/{match.id}/move?back=https://x.example", {}).status_code == 400
    pair.need.status = NeedStatus.WITHDRAWN
    session.commit()
    assert move(consultant, match, "introduced").status_code == 409


def test_moves_follow_what_has_happened() -> None:
    def told(stage: Stage, grounds: Grounds, need: NeedStatus = NeedStatus.OPEN) -> dict[str, str]:
        return {each.to.value: each.kind.value for each in moves_for(Role.CONSULTANT, stage, need, grounds)}

    introduced = Grounds(frozenset({Stage.INTRODUCED}), is_introduced=True)
    assert told(Stage.SUGGESTED, Grounds()) == {
        "shortlisted": "at_once",
        "introduced": "record",
        "meeting_held": "record",
        "used": "record",
        "closed": "close",
    }
    assert told(Stage.AGREED, introduced) == {
        "suggested": "correct",
        "shortlisted": "correct",
        "introduced": "correct",
        "used": "record",
        "closed": "close",
    }
    assert "introduced" not in told(Stage.SUGGESTED, Grounds(), NeedStatus.WITHDRAWN)
    assert set(told(Stage.CLOSED, introduced).values()) == {MoveKind.CORRECT.value}
    assert moves_for(Role.STAFF, Stage.INTRODUCED, NeedStatus.OPEN, introduced) == ()


@pytest.mark.parametrize("how_many", [1, 60])
def test_the_board_costs_the_same_statements_however_much_is_on_it(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    place = factories.infrastructure()
    for number in range(how_many):
        stage = list(Stage)[number % 5]
        need = factories.need(factories.company())
        session.add(factories.match(need, factories.capability(place), stage=stage))
    session.commit()
    with count_statements() as statements:
        assert consultant.get("/matches/board").status_code == 200
    assert len(statements) <= 14
