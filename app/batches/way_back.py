"""The way back from what was done with several rows at once: those that stand as it left them are put as they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.batches.queries import TABLES
from app.limits import BATCH_KEPT
from app.storage.kept_rows import read_rows, values_from
from models.batches import Batch, BatchAct
from models.clock import now
from models.saved_views import ListKind

# The columns that each act writes. A row's number is given to others; when it was made tells that it is the same one.
_WRITTEN: Final[Mapping[BatchAct, frozenset[str]]] = {
    BatchAct.ASSIGN: frozenset({"owner_id"}),
    BatchAct.NEXT_STEP: frozenset({"next_step", "next_step_on", "next_step_owner_id"}),
    BatchAct.PUT_ON: frozenset(),
    BatchAct.TAKE_OFF: frozenset(),
}
Standing = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Split:
    """The numbers of a batch's rows: those that stand as it left them, those changed since, and those that are gone."""

    same: tuple[int, ...]
    changed: tuple[int, ...]
    gone: tuple[int, ...]


def standing(session: Session, kind: ListKind, act: BatchAct, numbers: Collection[int]) -> Standing:
    """Return how the columns that an act writes stand, by the row's number, as plain data."""
    table = TABLES[kind]
    session.flush()
    return read_rows(session, table, table.id.in_(numbers), only={"created_at", *_WRITTEN[act]})


def keep_batch(
    session: Session, kind: ListKind, act: BatchAct, *, before: Standing, after: Standing, tag_id: int | None = None
) -> Batch:
    """Keep how rows stood before and after what has just been done; what is older than can be undone is forgotten."""
    session.execute(sa.delete(Batch).where(Batch.at < now() - BATCH_KEPT))
    batch = Batch(list_kind=kind, act=act, tag_id=tag_id, before=before, after=after, at=now())
    session.add(batch)
    session.flush()
    return batch


def split(session: Session, batch: Batch) -> Split:
    """Tell which rows stand as a batch left them; asked for with the rows locked."""
    numbers = [int(number) for number in batch.after]
    current = standing(session, batch.list_kind, batch.act, numbers)
    there = {number for number in batch.after if _is_same_row(current.get(number), batch.after[number])}
    same = {number for number in there if current[number] == batch.after[number]}
    return Split(
        tuple(number for number in numbers if str(number) in same),
        tuple(number for number in numbers if str(number) in there - same),
        tuple(number for number in numbers if str(number) not in there),
    )


def put_rows_back(session: Session, batch: Batch, numbers: Collection[int]) -> None:
    """Write what stood in the rows of these numbers before; nothing else of them is touched."""
    table = TABLES[batch.list_kind]
    for row in session.scalars(sa.select(table).where(table.id.in_(numbers)).order_by(table.id)):
        for name, value in values_from(table, batch.before[str(row.id)]).items():
            setattr(row, name, value)
    session.flush()


def _is_same_row(current: Mapping[str, Any] | None, kept: Mapping[str, Any]) -> bool:
    return current is not None and current["created_at"] == kept["created_at"]
