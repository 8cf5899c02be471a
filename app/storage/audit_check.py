"""Whether the audit trail is what was written: every entry fits the one before it, and none is missing at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.audit import GENESIS, HEAD_LOST, key_of
from models.accounts import User
from models.audit import AuditEntry, AuditHead
from models.programmes import FrozenReport, Programme

_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the trail reached at some time: kept in a frozen report, or printed. `entries` and the last digest."""

    entries: int
    digest: str
    name: str = ""

    def __str__(self) -> str:
        """Write it as it is printed and read, as 1234:0f3a."""
        return f"{self.entries}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> Anchor:
        """Return the anchor that was printed; raises ValueError for anything else."""
        count, _, digest = text.strip().partition(":")
        if not digest:
            raise ValueError(text)
        return cls(int(count), digest.strip(), "printed")


class UnreadableTrailError(Exception):
    """An entry holds what no entry can: not even JSON, or no moment. It stands after the entry `after`."""

    def __init__(self, after: int) -> None:
        super().__init__(after)
        self.after = after


@dataclass(slots=True)
class TrailCheck:
    """What was found: `broken` are ids of entries that do not fit, `unkeyed` how many are older than the key.

    `lost_anchors` were once the end of the trail, and are no longer in it. `unborn` are accounts that no entry tells
    the making of: the trail was emptied and begun anew.
    """

    entries: int = 0
    digest: str = GENESIS
    unkeyed: int = 0
    broken: list[int] = field(default_factory=list)
    head_lost: list[int] = field(default_factory=list)
    head_fits: bool = True
    lost_anchors: list[Anchor] = field(default_factory=list)
    unborn: list[int] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.head_fits and not (self.broken or self.head_lost or self.lost_anchors or self.unborn)


def current_anchor(session: Session) -> Anchor:
    """Return the end of the trail as it is now."""
    head = session.execute(sa.select(AuditHead.entries, AuditHead.digest)).one_or_none()
    return Anchor(head.entries, head.digest) if head else Anchor(0, GENESIS)


def check_trail(session: Session, *printed: Anchor) -> TrailCheck:
    """Go through the whole trail, and hold it against its head, the frozen reports and what somebody printed.

    Raises UnreadableTrailError where what stands in the trail cannot even be read.
    """
    key = key_of(session.connection())
    anchors = [*_frozen_anchors(session), *printed]
    ends = {anchor.entries for anchor in anchors}
    reached = {0: GENESIS}
    found = TrailCheck()
    for entry in _entries(session):
        _check_entry(entry, key, found)
        if found.entries in ends:
            reached[found.entries] = found.digest
    found.lost_anchors = [anchor for anchor in anchors if reached.get(anchor.entries) != anchor.digest]
    found.head_fits = _head_fits(session, key, found)
    found.unborn = _accounts_without_beginning(session)
    return found


def _accounts_without_beginning(session: Session) -> list[int]:
    """Return the accounts whose making the trail does not tell; nobody works here without one."""
    made = sa.exists().where(
        AuditEntry.subject == User.__tablename__,
        AuditEntry.action == "create",
        AuditEntry.subject_id == sa.cast(User.id, sa.String),
    )
    return list(session.scalars(sa.select(User.id).where(~made).order_by(User.id)))


def _entries(session: Session) -> Iterator[AuditEntry]:
    """Give every entry in order; a portion at a time, since the trail only grows."""
    last = -1
    while True:
        portion = sa.select(AuditEntry).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(_AT_A_TIME)
        try:
            entries = session.scalars(portion).all()
        except ValueError as error:
            raise UnreadableTrailError(last) from error
        yield from entries
        if len(entries) < _AT_A_TIME:
            return
        last = entries[-1].id


def _check_entry(entry: AuditEntry, key: bytes, found: TrailCheck) -> None:
    is_old = found.unkeyed == found.entries and entry.digest == entry.plain_digest()
    if entry.previous_digest != found.digest or not (is_old or entry.digest == entry.expected_digest(key)):
        found.broken.append(entry.id)
    if entry.action == HEAD_LOST:
        found.head_lost.append(entry.id)
    found.entries += 1
    found.unkeyed += is_old
    found.digest = entry.digest


def _head_fits(session: Session, key: bytes, found: TrailCheck) -> bool:
    head = session.scalar(sa.select(AuditHead))
    if head is None:
        return found.entries == 0
    return (head.entries, head.digest, head.seal) == (
        found.entries,
        found.digest,
        AuditHead.expected_seal(key, found.entries, found.digest),
    )


def _frozen_anchors(session: Session) -> list[Anchor]:
    rows = session.execute(
        sa.select(FrozenReport.audit_entries, FrozenReport.audit_digest, FrozenReport.month, Programme.code)
        .join(FrozenReport.programme)
        .order_by(FrozenReport.month)
    )
    return [Anchor(entries, digest, f"{code} {month:%Y-%m}") for entries, digest, month, code in rows]
