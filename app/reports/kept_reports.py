"""Reads frozen reports as the database has them, and holds each against its seal.

Whoever changed one need not have kept to any form: what cannot be read is named, and hides no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.reports.content import Report
from app.reports.month import span_text
from app.reports.read_once import is_known, read_once
from app.reports.stored import from_json
from app.reports.well_formed import is_well_formed
from app.storage.audit import key_of
from models.programmes import FrozenReport, Programme

# What reading fails with when a value is of another kind than it was written as, or too deep or too great.
UNREADABLE: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A frozen report and what the database has for its content.

    `is_intact` is False when anything in it differs from what was frozen; `report` is None when it can no longer even
    be read. `files` holds the digests of the files that were kept with it, by their names.
    """

    frozen: FrozenReport
    report: Report | None
    is_intact: bool
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A row of frozen reports: its number and its span as they stand, and the rest of it; None if unreadable."""

    id: int
    span: str
    frozen: FrozenReport | None
    text: str

    def is_intact(self, key: bytes) -> bool:
        """Tell whether it is what was frozen, without reading what it says."""
        return self.frozen is not None and (is_known(self._identity(key)) or _content(self, key)[1])

    def read(self, key: bytes) -> KeptReport | None:
        """Return the report, held against its seal; None for a row that cannot be read."""
        if self.frozen is None:
            return None
        return KeptReport(self.frozen, *read_once(self._identity(key), len(self.text), lambda: self._read(key)))

    def _identity(self, key: bytes) -> bytes:
        """Return what no other row shares that is sealed otherwise, or says anything else, to the letter."""
        row = self.frozen
        assert row is not None  # noqa: S101 - asked of readable rows only
        told = (row.digest, row.expected_digest(key, None), self.text)
        return sha256("\n".join(told).encode(errors="surrogatepass")).digest()

    def _read(self, key: bytes) -> tuple[Report | None, bool, Mapping[str, str]]:
        content, is_intact = _content(self, key)
        report = _told(content, is_intact=is_intact)
        files = content.get("files") if isinstance(content, dict) else None
        known = files if isinstance(files, dict) and all(isinstance(each, str) for each in files.values()) else {}
        return report, is_intact and report is not None, known


def stored_reports(session: Session, *where: sa.ColumnElement[bool]) -> list[StoredReport]:
    """Return the rows of frozen reports in the order of their months."""
    whole = (
        sa.select(FrozenReport, sa.cast(FrozenReport.content, sa.Text))
        .where(*where)
        .order_by(FrozenReport.month, FrozenReport.months, FrozenReport.id)
        # With all that readers of a programme ask for: it is populated anew, too, while somebody counts by it.
        .options(joinedload(FrozenReport.programme).selectinload(Programme.indicators))
        .execution_options(populate_existing=True)
    )
    try:
        return [
            StoredReport(row.id, span_text(row.month, row.months), row, text)
            for row, text in session.execute(whole).all()
        ]
    except (*UNREADABLE, sa.exc.DBAPIError):
        return list(_one_by_one(session, whole, where))


def seal_key(session: Session) -> bytes:
    """Return the key that reports are sealed with."""
    return key_of(session.connection())


def _one_by_one(
    session: Session, whole: sa.Select[FrozenReport, str], where: tuple[sa.ColumnElement[bool], ...]
) -> Iterator[StoredReport]:
    """Read the rows each by itself, where one of them keeps the others from being read."""
    numbers = sa.select(FrozenReport.id, sa.cast(FrozenReport.month, sa.Text)).where(*where).order_by(FrozenReport.id)
    for number, month in session.execute(numbers).all():
        try:
            row, text = session.execute(whole.where(FrozenReport.id == number)).one()
            yield StoredReport(number, span_text(row.month, row.months), row, text)
        except (*UNREADABLE, sa.exc.DBAPIError):
            yield StoredReport(number, str(month)[:7], None, "")


def _content(stored: StoredReport, key: bytes) -> tuple[Any, bool]:
    """Return what a row holds, and whether it is what was frozen."""
    if stored.frozen is None:
        return None, False
    try:
        content = json.loads(stored.text, object_pairs_hook=_named_once)
        return content, stored.frozen.digest == stored.frozen.expected_digest(key, content)
    except UNREADABLE:
        return None, False


def _told(content: Any, *, is_intact: bool) -> Report | None:
    """Return the report that a content tells, or None where it tells none that could be shown.

    What is as it was frozen was looked at value by value then.
    """
    try:
        report = from_json(content)
        return report if is_intact or is_well_formed(report) else None
    except UNREADABLE:
        return None


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return what was read under its names; raises ValueError where a name stands twice, for one of them is hidden."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice.")
    return found
