"""Notes: what was said on the telephone, in an e-mail or otherwise learnt, and what is to be done about it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    confidential,
    internal,
    personal,
    relation,
    table,
)

if TYPE_CHECKING:
    from models.accounts import User
    from models.infrastructures import Infrastructure
    from models.matches import Match
    from models.needs import Need
    from models.organisations import Company
    from models.people import Person


class NoteKind(enum.StrEnum):
    """What a note tells of."""

    NOTE = "note"
    CALL = "call"
    EMAIL = "email"
    TASK = "task"


# Somebody was spoken with; a plain note may be about what nobody said.
CONTACTS = (NoteKind.CALL, NoteKind.EMAIL)


class Note(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """One entry, written on one record; where else it is shown follows from what that record belongs to.

    `happened_on` is the day it tells of, `text` is in the small Markdown subset, and one that was taken back is kept
    with `taken_back_at`, so that it can be put back as it was. A task is written ahead: its day is when it is to be
    done, by `owner`, and `done_at` says that it was.
    """

    __tablename__ = "note"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        sa.CheckConstraint("kind = 'task' OR (owner_id IS NULL AND done_at IS NULL)", name="owner_of_task"),
        sa.CheckConstraint(
            "(CASE WHEN company_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN match_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN infrastructure_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_place",
        ),
    )

    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id"), index=True)
    person_id: Mapped[int | None] = personal(sa.ForeignKey("person.id"), index=True)
    need_id: Mapped[int | None] = internal(sa.ForeignKey("need.id"), index=True)
    match_id: Mapped[int | None] = internal(sa.ForeignKey("match.id"), index=True)
    infrastructure_id: Mapped[int | None] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    kind: Mapped[NoteKind] = internal(default=NoteKind.NOTE)
    happened_on: Mapped[date] = internal()
    text: Mapped[str] = confidential(sa.Text)
    author_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    owner_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    done_at: Mapped[datetime | None] = internal()
    taken_back_at: Mapped[datetime | None] = internal()

    company: Mapped[Company | None] = relation()
    person: Mapped[Person | None] = relation()
    need: Mapped[Need | None] = relation()
    match: Mapped[Match | None] = relation()
    infrastructure: Mapped[Infrastructure | None] = relation()
    author: Mapped[User | None] = relation(foreign_keys=[author_id])
    owner: Mapped[User | None] = relation(foreign_keys=[owner_id])

    @property
    def is_done(self) -> bool:
        """Tell whether it is a task that was done."""
        return self.done_at is not None and self.taken_back_at is None

    @property
    def is_to_do(self) -> bool:
        """Tell whether it is a task that waits to be done."""
        return self.kind is NoteKind.TASK and self.done_at is None and self.taken_back_at is None
