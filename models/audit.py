"""The audit trail: who changed what and when, append-only, and chained by digests that need a key."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, internal, personal, table
from models.clock import now


def keyed_digest(key: bytes, *parts: object) -> str:
    """Return the digest that only a holder of the key can make, of what JSON can write."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


# What the change of a row is called; everything else in the trail is an event.
CHANGES: Final = ("create", "update", "delete")


class AuditEntry(Base, Identified):
    """One change of one row, or one event.

    `changes` maps column names to [old, new]; of confidential and personal columns only the fact that they changed
    is kept. `digest` covers the row and the digest before it.
    """

    __tablename__ = "audit_entry"
    __table_args__ = table(Sensitivity.INTERNAL)

    at: Mapped[datetime] = internal(default=now)
    actor_id: Mapped[int | None] = personal(sa.Integer, index=True)
    action: Mapped[str] = internal(sa.String(20))
    subject: Mapped[str] = internal(sa.String(60), index=True)
    subject_id: Mapped[str] = internal(sa.String(80), index=True)
    changes: Mapped[dict[str, Any]] = internal()
    previous_digest: Mapped[str] = internal(sa.String(64))
    digest: Mapped[str] = internal(sa.String(64))

    def seal(self, previous_digest: str, key: bytes) -> None:
        """Chain the entry to the one before it; an entry altered later no longer has its own digest."""
        self.previous_digest = previous_digest
        self.digest = self.expected_digest(key)

    def expected_digest(self, key: bytes) -> str:
        """Return the digest that the entry's content and predecessor give."""
        return keyed_digest(key, *self._content())

    def plain_digest(self) -> str:
        """Return the digest as it was made before digests had a key; whoever can write rows can make one too."""
        content = json.dumps(self._content(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def _content(self) -> list[Any]:
        return [
            self.previous_digest,
            self.at.isoformat(),
            self.actor_id,
            self.action,
            self.subject,
            self.subject_id,
            self.changes,
        ]


class AuditHead(Base, Identified):
    """The end of the trail, in one row: how many entries there are and the last one's digest, sealed with the key.

    Entries cut off at the end leave a chain that fits; it no longer fits its head.
    """

    __tablename__ = "audit_head"
    __table_args__ = table(Sensitivity.INTERNAL)

    entries: Mapped[int] = internal()
    digest: Mapped[str] = internal(sa.String(64))
    seal: Mapped[str] = internal(sa.String(64))

    @staticmethod
    def expected_seal(key: bytes, entries: int, digest: str) -> str:
        """Return the seal that fits a count of entries and a last digest."""
        return keyed_digest(key, "head", entries, digest)
