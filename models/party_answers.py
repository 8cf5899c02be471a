"""What the two parties of an introduction answer, each through the link in its own letter."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Versioned, confidential, internal, relation, table
from models.vocabulary import Language
from models.waiting import WaitingFor

if TYPE_CHECKING:
    from models.introductions import Introduction


class AnswerKind(enum.StrEnum):
    """What a party can say to an introduction."""

    YES = "yes"
    NOT_NOW = "not_now"
    QUESTION = "question"


class PartyAnswer(Base, Identified, Versioned):
    """One party's link and what it has answered; only the SHA-256 of the link's token is kept.

    `answer` is None until the party has answered. Of the times that the introduction proposes it chose `chosen_at`, or
    said with `no_time_suits` that none does; both are empty where it said nothing of them.
    """

    __tablename__ = "party_answer"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL, sa.UniqueConstraint("introduction_id", "party", name="uq_party_answer_of_party")
    )

    introduction_id: Mapped[int] = internal(sa.ForeignKey("introduction.id"), index=True)
    party: Mapped[WaitingFor] = internal()
    language: Mapped[Language] = internal()
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = internal()
    answer: Mapped[AnswerKind | None] = internal()
    said: Mapped[str | None] = confidential(sa.Text)
    chosen_at: Mapped[datetime | None] = internal()
    no_time_suits: Mapped[bool] = internal(default=False)
    answered_at: Mapped[datetime | None] = internal(index=True)

    introduction: Mapped[Introduction] = relation(back_populates="answers")


def agreed_time(answers: Iterable[PartyAnswer]) -> datetime | None:
    """Return the time that both parties of an introduction have said yes to; None while there is none."""
    chosen = {each.party: each.chosen_at for each in answers if each.answer is AnswerKind.YES}
    company, infrastructure = (chosen.get(party) for party in WaitingFor)
    return company if company == infrastructure else None
