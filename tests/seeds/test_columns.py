"""Every seeded text fits its column; SQLite would not say, PostgreSQL would refuse."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import Base


def test_no_text_is_longer_than_its_column(seeded: Session) -> None:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            limit = getattr(column.type, "length", None)
            if limit is not None and isinstance(column.type, sa.String):
                longest = seeded.scalar(sa.select(sa.func.max(sa.func.length(column)))) or 0
                assert longest <= limit, f"{table.name}.{column.name}: {longest} > {limit}"
