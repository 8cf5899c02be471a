"""The pipeline as a list: every match of the office's, narrowed and ordered as the address says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.limits import WEEK
from app.matches.queries import office_matches
from app.programmes.queries import in_programme
from app.storage.kept_answers import kept
from app.storage.listing import ListState, Page, count_each, fetch_page
from app.storage.text_search import search_match_list
from models.accounts import User
from models.infrastructures import Capability, Infrastructure
from models.matches import STAGES_IN_ORDER, Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.next_steps import does_step, step_falls, step_is_late
from models.organisations import Company
from models.waiting import WaitingFor

SORTS = ("need", "company", "infrastructure", "stage", "next", "waiting", "since")


def list_matches(session: Session, actor: User, state: ListState, *, today: date) -> Page[Match]:
    """Return one page of matches with both parties and the owner of the next step; the actor's own come first."""
    rows, state = choose_matches(session, actor, state, today=today)
    if state.sort == "next":
        rows = rows.order_by(own_first(actor))
    return fetch_page(session, rows, state, orders=list_orders(), tie=Match.id, kept_as=("matches", actor.id, today))


def choose_matches(
    session: Session, actor: User, state: ListState, *, today: date
) -> tuple[sa.Select[Match], ListState]:
    """Return what the address chooses, for the list and the board, and how its search was read.

    Without a saved view and a chosen stage only matches that go on are chosen.
    """
    rows = (
        office_matches(actor)
        .join(Match.need)
        .join(Need.company)
        .join(Match.capability)
        .join(Capability.infrastructure)
        .options(
            contains_eager(Match.need).contains_eager(Need.company),
            contains_eager(Match.capability).contains_eager(Capability.infrastructure),
            joinedload(Match.next_step_owner),
            joinedload(Match.owner),
        )
        .where(*_conditions(state, actor, today))
    )
    if state.query:
        search = search_match_list(session, Match.id, state.query)
        rows, state = rows.where(search.condition), replace(state, instead=search.instead)
    return rows, state


def _conditions(state: ListState, actor: User, today: date) -> list[sa.ColumnElement[bool]]:
    show, stage, owner = (state.filters.get(name) for name in ("show", "stage", "owner"))
    conditions: list[sa.ColumnElement[bool]] = []
    if stage:
        conditions.append(Match.stage == Stage(stage))
    if show:
        conditions.append(preset_conditions(actor, today)[show])
    elif not stage:
        conditions.append(_goes_on())
    if owner:
        conditions.append(Match.owner_id == int(owner))
    if party := state.filters.get("waiting"):
        conditions.append(Match.waiting_for == WaitingFor(party))
    conditions.append(in_programme(state.filters.get("programme")))
    return conditions


def preset_conditions(actor: User, today: date) -> dict[str, sa.ColumnElement[bool]]:
    """Return what each saved view narrows the list to."""
    has_meeting = sa.exists().where(
        Meeting.match_id == Match.id,
        Meeting.status.in_((MeetingStatus.PLANNED, MeetingStatus.HELD)),
        Meeting.taken_back_at.is_(None),
    )
    return {
        "mine": sa.and_(_goes_on(), does_step(actor)),
        # What the home page counts, for its links to all of it.
        "mine_overdue": sa.and_(does_step(actor), step_is_late(today)),
        "mine_week": sa.and_(does_step(actor), step_falls(today, today + WEEK)),
        "overdue": step_is_late(today),
        # A match that is closed waits for nobody.
        "waiting": Match.waiting_for.is_not(None),
        "no_step": sa.and_(_goes_on(), Match.next_step.is_(None)),
        "no_meeting": sa.and_(Match.stage == Stage.INTRODUCED, ~has_meeting),
        "all": sa.true(),
    }


def _goes_on() -> sa.ColumnElement[bool]:
    return Match.stage.in_([stage for stage in Stage if stage.goes_on])


def own_first(actor: User) -> sa.ColumnElement[int]:
    """Return what puts the actor's own matches before others'."""
    return sa.case((does_step(actor), 0), else_=1)


def list_orders() -> dict[str, Any]:
    """Return what each order of the list orders by."""
    return {
        "need": Need.title_sort,
        "company": Company.name_sort,
        "infrastructure": Infrastructure.name_sort,
        "stage": by_stage(),
        "next": Match.next_step_on,
        "waiting": Match.waiting_since,
        "since": Match.stage_since,
    }


def by_stage() -> sa.ColumnElement[int]:
    """Return what orders matches by how far they have come, the closed ones last."""
    return sa.case({stage.value: number for number, stage in enumerate(Stage)}, value=Match.stage)


def _of_programme(actor: User, programme: str | None) -> sa.Select[Match]:
    matches = office_matches(actor)
    return matches.where(Match.need.has(in_programme(programme))) if programme else matches


def count_presets(session: Session, actor: User, today: date, programme: str | None = None) -> dict[str, int]:
    """Return how many matches each saved view holds, of one programme or of all; "" is those that go on."""
    return count_each(
        session,
        ("match presets", actor.id, today, programme),
        lambda: _of_programme(actor, programme),
        lambda: {"": _goes_on(), **preset_conditions(actor, today)},
    )


def count_stages(session: Session, actor: User, programme: str | None = None) -> dict[Stage, int]:
    """Return how many matches stand at each stage, of one programme or of all."""

    def count() -> tuple[tuple[Stage, int], ...]:
        seen = _of_programme(actor, programme).with_only_columns(Match.stage, sa.func.count()).group_by(Match.stage)
        return tuple((row[0], row[1]) for row in session.execute(seen))

    return dict.fromkeys(Stage, 0) | dict(kept(session, ("stages", actor.id, programme), count))


def furthest_first(counts: dict[Stage, int]) -> list[tuple[Stage, int]]:
    """Return the stages in the order of the ladder with their counts, the closed ones last."""
    return [(stage, counts[stage]) for stage in (*STAGES_IN_ORDER, Stage.CLOSED)]
