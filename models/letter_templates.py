"""How the office words the letters that it sends, where it has changed the original text."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, internal, relation, table
from models.vocabulary import Language

if TYPE_CHECKING:
    from models.accounts import User


class LetterKind(enum.StrEnum):
    """The letters that can be worded anew; each goes to one reader, who decides what may be put in it."""

    COMPANY = "company"  # of an introduction, to the company
    INFRASTRUCTURE = "infrastructure"  # of an introduction, to the unit
    ACCEPTED = "accepted"  # to a company that handed a need in, as the two below
    ASKED = "asked"
    DECLINED = "declined"


class LetterTemplate(Base, Identified, Timestamps, Versioned):
    """A letter's own text in one language, with signs in braces for what is put in; without one the original holds.

    One that is not `in_use` is kept, so that going back to the original text can be undone.
    """

    __tablename__ = "letter_template"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("kind", "language", name="uq_letter_template_of_kind")
    )

    kind: Mapped[LetterKind] = internal()
    language: Mapped[Language] = internal()
    subject: Mapped[str] = internal(sa.String(200))
    body: Mapped[str] = internal(sa.Text)
    in_use: Mapped[bool] = internal(default=True)
    changed_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    changed_by: Mapped[User | None] = relation()
