"""How the columns stand that an import writes, as plain data, so that they can be compared and put back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.kept_rows import plain_value, typed_value
from models.base import Base
from models.people import Person

MADE: Final = "created_at"
ROLE: Final = "role"
# What else is written when a column is: a company that is called something else has had another name.
_WITH: Final[Mapping[tuple[str, str], str]] = {("company", "name"): "earlier_names"}


def written_with(record: Base, keys: Collection[str]) -> list[str]:
    """Return the columns that change when these do."""
    table = type(record).__tablename__
    return [*keys, *(other for (name, key), other in _WITH.items() if name == table and key in keys)]


def standing(record: Any, keys: Collection[str], role_id: int | None = None) -> dict[str, Any]:
    """Return how columns and links of a record stand, with when it was made; of a person the role that is written."""
    told: dict[str, Any] = {MADE: plain_value(record.created_at)}
    linked = {each.key for each in sa.inspect(type(record)).relationships}
    for key in keys:
        if key == ROLE:
            told[ROLE] = _role(record, role_id)
        elif key in linked:
            told[key] = [each.id for each in getattr(record, key)]
        else:
            told[key] = plain_value(getattr(record, key))
    return told


def _role(person: Person, role_id: int | None) -> dict[str, Any] | None:
    held = next((each for each in person.roles if each.id == role_id), None)
    if held is None:
        return None
    return {column.key: plain_value(getattr(held, column.key)) for column in sa.inspect(type(held)).column_attrs}


def put_columns_back(session: Session, record: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write what stood in columns, links and a role before."""
    table = type(record).__table__
    for key, value in before.items():
        if key in table.c and key != MADE:
            setattr(record, key, typed_value(table.c[key], value))
        elif key not in (MADE, ROLE):
            setattr(record, key, linked(session, type(record), key, value))
    if ROLE in after:
        _put_role_back(record, before[ROLE], after[ROLE])


def linked(session: Session, record: type[Base], key: str, numbers: Sequence[int]) -> list[Any]:
    """Return what a record is linked with, by numbers and in their order; what is there no more is left out."""
    other = sa.inspect(record).relationships[key].mapper.class_
    found = (session.get(other, number) for number in numbers)
    return [each for each in found if each is not None]


def _put_role_back(person: Person, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    held = next(each for each in person.roles if each.id == after["id"])
    if before is None:
        person.roles.remove(held)
        return
    for key, value in before.items():
        setattr(held, key, typed_value(type(held).__table__.c[key], value))
