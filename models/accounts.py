"""Who may sign in: users, their roles, their sessions on the server, and the guesses made at passwords."""

from __future__ import annotations

import enum
import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

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
from models.clock import day_of, now
from models.vocabulary import Language

if TYPE_CHECKING:
    from models.infrastructures import Infrastructure


class Role(enum.StrEnum):
    """What a user is in Brygga."""

    ADMINISTRATOR = "administrator"
    CONSULTANT = "consultant"
    STAFF = "staff"
    STEERING = "steering"

    @property
    def is_office(self) -> bool:
        """Tell whether the user works for the cluster's office, which sees and changes all of the work."""
        return self in (Role.ADMINISTRATOR, Role.CONSULTANT)


user_infrastructure = sa.Table(
    "user_infrastructure",
    Base.metadata,
    sa.Column(
        "user_id", sa.ForeignKey("user_account.id"), primary_key=True, info={"sensitivity": Sensitivity.INTERNAL}
    ),
    sa.Column(
        "infrastructure_id",
        sa.ForeignKey("infrastructure.id"),
        primary_key=True,
        index=True,
        info={"sensitivity": Sensitivity.INTERNAL},
    ),
    info={"sensitivity": Sensitivity.INTERNAL},
)


class User(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Somebody who may sign in; infrastructure staff act only for the infrastructures they are tied to."""

    __tablename__ = "user_account"
    __table_args__ = table(Sensitivity.PERSONAL)

    email: Mapped[str] = personal(sa.String(254), unique=True)
    name: Mapped[str] = personal(sa.String(200))
    role: Mapped[Role] = internal()
    password_hash: Mapped[str | None] = confidential(sa.String(200))
    is_active: Mapped[bool] = internal(default=True)
    language: Mapped[Language | None] = internal()
    shortcuts_off: Mapped[bool] = internal(default=False)
    # What the daily letter tells, when the last one was written, and since when it tells what is new and what fits.
    digest_steps: Mapped[bool] = internal(default=False, server_default=sa.false())
    digest_tasks: Mapped[bool] = internal(default=False, server_default=sa.false())
    digest_news: Mapped[bool] = internal(default=False, server_default=sa.false())
    digest_notices: Mapped[bool] = internal(default=True, server_default=sa.true())
    digest_at: Mapped[datetime | None] = personal()
    digest_news_from: Mapped[datetime | None] = personal()
    digest_notices_from: Mapped[datetime | None] = personal()
    # The last sign of work, and the last one on an earlier day: what has come since then is new all day.
    seen_at: Mapped[datetime | None] = personal()
    new_since: Mapped[datetime | None] = personal()

    infrastructures: Mapped[list[Infrastructure]] = relation(
        secondary=user_infrastructure, order_by="Infrastructure.id"
    )

    def was_seen_on(self, day: date) -> bool:
        """Tell whether the user has been at work on a day already, which is today or later than the last sign of it."""
        return self.seen_at is not None and day_of(self.seen_at) == day

    def last_here_before(self, day: date) -> datetime | None:
        """Return the last sign of work before a day, today; None where there is none."""
        return self.new_since if self.was_seen_on(day) else self.seen_at


class UserSession(Base, Identified):
    """A signed-in session; only the SHA-256 of its token is kept, and deleting the row signs out."""

    __tablename__ = "user_session"
    __table_args__ = table(Sensitivity.PERSONAL)

    user_id: Mapped[int] = personal(sa.ForeignKey("user_account.id"), index=True)
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    created_at: Mapped[datetime] = personal(default=now)
    last_seen_at: Mapped[datetime] = personal(default=now)

    user: Mapped[User] = relation()


class TokenPurpose(enum.StrEnum):
    """What a link in a letter is for; it opens nothing else."""

    INVITATION = "invitation"
    NEW_PASSWORD = "new-password"  # noqa: S105 - the name of a purpose


class AccountToken(Base, Identified):
    """A link that lets its holder choose an account's password once; only the SHA-256 of its token is kept."""

    __tablename__ = "account_token"
    __table_args__ = table(Sensitivity.PERSONAL)

    user_id: Mapped[int] = personal(sa.ForeignKey("user_account.id"), index=True)
    purpose: Mapped[TokenPurpose] = personal()
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = personal()


class CalendarFeed(Base, Identified):
    """The secret address of somebody's calendar; only the SHA-256 of its token is kept, and an account has one."""

    __tablename__ = "calendar_feed"
    __table_args__ = table(Sensitivity.PERSONAL)

    user_id: Mapped[int] = personal(sa.ForeignKey("user_account.id"), unique=True)
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    made_at: Mapped[datetime] = personal(default=now)
    expires_at: Mapped[datetime] = personal()


class SignInAttempt(Base, Identified):
    """One guess at an account's password, counted so that guessing is slow whatever worker answers.

    `account` is the SHA-256 of the address that was tried, known or not. Guesses are counted apart by `lane`: one for
    all strange browsers, one for each browser that the account knows, and one for each other door.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = table(Sensitivity.PERSONAL)

    account: Mapped[str] = personal(sa.String(64), index=True)
    lane: Mapped[str] = personal(sa.String(64), default="")
    at: Mapped[datetime] = personal(default=now, index=True)


def token_hash(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
