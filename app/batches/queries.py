"""Reads of the rows of a list that were chosen, each kind within what the actor may work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.companies.queries import visible_companies
from app.infrastructures.queries import visible_infrastructures
from app.matches.queries import office_matches, with_parties
from app.needs.queries import visible_needs
from models.accounts import User
from models.batches import Batch, BatchAct
from models.errors import NotFoundError
from models.infrastructures import Infrastructure
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.saved_views import ListKind
from models.tags import TaggedKind

Row = Company | Need | Match | Infrastructure
TABLES: Final[Mapping[ListKind, type[Any]]] = {
    ListKind.COMPANIES: Company,
    ListKind.NEEDS: Need,
    ListKind.MATCHES: Match,
    ListKind.INFRASTRUCTURES: Infrastructure,
}
TAGGED: Final = {
    ListKind.COMPANIES: TaggedKind.COMPANY,
    ListKind.NEEDS: TaggedKind.NEED,
    ListKind.INFRASTRUCTURES: TaggedKind.INFRASTRUCTURE,
}
# What each list's rows can be given together; files are the lists' own.
ACTS: Final[Mapping[BatchAct, frozenset[ListKind]]] = {
    BatchAct.ASSIGN: frozenset({ListKind.COMPANIES, ListKind.NEEDS, ListKind.MATCHES}),
    BatchAct.NEXT_STEP: frozenset({ListKind.MATCHES}),
    BatchAct.PUT_ON: frozenset(TAGGED),
    BatchAct.TAKE_OFF: frozenset(TAGGED),
}
_VISIBLE: Final[Mapping[ListKind, Callable[[User], sa.Select[Any]]]] = {
    ListKind.COMPANIES: visible_companies,
    ListKind.NEEDS: visible_needs,
    ListKind.MATCHES: office_matches,
    ListKind.INFRASTRUCTURES: visible_infrastructures,
}


def list_rows(session: Session, actor: User, kind: ListKind, numbers: Sequence[int]) -> list[Row]:
    """Return the rows of these numbers that there are, in that order, with what tells them apart and who owns them."""
    table = TABLES[kind]
    rows = _VISIBLE[kind](actor).where(table.id.in_(numbers), _office(actor)).options(*_loading(kind))
    places = {number: place for place, number in enumerate(numbers)}
    return sorted(session.scalars(rows.order_by(table.id)).all(), key=lambda row: places[row.id])


def get_batch(session: Session, actor: User, batch_id: int) -> Batch:
    """Return what was done with several rows; raises NotFoundError outside the office."""
    batch = session.scalar(sa.select(Batch).where(Batch.id == batch_id, _office(actor)))
    if batch is None:
        raise NotFoundError
    return batch


def _office(actor: User) -> sa.ColumnElement[bool]:
    return sa.true() if actor.role.is_office else sa.false()


def _loading(kind: ListKind) -> Sequence[ORMOption]:
    match kind:
        case ListKind.COMPANIES:
            return [joinedload(Company.owner)]
        case ListKind.NEEDS:
            return [joinedload(Need.owner)]
        case ListKind.MATCHES:
            return [*with_parties(), joinedload(Match.owner), joinedload(Match.next_step_owner)]
        case ListKind.INFRASTRUCTURES:
            return [defer(Infrastructure.note, raiseload=True), defer(Infrastructure.contact_email, raiseload=True)]
