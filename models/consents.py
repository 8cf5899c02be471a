"""What a company has said of being introduced: who said it, when and how, and what of its need may be shared."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, internal, personal, relation, table

if TYPE_CHECKING:
    from models.accounts import User
    from models.needs import Need


class ConsentScope(enum.StrEnum):
    """What of a need units that its company is introduced to may read."""

    INFRASTRUCTURES = "infrastructures"  # the public text, and the text for units after signing in
    PUBLIC = "public"  # the public text and whose it is, no more
    NOTHING = "nothing"  # the company has withdrawn its consent


class ConsentWay(enum.StrEnum):
    """How a company said it."""

    PHONE = "phone"
    MAIL = "mail"
    MEETING = "meeting"
    LINK = "link"  # by the link in its own letter
    HANDED_IN = "handed_in"  # with the need, as it was handed in


# The ways that somebody writes down; of the others the company's own answer stands with what it handed in.
WRITTEN_DOWN = (ConsentWay.PHONE, ConsentWay.MAIL, ConsentWay.MEETING)


class Consent(Base, Identified, Timestamps, Versioned):
    """One answer of a company about one need; the latest that was not taken back is the one that holds.

    A withdrawal is an answer of its own, so that what was agreed before stays on record. `wording` stands for the texts
    as they were when the answer was written down.
    """

    __tablename__ = "consent"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), index=True)
    person_id: Mapped[int | None] = personal(sa.ForeignKey("person.id"), index=True)
    said_by: Mapped[str] = personal(sa.String(200))
    said_on: Mapped[date] = internal()
    way: Mapped[ConsentWay] = internal()
    agreed_to: Mapped[ConsentScope] = internal()
    wording: Mapped[str] = internal(sa.String(64))
    recorded_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    taken_back_at: Mapped[datetime | None] = internal()

    need: Mapped[Need] = relation()
    recorded_by: Mapped[User | None] = relation()
