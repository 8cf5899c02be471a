"""Needs that companies hand in themselves: what was written, for whom, and what has come of it."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    confidential,
    internal,
    personal,
    relation,
    table,
)
from models.clock import now
from models.needs import Need, NeedStatus
from models.numbered import NUMBER
from models.vocabulary import Language

if TYPE_CHECKING:
    from models.accounts import User


class HandInState(enum.StrEnum):
    """Where a need that was handed in stands; nobody but its sender knows of an unconfirmed one."""

    UNCONFIRMED = "unconfirmed"
    RECEIVED = "received"
    TAKEN_UP = "taken_up"  # somebody looks at it
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


# Those that wait for the office, and those that nothing has been decided on.
WAITING_FOR_US: Final = (HandInState.RECEIVED, HandInState.TAKEN_UP)
UNDECIDED: Final = (*WAITING_FOR_US, HandInState.ASKED_BACK)


class HandIn(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """What a company hands in without signing in, in three layers as a need has them.

    `title` and `text` are for the consultant; `infrastructure_text` may be read by units that the company is introduced
    to, and `public_text` by anyone once the need is accepted. `agreed_text` are the words that were agreed to.
    `secrecy_asked_at` says that the company handed it in on condition of secrecy (OSL 31:12). `layers_agreed` is a
    digest of the layers of the need as the company last agreed to them, `layers_declined` of those it said no to.
    `proposed_layers` are what it is asked about in place of those that stand, by name, since `layers_asked_at`.
    `need_before` is what its need was when the company withdrew it, None where the need was closed already. `part_of`
    is the first of two needs that were handed in together.
    """

    __tablename__ = "hand_in"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    language: Mapped[Language] = internal()
    state: Mapped[HandInState] = internal(default=HandInState.UNCONFIRMED, index=True)
    # What to go back to when the last decision is undone, or a withdrawal is taken back.
    state_before: Mapped[HandInState | None] = internal()
    title: Mapped[str] = confidential(sa.String(200))
    text: Mapped[str] = confidential(sa.Text)
    infrastructure_text: Mapped[str | None] = confidential(sa.Text)
    public_text: Mapped[str | None] = confidential(sa.Text)
    company_name: Mapped[str] = confidential(sa.String(200))
    org_number: Mapped[str | None] = personal(NUMBER)
    contact_name: Mapped[str] = personal(sa.String(200))
    contact_email: Mapped[str] = personal(sa.String(254))
    deadline: Mapped[date | None] = internal()
    agreed_at: Mapped[datetime] = internal(default=now)
    agreed_text: Mapped[str] = internal(sa.Text)
    secrecy_asked_at: Mapped[datetime | None] = internal()
    layers_agreed_at: Mapped[datetime | None] = internal()
    layers_agreed: Mapped[str | None] = internal(sa.String(64))
    layers_declined: Mapped[str | None] = internal(sa.String(64))
    layers_asked_at: Mapped[datetime | None] = internal()
    proposed_layers: Mapped[dict[str, Any] | None] = confidential(sa.JSON(none_as_null=True))
    part_of_id: Mapped[int | None] = internal(sa.ForeignKey("hand_in.id"), index=True)
    confirmed_at: Mapped[datetime | None] = internal()
    answer_by: Mapped[date | None] = internal(index=True)
    owner_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None] = internal()
    decline_reason: Mapped[str | None] = confidential(sa.Text)
    withdrawn_at: Mapped[datetime | None] = internal()
    need_id: Mapped[int | None] = internal(sa.ForeignKey("need.id"), unique=True)
    need_before: Mapped[NeedStatus | None] = internal()
    # What was written on a company that had no condition of secrecy on record, so that an undo takes it away.
    secrecy_written: Mapped[str | None] = confidential(sa.Text)

    owner: Mapped[User | None] = relation()
    need: Mapped[Need | None] = relation()
    questions: Mapped[list[HandInQuestion]] = relation(
        back_populates="hand_in", order_by="HandInQuestion.id", cascade="all, delete-orphan"
    )

    @property
    def open_question(self) -> HandInQuestion | None:
        """Return what the company is asked and has not answered; the questions come loaded."""
        return next((each for each in self.questions if each.answered_at is None), None)

    @property
    def may_be_corrected(self) -> bool:
        """Tell whether the company's own text may still change: nothing has been decided on it."""
        return self.state in UNDECIDED


class HandInQuestion(Base, Identified):
    """What the office asks about a need that was handed in, and what the company answers."""

    __tablename__ = "hand_in_question"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    hand_in_id: Mapped[int] = internal(sa.ForeignKey("hand_in.id"), index=True)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = internal(default=now)
    text: Mapped[str] = confidential(sa.Text)
    answered_at: Mapped[datetime | None] = internal()
    answer: Mapped[str | None] = confidential(sa.Text)

    hand_in: Mapped[HandIn] = relation(back_populates="questions")


class HandInPurpose(enum.StrEnum):
    """What a link in a letter about a need that was handed in is for; it opens nothing else."""

    CONFIRM = "confirm"
    OWN = "own"
    RESTORE = "restore"


class HandInLink(Base, Identified):
    """A link to a need that was handed in; only the SHA-256 of its token is kept."""

    __tablename__ = "hand_in_link"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    hand_in_id: Mapped[int] = internal(sa.ForeignKey("hand_in.id"), index=True)
    purpose: Mapped[HandInPurpose] = internal()
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = internal()
