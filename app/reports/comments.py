"""Reads of what the author says of a month; whoever may read the report may read it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.programmes import Programme, ReportComment


def find_comment(session: Session, programme: Programme, month: date) -> ReportComment | None:
    """Return the comment on a month of a programme, or None where nobody has written one."""
    return session.scalar(
        sa.select(ReportComment).where(ReportComment.programme_id == programme.id, ReportComment.month == month)
    )


def comment_text(session: Session, programme: Programme, month: date) -> str:
    """Return what the comment on a month says; nothing where nobody has written one."""
    comment = find_comment(session, programme, month)
    return (comment.text if comment else None) or ""
