"""Frozen reports as they are kept: sealed when they are frozen, and held against their seal whenever they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.reports.content import Report
from app.reports.stored import FORMAT, from_json, is_well_formed, to_json
from app.storage.audit import key_of
from app.storage.audit_check import current_anchor
from models.accounts import User
from models.audit import AuditEntry
from models.clock import now
from models.programmes import FrozenReport, Programme


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A frozen report and what the database has for its content.

    `is_intact` is False when anything in it differs from what was frozen; `report` is None when it can no longer even
    be read.
    """

    frozen: FrozenReport
    report: Report | None
    is_intact: bool


def seal_report(session: Session, programme: Programme, report: Report, *, actor: User | None) -> FrozenReport:
    """Return the frozen report, added to the session and sealed; it says how far the audit trail reached."""
    content, moment, end = to_json(report), now(), current_anchor(session)
    frozen = FrozenReport(
        programme_id=programme.id,
        month=report.month,
        format=FORMAT,
        content=content,
        frozen_at=moment,
        frozen_by_id=actor.id if actor else None,
        sealed_at=moment,
        audit_entries=end.entries,
        audit_digest=end.digest,
    )
    frozen.digest = frozen.expected_digest(key_of(session.connection()), content)
    session.add(frozen)
    session.flush()
    return frozen


def find_frozen(session: Session, programme: Programme, month: date) -> KeptReport | None:
    """Return the frozen report of a month, held against its seal, or None."""
    row = session.execute(
        _with_text().where(FrozenReport.programme_id == programme.id, FrozenReport.month == month)
    ).one_or_none()
    return _kept(row[0], row[1], key_of(session.connection())) if row else None


def list_frozen(session: Session, programme: Programme) -> dict[date, bool]:
    """Return the months whose report is frozen, and of each whether it is what was frozen."""
    key = key_of(session.connection())
    rows = session.execute(_with_text().where(FrozenReport.programme_id == programme.id))
    return {frozen.month: _kept(frozen, text, key).is_intact for frozen, text in rows}


def check_frozen_reports(session: Session) -> Iterator[str]:
    """Say of every frozen report that was changed or taken away that it was."""
    key = key_of(session.connection())
    ids = set()
    statement = _with_text().options(joinedload(FrozenReport.programme)).order_by(FrozenReport.month)
    for frozen, text in session.execute(statement):
        ids.add(str(frozen.id))
        if not _kept(frozen, text, key).is_intact:
            yield f"The report {frozen.programme.code} {frozen.month:%Y-%m} was changed after it was frozen."
    once = sa.select(AuditEntry.subject_id).where(
        AuditEntry.subject == FrozenReport.__tablename__, AuditEntry.action == "create"
    )
    for missing in sorted(set(session.scalars(once)) - ids, key=int):
        yield f"The frozen report number {missing} is no longer there."


def _with_text() -> sa.Select[FrozenReport, str]:
    return sa.select(FrozenReport, sa.cast(FrozenReport.content, sa.Text)).execution_options(populate_existing=True)


def _kept(frozen: FrozenReport, text: str, key: bytes) -> KeptReport:
    try:
        content: Any = json.loads(text)
        report = from_json(content)
    except (ValueError, KeyError, TypeError, AttributeError):
        return KeptReport(frozen, None, is_intact=False)
    is_intact = frozen.digest == frozen.expected_digest(key, content)
    return KeptReport(frozen, report if is_well_formed(report) else None, is_intact)
