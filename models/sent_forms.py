"""What is kept of forms that were sent: keys that are good for one creation, and drafts of what could not be saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, confidential, internal, personal, table
from models.clock import now


class UsedKey(Base, Identified):
    """A form's one-time key that has made something, so that the same form sent again makes nothing more.

    `key_hash` is the SHA-256 of who sent it, where to, and the key; `content_hash` a keyed digest of what was sent.
    `leads_to` is the address of the page that the first sending led to.
    """

    __tablename__ = "used_key"
    __table_args__ = table(Sensitivity.INTERNAL)

    key_hash: Mapped[str] = internal(sa.String(64), unique=True)
    content_hash: Mapped[str] = internal(sa.String(64))
    leads_to: Mapped[str | None] = internal(sa.String(500))
    created_at: Mapped[datetime] = internal(default=now, index=True)


class Draft(Base, Identified):
    """What somebody typed when it could not be saved, kept for that account alone and for some days.

    `content` maps the names of a form's fields to what stood in them; passwords are never among them.
    """

    __tablename__ = "draft"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    user_id: Mapped[int] = personal(sa.ForeignKey("user_account.id"), index=True)
    page: Mapped[str] = internal(sa.String(500))
    content: Mapped[dict[str, Any]] = confidential()
    created_at: Mapped[datetime] = internal(default=now, index=True)
