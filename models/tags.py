"""Tags: short words that the office puts on records to find them together; a list made by hand is one."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, validates

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    SortText,
    Timestamps,
    Versioned,
    confidential,
    internal,
    personal,
    swedish_sort_key,
    table,
)


class TaggedKind(enum.StrEnum):
    """What a tag can stand on; the name is also its table's."""

    COMPANY = "company"
    NEED = "need"
    PERSON = "person"
    INFRASTRUCTURE = "infrastructure"

    @property
    def column(self) -> str:
        """Return the name that a record's number has in other tables and in addresses."""
        return f"{self.value}_id"


class Tag(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """A word of the office's own, which may say what nobody else is to read.

    Of the tags in use no two differ in case and spaces alone. One that was removed is kept with `taken_back_at` and
    all that it stood on, so that it can be put back as it was; one that became one with another says with which. One
    that was taken off the last record it stood on is no longer in use either, until it is put on again.
    """

    __tablename__ = "tag"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        sa.Index(
            "uq_tag_name_sort",
            "name_sort",
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        ),
    )

    name: Mapped[str] = confidential(sa.String(60))
    name_sort: Mapped[str] = confidential(SortText)
    taken_back_at: Mapped[datetime | None] = internal()
    # No foreign key: the tag that it became may go with demo data.
    merged_into_id: Mapped[int | None] = internal()

    @validates("name")
    def _keep_sort_key(self, _key: str, name: str) -> str:
        self.name_sort = tag_key(name)
        return " ".join(name.split())


class Tagging(Base, Identified):
    """That a tag stands on one record; `brought_by_id` is the tag that brought it along when it became this one."""

    __tablename__ = "tagging"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        sa.CheckConstraint(
            "(CASE WHEN company_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN infrastructure_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_record",
        ),
        *(sa.UniqueConstraint("tag_id", kind.column) for kind in TaggedKind),
    )

    tag_id: Mapped[int] = internal(sa.ForeignKey("tag.id"))
    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id"), index=True)
    need_id: Mapped[int | None] = internal(sa.ForeignKey("need.id"), index=True)
    person_id: Mapped[int | None] = personal(sa.ForeignKey("person.id"), index=True)
    infrastructure_id: Mapped[int | None] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    brought_by_id: Mapped[int | None] = internal(sa.ForeignKey("tag.id"), index=True)

    @property
    def record(self) -> dict[str, int]:
        """Return the column that names the record, with its number."""
        return {kind.column: number for kind in TaggedKind if (number := getattr(self, kind.column)) is not None}


def tag_key(name: str) -> str:
    """Return what two names of one tag share: case, accents and spaces make no difference, å ä ö do."""
    return swedish_sort_key(" ".join(name.split()))
