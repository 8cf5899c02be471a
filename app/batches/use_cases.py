"""What is done with several rows of a list at once: all of it or nothing, and all of it undone in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.batches.queries import TABLES, TAGGED, Row, get_batch, list_rows
from app.batches.way_back import Split, keep_batch, put_rows_back, split, standing
from app.matches.commands import NextStepCommand
from app.matches.next_steps import write_next_step
from app.storage.locks import lock_rows
from app.tags.several import put_on_again_several, put_on_several, take_off_several
from models.accounts import User
from models.base import require_version
from models.batches import Batch, BatchAct
from models.clock import now
from models.errors import BuiltUponError, StaleRecordError
from models.matches import Match, Stage
from models.saved_views import ListKind
from models.tags import Tag


class RowsChangedError(StaleRecordError):
    """Rows were changed or removed after they were shown; `numbers` are those that were."""

    def __init__(self, numbers: Sequence[int]) -> None:
        """Keep which."""
        super().__init__()
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows of a list, by number, each with the version that it was shown with."""

    kind: ListKind
    versions: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Done:
    """How many rows were changed, and how many were so already; `batch` is None where nothing was changed.

    `tag` is the name of the one that was put on or taken off, as it stands on record.
    """

    batch: Batch | None
    changed: int
    unchanged: int
    tag: str = ""


def stays(act: BatchAct, row: Row) -> bool:
    """Tell whether an act leaves a row as it is: a closed match takes no next step."""
    return act is BatchAct.NEXT_STEP and isinstance(row, Match) and row.stage is Stage.CLOSED


def assign(session: Session, *, actor: User, shown: ShownRows, owner_id: int | None) -> Done:
    """Say who is responsible for rows; raises RowsChangedError."""

    def write(row: Any) -> None:
        row.owner_id = owner_id

    return _write(session, actor, shown, BatchAct.ASSIGN, write)


def set_next_step(session: Session, *, actor: User, shown: ShownRows, command: NextStepCommand) -> Done:
    """Decide what happens next in several matches, the closed ones left out; raises RowsChangedError.

    Whose answer each of them waits for stays as it is.
    """
    return _write(session, actor, shown, BatchAct.NEXT_STEP, lambda match: write_next_step(match, command))


def put_on(session: Session, *, actor: User, shown: ShownRows, name: str) -> Done:
    """Put a tag on records, made where there is none of that name; raises RowsChangedError where one is gone."""
    rows = _lock(session, actor, shown)
    is_demo = all(getattr(row, "is_demo", False) for row in rows)
    numbers = [row.id for row in rows]
    kind = TAGGED[shown.kind]
    tag, new = put_on_several(session, actor=actor, kind=kind, numbers=numbers, name=name, is_demo=is_demo)
    return _tagged(session, shown, BatchAct.PUT_ON, tag, new)


def take_off(session: Session, *, actor: User, shown: ShownRows, tag_id: int) -> Done:
    """Take a tag off those of the records that have it; raises RowsChangedError where one is gone."""
    numbers = [row.id for row in _lock(session, actor, shown)]
    tag, gone = take_off_several(session, actor=actor, kind=TAGGED[shown.kind], numbers=numbers, tag_id=tag_id)
    return _tagged(session, shown, BatchAct.TAKE_OFF, tag, gone)


def undo(session: Session, *, actor: User, batch_id: int, version: int | None) -> Split:
    """Put all rows back that stand as the act left them, and return which did, which were changed since and are kept.

    Raises BuiltUponError where none can be put back.
    """
    batch = get_batch(session, actor, batch_id)
    numbers = [int(number) for number in batch.after]
    lock_rows(session, TABLES[batch.list_kind], numbers)
    # Who pressed at the same moment has written the batch first, and this one then finds another version.
    batch = get_batch(session, actor, batch_id)
    require_version(batch, version)
    if batch.undone_at is not None:
        raise BuiltUponError
    found = split(session, batch)
    if batch.tag_id is not None:
        found = _tags_back(session, actor, batch, found)
    else:
        put_rows_back(session, batch, found.same)
    if not found.same:
        raise BuiltUponError
    batch.undone_at = now()
    session.flush()
    return found


def _write(session: Session, actor: User, shown: ShownRows, act: BatchAct, write: Callable[[Any], None]) -> Done:
    rows = _lock(session, actor, shown, as_shown=True)
    rows = [row for row in rows if not stays(act, row)]
    before = standing(session, shown.kind, act, [row.id for row in rows])
    for row in rows:
        write(row)
    after = standing(session, shown.kind, act, [row.id for row in rows])
    changed = [number for number in after if after[number] != before[number]]
    unchanged = len(shown.versions) - len(changed)
    if not changed:
        return Done(None, 0, unchanged)
    was, now_is = ({number: state[number] for number in changed} for state in (before, after))
    return Done(keep_batch(session, shown.kind, act, before=was, after=now_is), len(changed), unchanged)


def _lock(session: Session, actor: User, shown: ShownRows, *, as_shown: bool = False) -> list[Row]:
    """Return the rows, locked; raises RowsChangedError where one is there no more, or not `as_shown`."""
    lock_rows(session, TABLES[shown.kind], shown.versions)
    rows = list_rows(session, actor, shown.kind, list(shown.versions))
    gone = shown.versions.keys() - {row.id for row in rows}
    changed = {row.id for row in rows if as_shown and row.version != shown.versions[row.id]}
    if gone or changed:
        raise RowsChangedError(sorted(gone | changed))
    return rows


def _tagged(session: Session, shown: ShownRows, act: BatchAct, tag: Tag, numbers: Sequence[int]) -> Done:
    unchanged = len(shown.versions) - len(numbers)
    if not numbers:
        return Done(None, 0, unchanged)
    stand = standing(session, shown.kind, act, numbers)
    batch = keep_batch(session, shown.kind, act, before=stand, after=stand, tag_id=tag.id)
    return Done(batch, len(numbers), unchanged, tag.name)


def _tags_back(session: Session, actor: User, batch: Batch, found: Split) -> Split:
    """Take a tag off again, or put it on again; a record where somebody has done so since counts as changed."""
    again = put_on_again_several if batch.act is BatchAct.TAKE_OFF else take_off_several
    _tag, done = again(session, actor=actor, kind=TAGGED[batch.list_kind], numbers=found.same, tag_id=batch.tag_id or 0)
    others = tuple(number for number in found.same if number not in done)
    return Split(tuple(done), (*others, *found.changed), found.gone)
