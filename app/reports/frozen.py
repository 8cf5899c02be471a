"""Frozen reports as they are kept: sealed when they are frozen, and held against their seal whenever they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.reports.content import Report
from app.reports.kept_reports import KeptReport, seal_key, stored_reports
from app.reports.stored import FORMAT, to_json
from app.reports.well_formed import is_well_formed
from app.storage.audit_check import current_anchor
from models.accounts import User
from models.audit import AuditEntry
from models.clock import now
from models.errors import ReportDamagedError
from models.programmes import FrozenReport, Programme, ReportFile


def seal_report(
    session: Session,
    programme: Programme,
    report: Report,
    *,
    actor: User | None,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> FrozenReport:
    """Return the frozen report, added to the session and sealed, with its files, whose digests are sealed with it.

    It says how far the audit trail reached. Raises ValueError for one that could not be read again, and so never shown.
    """
    if not is_well_formed(report):
        raise ValueError("What cannot be read again is not frozen.")
    content, moment, end = to_json(report), now(), current_anchor(session)
    content["files"] = {name: digest_of(data) for name, data in files.items()}
    frozen = FrozenReport(
        programme_id=programme.id,
        month=report.month,
        months=report.months,
        format=FORMAT,
        content=content,
        frozen_at=moment,
        frozen_by_id=actor.id if actor else None,
        sealed_at=moment,
        audit_entries=end.entries,
        audit_digest=end.digest,
    )
    frozen.digest = frozen.expected_digest(seal_key(session), content)
    frozen.files = [ReportFile(name=name, data=data) for name, data in files.items()]
    session.add(frozen)
    session.flush()
    return frozen


def digest_of(data: bytes) -> str:
    """Return the address of a file's content."""
    return sha256(data).hexdigest()


def read_file(session: Session, kept: KeptReport, name: str) -> bytes | None:
    """Return a file that was kept with a frozen report, or None where none was; raises ReportDamagedError."""
    if name not in kept.files:
        return None
    if not kept.is_intact or not _is_kept(session, kept, name):
        raise ReportDamagedError
    return _file(session, kept, name)


def _is_kept(session: Session, kept: KeptReport, name: str) -> bool:
    """Tell whether a file is there, byte for byte."""
    data = _file(session, kept, name)
    return data is not None and digest_of(data) == kept.files[name]


def _file(session: Session, kept: KeptReport, name: str) -> bytes | None:
    """Return a file as it stands, or None where none does: SQLite keeps text, too, where bytes belong."""
    data: object = session.scalar(
        sa.select(ReportFile.data).where(ReportFile.frozen_report_id == kept.frozen.id, ReportFile.name == name)
    )
    return data if isinstance(data, bytes) else None


def find_frozen(session: Session, programme: Programme, month: date, months: int = 1) -> KeptReport | None:
    """Return the frozen report of a month or a quarter, held against its seal, or None; raises ReportDamagedError."""
    span = (FrozenReport.month == month, FrozenReport.months == months)
    found = stored_reports(session, FrozenReport.programme_id == programme.id, *span)
    if not found:
        return None
    kept = found[0].read(seal_key(session))
    if kept is None:
        raise ReportDamagedError
    return kept


def intact_reports(session: Session, programme: Programme) -> list[Report]:
    """Return the frozen reports of a programme that are what was frozen, in the order of their freezing."""
    key = seal_key(session)
    kept = [row.read(key) for row in stored_reports(session, FrozenReport.programme_id == programme.id)]
    found = [(each.frozen, each.report) for each in kept if each and each.report and each.is_intact]
    return [report for _frozen, report in sorted(found, key=lambda pair: (pair[0].frozen_at, pair[0].id))]


def list_frozen(session: Session, programme: Programme) -> dict[str, bool]:
    """Return the months and quarters, as 2026-10 and 2026-Q4, whose report is frozen, and whether each is intact."""
    key = seal_key(session)
    rows = stored_reports(session, FrozenReport.programme_id == programme.id)
    return {row.span: row.is_intact(key) for row in rows}


def check_frozen_reports(session: Session) -> Iterator[str]:
    """Say of every frozen report that was changed or taken away that it was."""
    key = seal_key(session)
    rows = stored_reports(session)
    for row in rows:
        kept = row.read(key)
        if kept is None:
            yield f"The frozen report number {row.id} ({row.span}) was changed after it was frozen: it can't be read."
            continue
        name = f"{kept.frozen.programme.code} {row.span}"
        if not kept.is_intact:
            yield f"The report {name} was changed after it was frozen."
        for file in kept.files:
            if not _is_kept(session, kept, file):
                yield f"The file {file} of the report {name} is not the one that was kept when it was frozen."
    once = sa.select(AuditEntry.subject_id).where(
        AuditEntry.subject == FrozenReport.__tablename__, AuditEntry.action == "create"
    )
    for missing in sorted(set(session.scalars(once)) - {str(row.id) for row in rows}, key=int):
        yield f"The frozen report number {missing} is no longer there."
