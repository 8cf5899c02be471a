"""The outbox: letters written in the same transaction as what they tell of, and sent afterwards."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, confidential, internal, personal, table
from models.clock import now


class CalendarMethod(enum.StrEnum):
    """What a letter asks of its reader's calendar (RFC 5546): to note a meeting or its change, or to strike it out."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class OutboxMessage(Base, Identified):
    """A letter on its way; `sent_at` is None until the mail server has taken it.

    Letters with the same `together` go all or not at all, as far as that is known before the first has gone. A letter
    that nobody will try again has `given_up_at`. `last_error` is a code, with a detail behind a space.

    A letter may carry a link of its reader's own: one that opens an account, a report or a need that was handed in, or
    that an introduction is answered with. The link stands nowhere in the database: its token is made from `link_seed`
    and the application's secret when the letter is sent.

    A letter about a meeting carries it for calendars, too: `calendar` is the entry as it was written down, with its
    `calendar_sequence`.
    """

    __tablename__ = "outbox_message"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    match_id: Mapped[int | None] = internal(sa.ForeignKey("match.id"), index=True)
    user_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    report_letter_id: Mapped[int | None] = internal(sa.ForeignKey("report_letter.id"), index=True)
    meeting_id: Mapped[int | None] = internal(sa.ForeignKey("meeting.id"), index=True)
    hand_in_id: Mapped[int | None] = internal(sa.ForeignKey("hand_in.id"), index=True)
    calendar: Mapped[str | None] = confidential(sa.Text)
    calendar_method: Mapped[CalendarMethod | None] = internal()
    calendar_sequence: Mapped[int | None] = internal()
    link_seed: Mapped[str | None] = confidential(sa.String(64))
    to_address: Mapped[str] = personal(sa.String(254))
    reply_to: Mapped[str | None] = personal(sa.String(254))
    subject: Mapped[str] = confidential(sa.String(300))
    body: Mapped[str] = confidential(sa.Text)
    message_id: Mapped[str] = internal(sa.String(120), unique=True)
    together: Mapped[str | None] = internal(sa.String(32), index=True)
    created_at: Mapped[datetime] = internal(default=now)
    claimed_at: Mapped[datetime | None] = internal()
    sent_at: Mapped[datetime | None] = internal(index=True)
    given_up_at: Mapped[datetime | None] = internal(index=True)
    attempts: Mapped[int] = internal(default=0)
    last_error: Mapped[str | None] = internal(sa.String(300))

    @property
    def waits(self) -> bool:
        """Tell whether nobody has begun to hand the letter over, or the last try has failed."""
        return self.sent_at is None and (self.claimed_at is None or self.last_error is not None)
