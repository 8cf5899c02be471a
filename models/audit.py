"""The audit trail: who changed what and when, append-only and chained by hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, internal, personal, table
from models.clock import now


class AuditEntry(Base, Identified):
    """One change of one row.

    `changes` maps column names to [old, new]; the contents of confidential and personal columns are left out and
    only the fact that they changed is kept. `digest` covers the row and the digest before it.
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

    def seal(self, previous_digest: str) -> None:
        """Chain the entry to the one before it; an entry altered later no longer has its own digest."""
        self.previous_digest = previous_digest
        self.digest = self.expected_digest()

    def expected_digest(self) -> str:
        """Return the digest that the entry's content and predecessor give."""
        content = [
            self.previous_digest,
            self.at.isoformat(),
            self.actor_id,
            self.action,
            self.subject,
            self.subject_id,
            self.changes,
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
