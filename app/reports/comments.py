"""Reads of what the author says of a month; whoever may read the report may read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.programmes import Programme, ReportComment


def find_comment(session: Session, programme: Programme, month: date) -> ReportComment | None:
    """Return the comment on a month of a programme, or None where nobody has written one."""
    return session.scalar(
        sa.select(ReportComment).where(ReportComment.programme_id == programme.id, ReportComment.month == month)
    )


def comments_on(session: Session, programme: Programme, months: Sequence[date]) -> str:
    """Return what the comment on a month says; of several months what each says, under its month."""
    found = session.execute(
        sa.select(ReportComment.month, ReportComment.text)
        .where(ReportComment.programme_id == programme.id, ReportComment.month.in_(months))
        .order_by(ReportComment.month)
    )
    told = [(month, text) for month, text in found if text]
    if len(months) == 1:
        return told[0][1] if told else ""
    return "\n\n".join(f"{month:%Y-%m}\n{text}" for month, text in told)
