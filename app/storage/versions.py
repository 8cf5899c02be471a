"""An accepted change of an aggregate raises its version, whichever part of it changed; read from the models."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, RelationshipProperty, Session, UOWTransaction
from sqlalchemy.orm.interfaces import MANYTOONE

from app.storage.database import BryggaSession
from models.base import Base, Timestamps, Versioned
from models.clock import now


def start_raising_versions() -> None:
    """Listen to every session of the application; safe to call more than once."""
    if not sa.event.contains(BryggaSession, "before_flush", _before_flush):
        sa.event.listen(BryggaSession, "before_flush", _before_flush)


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Touch the row of every aggregate of which only a part lying in another table has changed.

    A touched row is updated, and so compares its version and raises it.
    """
    for row in list(session.dirty):
        if not isinstance(row, Base):
            continue
        if isinstance(row, Versioned) and _links_changed(row):
            _touch(row)
        elif not isinstance(row, Versioned) and session.is_modified(row):
            for whole in _wholes_of(session, row):
                _touch(whole)


def linking(mapper: Mapper[Base]) -> list[RelationshipProperty[Base]]:
    """Return the relationships of a record that lie in a table of their own, such as a need's concepts."""
    return [each for each in mapper.relationships if each.secondary is not None]


def owners(mapper: Mapper[Base]) -> list[RelationshipProperty[Base]]:
    """Return the relationships from a part to the versioned record that it lives and dies with."""
    return [
        each
        for each in mapper.relationships
        if each.direction is MANYTOONE
        and issubclass(each.mapper.class_, Versioned)
        and any(back.cascade.delete_orphan for back in each._reverse_property)
    ]


def _links_changed(row: Base) -> bool:
    state = sa.inspect(row)
    return any(state.attrs[each.key].history.has_changes() for each in linking(state.mapper))


def _wholes_of(session: Session, part: Base) -> Iterable[Base]:
    mapper = sa.inspect(part).mapper
    for each in owners(mapper):
        key = tuple(getattr(part, mapper.get_property_by_column(column).key) for column in each.local_columns)
        if None not in key and (whole := session.get(each.mapper.class_, key)) is not None:
            yield whole


def _touch(row: Base) -> None:
    if isinstance(row, Timestamps):
        row.updated_at = now()
