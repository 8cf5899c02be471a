"""What all made-up records are drawn with: one generator, the days before today, and the vocabulary's sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import Base
from models.clock import TIME_ZONE
from models.vocabulary import Concept, Language, Term, TermKind

_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many records of each kind; `capabilities` counts the seeded ones too."""

    companies: int
    people: int
    needs: int
    matches: int
    capabilities: int

    def shrunk(self, times: int) -> Size:
        """Return a size so many times smaller in everything that grows with the cluster's work."""
        return Size(self.companies // times, self.people // times, self.needs // times, self.matches // times,
                    self.capabilities)  # fmt: skip


class Drawing:
    """Draws for one database; records of a kind are drawn in the order in which others need them."""

    def __init__(self, session: Session, size: Size, user_id: int, today: date, draw: Random) -> None:
        self.session, self.size, self.user_id, self.today, self.draw = session, size, user_id, today, draw
        said = sa.select(Term.concept_id, Term.text).where(Term.language == Language.SV)
        self.needs: Sequence[Any] = session.execute(said.where(Term.kind == TermKind.NEED)).all()
        self.problems: dict[int, list[str]] = {}
        for concept_id, text in session.execute(said.where(Term.kind == TermKind.PROBLEM)):
            self.problems.setdefault(concept_id, []).append(text)
        self.concepts = session.scalars(sa.select(Concept).where(Concept.broader_key.is_not(None))).all()

    def put(self, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
        """Insert rows, many at a time."""
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                self.session.execute(sa.insert(table), batch)
                batch = []
        if batch:
            self.session.execute(sa.insert(table), batch)

    def ids(self, table: Any) -> list[int]:
        """Return the ids of all rows, ascending."""
        return list(self.session.scalars(sa.select(table.id).order_by(table.id)))

    def day(self, most: int) -> date:
        """Draw one of the last days."""
        return self.today - timedelta(days=self.draw.randrange(most))

    def moment(self, most: int) -> datetime:
        """Draw a moment of one of the last days, in working hours."""
        return datetime.combine(self.day(most), time(9 + self.draw.randrange(8)), TIME_ZONE)

    def name_concepts(self, table: Any, link: sa.Table, column: str, but: Collection[int] = ()) -> None:
        """Let each row but some name a concept."""
        concepts = [concept.id for concept in self.concepts]
        rows = [{column: each, "concept_id": self.draw.choice(concepts)} for each in self.ids(table) if each not in but]
        for start in range(0, len(rows), _BATCH):
            self.session.execute(link.insert(), rows[start : start + _BATCH])
