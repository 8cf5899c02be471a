"""What an entry of the audit trail tells of a row: what changed, and of hidden columns only that they did."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ColumnProperty, InstanceState, RelationshipProperty

from models.audit import keyed_digest
from models.base import Base, Sensitivity
from models.search_keys import ENDING

_HIDDEN = (Sensitivity.CONFIDENTIAL, Sensitivity.PERSONAL)
_NOT_WORTH_TELLING = frozenset({"version", "updated_at", "created_at"})
CHANGED = "changed"


def changes_of(row: Base) -> dict[str, Any]:
    """Return what changed, column by column, as [old, new]; hidden columns only say that they did.

    Of a list that a row keeps in a table between, as a user's infrastructures, the ids taken away and added are told.
    """
    state: InstanceState[Base] = sa.inspect(row)
    changes: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if not history.has_changes() or attribute.key in _NOT_WORTH_TELLING or attribute.key.endswith(ENDING):
            continue
        hidden = _sensitivity(attribute) in _HIDDEN
        changes[attribute.key] = CHANGED if hidden else [_first(history.deleted), _first(history.added)]
    for relationship in state.mapper.relationships:
        history = state.attrs[relationship.key].history
        if relationship.secondary is not None and history.has_changes():
            hidden = _is_hidden(relationship)
            changes[relationship.key] = CHANGED if hidden else [_ids(history.deleted), _ids(history.added)]
    return changes


def values_of(row: Base, key: bytes) -> dict[str, Any]:
    """Return what a row held when it was deleted, as [value, None].

    A confidential value is kept as its keyed digest: nobody can read it, but a paper that says the same can be shown
    to. Of a personal one only that there was one, so that a person who is erased is gone from here too.
    """
    state: InstanceState[Base] = sa.inspect(row)
    values: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        value = _plain(state.dict.get(attribute.key))
        if value is None:
            continue
        match _sensitivity(attribute):
            case Sensitivity.PERSONAL:
                values[attribute.key] = CHANGED
            case Sensitivity.CONFIDENTIAL:
                values[attribute.key] = ["hmac-sha256:" + keyed_digest(key, attribute.key, value), None]
            case _:
                values[attribute.key] = [value, None]
    return values


def load_before_delete(row: Base) -> None:
    """Read what the session has let go of a row that is about to be deleted, for afterwards it is too late."""
    state: InstanceState[Base] = sa.inspect(row)
    for attribute in state.mapper.column_attrs:
        getattr(row, attribute.key)


def _sensitivity(attribute: ColumnProperty[Any]) -> Sensitivity:
    sensitivity: Sensitivity = attribute.columns[0].info["sensitivity"]
    return sensitivity


def _is_hidden(relationship: RelationshipProperty[Any]) -> bool:
    between: Any = relationship.secondary
    return between.info["sensitivity"] in _HIDDEN


def _ids(rows: Iterable[Any] | None) -> list[Any]:
    return sorted(sa.inspect(row).mapper.primary_key_from_instance(row)[0] for row in rows or ())


def _first(values: Any) -> Any:
    return _plain(values[0]) if values else None


def _plain(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
