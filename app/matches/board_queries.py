"""The pipeline as a board: what the list's address chooses, in a column for each stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import BOARD_CARDS
from app.matches.list_queries import choose_matches, list_orders, own_first
from app.matches.queries import find_grounds
from app.storage.kept_answers import kept
from app.storage.listing import ListState
from models.accounts import User
from models.matches import STAGES_IN_ORDER, Match, Stage
from models.moves import Grounds, Move, moves_for


@dataclass(frozen=True, slots=True)
class Card:
    """One match on the board, and where the reader may move it."""

    match: Match
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """One stage: how many matches the address chooses there, how long the oldest has stood, and the first of them."""

    stage: Stage
    total: int
    oldest_since: datetime | None
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Board:
    """A column for each stage, in the order of the ladder, the closed matches last."""

    lanes: Sequence[Lane]
    total: int
    state: ListState
    per_page: int = 0

    @property
    def rows(self) -> list[Card]:
        """Return all cards that are shown."""
        return [card for lane in self.lanes for card in lane.cards]


def lay_out(session: Session, actor: User, state: ListState, *, today: date) -> Board:
    """Return the board; each column begins as the list would, and what is on it costs by what it shows.

    How many there are and which of them are shown is kept until a record changes.
    """
    rows, state = choose_matches(session, actor, state, today=today)
    asked = ("board", actor.id, today, state.query, state.sort_text, *sorted(state.filters.items()))
    chosen = rows.options().with_only_columns(Match.id, Match.stage, Match.stage_since, maintain_column_froms=True)
    found = chosen.subquery()
    heads = sa.select(found.c.stage, sa.func.count(), sa.func.min(found.c.stage_since)).group_by(found.c.stage)
    column = list_orders()[state.sort]
    direction = column.desc() if state.descending else column.asc()
    mine = [own_first(actor)] if state.sort == "next" else []
    order = [*mine, sa.case((column.is_(None), 1), else_=0), direction, Match.id]
    place = sa.func.row_number().over(partition_by=Match.stage, order_by=order).label("place")
    placed = rows.with_only_columns(Match.id, place, maintain_column_froms=True).subquery()
    first = sa.select(placed.c.id).where(placed.c.place <= BOARD_CARDS).order_by(placed.c.place)
    told = kept(session, ("heads", *asked), lambda: tuple(tuple(row) for row in session.execute(heads)))
    ids = kept(session, ("cards", *asked), lambda: tuple(session.scalars(first)))
    cards = _cards(session, actor, rows, ids)
    known = {stage: (count, since) for stage, count, since in told}
    lanes = [Lane(stage, *known.get(stage, (0, None)), cards[stage]) for stage in (*STAGES_IN_ORDER, Stage.CLOSED)]
    return Board(lanes, sum(lane.total for lane in lanes), state)


def _cards(session: Session, actor: User, rows: sa.Select[Match], ids: Sequence[int]) -> dict[Stage, list[Card]]:
    cards: dict[Stage, list[Card]] = defaultdict(list)
    if not ids:
        return cards
    matches = {match.id: match for match in session.scalars(rows.where(Match.id.in_(ids)))}
    grounds = find_grounds(session, ids)
    for number in ids:
        match = matches.get(number)
        if match is not None:
            moves = moves_for(actor.role, match.stage, match.need.status, grounds.get(number, Grounds()))
            cards[match.stage].append(Card(match, moves))
    return cards
