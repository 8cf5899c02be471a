"""Reads of imports; the office sees all of them, nobody else any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.imports.columns import plain_head
from app.imports.kinds import rules_of
from app.imports.limits import IMPORT_KEPT, IMPORT_SHOWN
from models.accounts import User
from models.clock import now
from models.errors import NotFoundError
from models.imports import Import, ImportedRow, ImportKind


def _visible(actor: User) -> sa.Select[Import]:
    return sa.select(Import).where(sa.true() if actor.role.is_office else sa.false())


def get_import(session: Session, actor: User, import_id: int) -> Import:
    """Return an import with who did it; raises NotFoundError outside the actor's scope."""
    found = session.scalar(_visible(actor).where(Import.id == import_id).options(joinedload(Import.by)))
    if found is None:
        raise NotFoundError
    return found


def list_imports(session: Session, actor: User) -> Sequence[Import]:
    """Return the imports of the last weeks, the latest first."""
    recent = _visible(actor).where(Import.at >= _oldest())
    return session.scalars(recent.order_by(Import.id.desc()).limit(IMPORT_SHOWN).options(joinedload(Import.by))).all()


def remembered_columns(session: Session, kind: ImportKind) -> Mapping[str, str]:
    """Return what the heads of the last files of a kind were said to mean; the latest word counts."""
    told = sa.select(Import.heads, Import.columns).where(Import.kind == kind).order_by(Import.id.desc()).limit(10)
    remembered: dict[str, str] = {}
    for heads, columns in reversed(session.execute(told).all()):
        remembered |= {plain_head(head): key for head, key in zip(heads, columns, strict=False)}
    return remembered


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record that was left as it is when an import was undone, with the row that it came from."""

    row: int
    id: int
    name: str


def list_kept_records(session: Session, record: Import, *, at_most: int | None = None) -> list[KeptRecord]:
    """Return what was left as it is when an import was undone, in the order of the file."""
    rules = rules_of(record.kind)
    table = rules.record.__table__
    kept = (
        sa.select(ImportedRow.row_number, table.c["id"], table.c[rules.name_key])
        .join(table, table.c["id"] == ImportedRow.record_id)
        .where(ImportedRow.import_id == record.id, ImportedRow.is_kept)
        .order_by(ImportedRow.row_number)
        .limit(at_most)
    )
    return [KeptRecord(*row) for row in session.execute(kept)]


def can_undo(record: Import) -> bool:
    """Tell whether an import can still be taken back."""
    return record.done_at is not None and record.undone_at is None and record.done_at >= _oldest()


def _oldest() -> datetime:
    return now() - IMPORT_KEPT
