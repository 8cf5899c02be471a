"""Whether anything refers to a row, so that nothing goes that somebody has built on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import Base

NOTHING: Mapping[str, Collection[int]] = {}


def is_referred_to(
    session: Session,
    kind: type[Base],
    number: int,
    *,
    own: Collection[str] = (),
    but: Mapping[str, Collection[int]] = NOTHING,
) -> bool:
    """Tell whether any row says something of a record; not asked are `own` tables, and rows that go too, by table."""
    key = kind.__table__.columns["id"]
    for table in Base.metadata.sorted_tables:
        if table.name in own:
            continue
        going = but.get(table.name, ())
        stays = table.c.id.not_in(going) if going else sa.true()
        # What the database itself takes away with the record is made of it, and nothing that somebody has built on.
        links = (
            column
            for column in table.columns
            if any(each.column is key and each.ondelete is None for each in column.foreign_keys)
        )
        if any(session.scalar(sa.select(sa.exists().where(column == number, stays))) for column in links):
            return True
    return False
