"""Files that are imported: what each holds, how far it has come, and what leads back from what it did."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Versioned, confidential, internal, relation, table
from models.clock import now
from models.vocabulary import Language

if TYPE_CHECKING:
    from models.accounts import User


class ImportKind(enum.StrEnum):
    """What a file has a row for; the value is the room that its records lie in."""

    COMPANIES = "companies"
    PEOPLE = "people"
    NEEDS = "needs"
    INFRASTRUCTURES = "infrastructures"
    CAPABILITIES = "capabilities"


class ImportMode(enum.StrEnum):
    """What is done with a row: records are added, changed, or either."""

    BOTH = "both"
    CREATE = "create"
    UPDATE = "update"


class DoublesRule(enum.StrEnum):
    """What is done with rows that may be a record under another name, where nobody decides on the row itself."""

    ASK = "ask"
    SKIP = "skip"
    CREATE = "create"
    UPDATE = "update"


class ImportState(enum.StrEnum):
    """How far an import has come; three of them last as long as the work does."""

    READ = "read"
    CHECKING = "checking"
    CHECKED = "checked"
    WRITING = "writing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def is_at_work(self) -> bool:
        """Tell whether Brygga works on it just now, or is to go on."""
        return self in (ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING)


class Import(Base, Identified, Versioned):
    """One file that somebody imports. What it holds is in files of its own until it is imported or forgotten.

    `columns` has, for each head of the file, the column that it stands for; `decisions` what was decided on single
    rows; `told` how many rows there are of each outcome. `place` names the folder with the rows.
    """

    __tablename__ = "import"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    kind: Mapped[ImportKind] = internal(index=True)
    state: Mapped[ImportState] = internal(default=ImportState.READ, index=True)
    mode: Mapped[ImportMode] = internal(default=ImportMode.BOTH)
    rule: Mapped[DoublesRule] = internal(default=DoublesRule.ASK)
    file_name: Mapped[str] = confidential(sa.String(200))
    place: Mapped[str] = confidential(sa.String(64))
    heads: Mapped[list[str]] = confidential(sa.JSON)
    columns: Mapped[list[str]] = internal(sa.JSON, default=list)
    decisions: Mapped[dict[str, Any]] = internal(sa.JSON, default=dict)
    # What a column without a value says: where people's data comes from.
    source: Mapped[str | None] = confidential(sa.String(200))
    rows: Mapped[int] = internal(default=0)
    told: Mapped[dict[str, Any]] = internal(sa.JSON, default=dict)
    # Records were changed after the file was checked, so it was checked anew and nothing was imported.
    looked_again: Mapped[bool] = internal(default=False)
    # In which language its errors are told.
    language: Mapped[Language] = internal(default=Language.SV)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime] = internal(default=now, index=True)
    done_at: Mapped[datetime | None] = internal()
    undone_at: Mapped[datetime | None] = internal()

    by: Mapped[User | None] = relation()


class ImportedRow(Base, Identified):
    """What a row of a file did to a record: made it, or changed some of its columns from `before` to `after`.

    Numbers are given again to other records: one is the same only with its first `created_at`, kept in `after`.
    """

    __tablename__ = "imported_row"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    import_id: Mapped[int] = internal(sa.ForeignKey("import.id", ondelete="CASCADE"), index=True)
    row_number: Mapped[int] = internal()
    record_id: Mapped[int] = internal()
    is_new: Mapped[bool] = internal()
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[dict[str, Any]] = confidential(sa.JSON)
    # What became of it when the import was undone: nothing, since somebody had changed the record.
    is_kept: Mapped[bool] = internal(default=False)
