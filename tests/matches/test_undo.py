"""Undo puts every row back: what stands in the database before an act stands there after it has been undone.

The rule: every row of every table is compared, but for the trail, sessions, what the engine counts, and the columns
that say when a row was written and how often (`version`, `updated_at`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matches.seen_steps import stamp_of
from models import Base
from models.clock import now, today
from models.judgements import Judgement, Verdict
from models.matches import Match, Stage, StageChange
from models.notes import NoteKind
from models.outbox import OutboxMessage
from models.waiting import WaitingFor
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import LETTERS, Pair

MakeMatch = Callable[..., Match]
NOT_COMPARED = {
    "audit_entry",
    "audit_head",
    "user_session",
    "sign_in_attempt",
    "catalogue_state",
    "stored_vector",
    "encoding_job",
    "used_key",
    # What was thrown away lies there for some days.
    "thrown_rows",
    # What the company has said stays said.
    "consent",
}
# A number in reports is given with the first use and never taken back, so that no other company gets it.
MOVES_ON = {"version", "updated_at", "report_number"}


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return every row that undoing must leave as it was."""
    session.rollback()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in NOT_COMPARED:
            columns = [column for column in table.columns if column.name not in MOVES_ON]
            statement = sa.select(*columns).order_by(*table.primary_key.columns)
            found[table.name] = [dict(row._mapping) for row in session.execute(statement)]
    session.rollback()
    return found


def undo(consultant: Browser, page: str) -> Any:
    """Press the button that the last message offers."""
    body = consultant.get(page).get_data(as_text=True)
    form = re.search(r'action="(/matches/\d+/undo)".*?</form>', body, re.DOTALL)
    assert form, body
    version = re.search(r'name="version" value="(\d+)"', form.group(0))
    assert version
    return consultant.send(form.group(1), {"version": version.group(1)})


NEVER_A_MATCH = [
    ("shortlist", {}),
    ("dismiss", {"reason": "wrong_method", "note": "Nej."}),
    ("introduce", LETTERS),
]


@pytest.mark.parametrize(("act", "sent"), NEVER_A_MATCH, ids=[act for act, _sent in NEVER_A_MATCH])
def test_undoing_what_was_done_with_a_new_pair_leaves_no_match(
    consultant: Browser, session: Session, pair: Pair, act: str, sent: dict[str, str]
) -> None:
    # Done, and of no match: it is nobody's way back.
    session.add(factories.note(company=pair.company, kind=NoteKind.TASK, done_at=now()))
    session.commit()
    before = rows(session)
    answer = consultant.send(pair.path(act), sent)
    assert rows(session) != before
    assert undo(consultant, answer.location).location == f"/needs/{pair.need.id}"
    assert rows(session) == before


def filled(make_match: MakeMatch, session: Session, stage: Stage) -> Match:
    """Return a match with everything that closing it takes away."""
    somebody = factories.user()
    session.add(somebody)
    session.flush()
    step = {"next_step": "Ring Anna", "next_step_on": today(), "next_step_owner_id": somebody.id}
    waiting = {"waiting_for": WaitingFor.COMPANY, "waiting_since": now() - timedelta(days=9)}
    match = make_match(stage, owner_id=somebody.id, **step, **waiting)
    session.add(
        Judgement(need_id=match.need_id, capability_id=match.capability_id, verdict=Verdict.SHORTLIST, score=0.4)
    )
    session.commit()
    return match


ACTS: list[tuple[str, Stage, str, dict[str, str]]] = [
    ("dismiss", Stage.SHORTLISTED, "pair", {"reason": "other"}),
    ("introduce", Stage.SHORTLISTED, "pair", LETTERS),
    ("shortlist", Stage.SUGGESTED, "pair", {}),
    ("dismiss introduced", Stage.INTRODUCED, "pair", {"reason": "other"}),
    ("agree", Stage.INTRODUCED, "match", {"version": "1"}),
    ("waiting ended", Stage.INTRODUCED, "match", {"version": "1"}),
    ("waiting for another", Stage.INTRODUCED, "match", {"version": "1", "waiting_for": "infrastructure"}),
    ("next-step", Stage.INTRODUCED, "match", {"version": "1", "next_step": "Ring"}),
    ("close", Stage.AGREED, "match", {"version": "1", "reason": "other", "note": "x"}),
    ("stage back", Stage.AGREED, "match", {"version": "1", "stage": "shortlisted", "note": "Fel."}),
    (
        "meetings/new",
        Stage.INTRODUCED,
        "match",
        {"outcome": "held", "held_on": "2026-11-01", "next_step": "Ring", "next_step_on": "2026-12-02"},
    ),
    ("uses/new", Stage.AGREED, "match", {"started_on": "2026-11-01", "description": "Mätning", "hours": "1,5"}),
]


@pytest.mark.parametrize("case", ACTS, ids=[case[0] for case in ACTS])
def test_undo_puts_a_match_back_as_it_was(
    consultant: Browser,
    session: Session,
    pair: Pair,
    make_match: MakeMatch,
    case: tuple[str, Stage, str, dict[str, str]],
) -> None:
    name, stage, where, sent = case
    match = filled(make_match, session, stage)
    match_id, act = match.id, name.split()[0]
    # A form that writes the next step beside something of its own carries the one that it replaces.
    seen = {"seen_step": stamp_of(match)} if act in ("introduce", "meetings/new") else {}
    before = rows(session)
    path = pair.path(act) if where == "pair" else f"/matches/{match_id}/{act}"
    answer = consultant.send(path, {**sent, **seen})
    assert rows(session) != before
    assert undo(consultant, answer.location).location == f"/matches/{match_id}"
    assert rows(session) == before


def test_recording_a_use_and_removing_it_leaves_nothing_behind(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    consultant.send(pair.path("shortlist"))
    match_id = session.scalars(sa.select(Match.id)).one()
    before = rows(session)
    consultant.send(f"/matches/{match_id}/uses/new", {"started_on": "2026-11-01"})
    number = session.scalar(sa.text('SELECT id FROM "use"'))
    consultant.send(f"/uses/{number}/remove", {"version": "1"})
    after = rows(session)
    assert after.pop("way_back") != before.pop("way_back")
    assert after == before


def test_nothing_is_undone_that_somebody_has_built_on(
    consultant: Browser, session: Session, make_match: MakeMatch
) -> None:
    match = make_match(Stage.INTRODUCED)
    match_id = match.id
    consultant.send(f"/matches/{match_id}/agree", {"version": "1"})
    consultant.send(f"/matches/{match_id}/uses/new", {"started_on": "2026-11-01"})
    consultant.send(f"/matches/{match_id}/uses/new", {"started_on": "2026-11-02"})
    before = rows(session)
    for version in ("1", "2", "3", ""):
        answer = consultant.send(f"/matches/{match_id}/undo", {"version": version})
        assert answer.status_code in (302, 409)
        if answer.status_code == 302:
            break
    # Only the last use goes; what came before it stands.
    left = rows(session)
    assert len(before["use"]) - len(left["use"]) in (0, 1)
    assert {row["to_stage"] for row in left["stage_change"]} >= {Stage.INTRODUCED, Stage.AGREED}


@pytest.mark.parametrize("act", ["agree", "next-step/done"])
def test_other_tasks_that_are_done_do_not_stand_in_the_way(
    consultant: Browser, session: Session, make_match: MakeMatch, act: str
) -> None:
    match_id = make_match(Stage.INTRODUCED, next_step="Ring Anna").id
    tasks = [factories.note(match_id=match_id, kind=NoteKind.TASK, done_at=at) for at in (now(), now(), None)]
    session.add_all(tasks)
    session.commit()
    reopened, taken, finished = (task.id for task in tasks)
    page = f"/matches/{match_id}"
    sent = {"version": "1"}
    consultant.send(f"{page}/{act}", sent)
    for number, path in ((reopened, "reopen"), (taken, "take-back"), (finished, "finish")):
        answer = consultant.send(f"/notes/{number}/{path}", sent)
        assert answer.status_code == 302, path
    session.expire_all()
    notes = rows(session)["note"]
    assert len(notes) == (4 if act != "agree" else 3)
    assert consultant.send(f"{page}/undo", {"version": "2"}).status_code == 302
    session.expire_all()
    assert (session.get_one(Match, match_id).stage, session.get_one(Match, match_id).next_step) == (
        Stage.INTRODUCED,
        "Ring Anna",
    )
    assert rows(session)["note"] == [row for row in notes if row["id"] in (reopened, taken, finished)]


def test_undoing_twice_undoes_once(consultant: Browser, session: Session, make_match: MakeMatch) -> None:
    match_id = make_match(Stage.INTRODUCED).id
    consultant.send(f"/matches/{match_id}/agree", {"version": "1"})
    assert consultant.send(f"/matches/{match_id}/undo", {"version": "2"}).status_code == 302
    twice = consultant.send(f"/matches/{match_id}/undo", {"version": "2"})
    assert twice.status_code == 409
    assert "Det är redan ångrat" in twice.text
    assert consultant.send(f"/matches/{match_id}/undo", {"version": "3"}).status_code == 409
    session.expire_all()
    assert session.get_one(Match, match_id).stage is Stage.INTRODUCED


def test_undoing_an_introduction_stops_the_letters_and_says_so(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    page = consultant.send(pair.path("introduce"), LETTERS).location
    assert len(session.scalars(sa.select(OutboxMessage)).all()) == 2
    said = consultant.get(undo(consultant, page).location).get_data(as_text=True)
    assert session.scalars(sa.select(OutboxMessage)).all() == []
    assert "stoppade och skickas inte: anna@company.example, unit@host.example" in said


def test_a_letter_that_has_gone_is_told_and_the_match_stays_with_its_introduction_taken_back(
    consultant: Browser, session: Session, pair: Pair
) -> None:
    page = consultant.send(pair.path("introduce"), LETTERS).location
    gone, _waiting = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)).all()
    gone.sent_at = now()
    session.commit()
    said = consultant.get(undo(consultant, page).location).get_data(as_text=True)
    assert "hade redan gått i väg: anna@company.example" in said
    session.expire_all()
    assert session.scalars(sa.select(OutboxMessage.to_address)).all() == ["anna@company.example"]
    match = session.scalars(sa.select(Match)).one()
    assert (match.stage, match.next_step) == (Stage.SUGGESTED, None)
    assert session.scalars(sa.select(StageChange.to_stage)).all() == [Stage.SUGGESTED]
