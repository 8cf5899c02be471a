"""Files that stand on records: what they are called and by which digest their content is kept, never the content."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Final

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
    relation,
    table,
)

if TYPE_CHECKING:
    from models.accounts import User
    from models.infrastructures import Infrastructure
    from models.matches import Match
    from models.needs import Need
    from models.organisations import Company


class FileKind(enum.StrEnum):
    """What a file is, by its content; the name is also the ending of its own."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "txt"


_PLACES: Final = ("company", "need", "match", "infrastructure", "achievement")


class RecordFile(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """A file on one record; one on a use stands on its match, and says which use it is of.

    The content lies in the folder for files under `sha256`, which several rows may share. Only the office reads it,
    unless it is `for_infrastructure`. One that was taken back is kept with `taken_back_at`, so that it can be put back.
    """

    __tablename__ = "record_file"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        sa.CheckConstraint(
            " + ".join(f"(CASE WHEN {name}_id IS NULL THEN 0 ELSE 1 END)" for name in _PLACES) + " = 1",
            name="one_place",
        ),
        sa.CheckConstraint("use_id IS NULL OR match_id IS NOT NULL", name="use_of_match"),
    )

    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id"), index=True)
    need_id: Mapped[int | None] = internal(sa.ForeignKey("need.id"), index=True)
    match_id: Mapped[int | None] = internal(sa.ForeignKey("match.id"), index=True)
    infrastructure_id: Mapped[int | None] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    achievement_id: Mapped[int | None] = internal(sa.ForeignKey("achievement.id"), index=True)
    # A use that is removed leaves its files on the match.
    use_id: Mapped[int | None] = internal(sa.ForeignKey("use.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = confidential(sa.String(200))
    about: Mapped[str | None] = confidential(sa.String(300))
    kind: Mapped[FileKind] = internal()
    size: Mapped[int] = internal()
    sha256: Mapped[str] = internal(sa.String(64), index=True)
    for_infrastructure: Mapped[bool] = internal(default=False)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    taken_back_at: Mapped[datetime | None] = internal(index=True)

    company: Mapped[Company | None] = relation()
    need: Mapped[Need | None] = relation()
    match: Mapped[Match | None] = relation()
    infrastructure: Mapped[Infrastructure | None] = relation()
    by: Mapped[User | None] = relation()
