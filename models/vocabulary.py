"""The concept scheme as records: concepts, and the words and sentences that stand for them."""

from __future__ import annotations

import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, internal, public, relation, table
from models.search_keys import keep_search_keys, search_column


class Language(enum.StrEnum):
    """The two languages Brygga is written in."""

    SV = "sv"
    EN = "en"


class TermKind(enum.StrEnum):
    """What a term is to its concept."""

    SYNONYM = "synonym"
    PROBLEM = "problem"
    NOT_FOR = "not_for"
    NEED = "need"


class Concept(Base, Identified, Timestamps, Versioned):
    """A method, service or field; `broader_key` names the concept above it, and a category has none."""

    __tablename__ = "concept"
    is_removed_at_times = False
    __table_args__ = table(Sensitivity.PUBLIC)

    key: Mapped[str] = public(sa.String(80), unique=True)
    category: Mapped[str] = public(sa.String(60), index=True)
    label_sv: Mapped[str] = public(sa.String(200))
    label_en: Mapped[str] = public(sa.String(200))
    label_sv_search: Mapped[str | None] = search_column("label_sv")
    label_en_search: Mapped[str | None] = search_column("label_en")
    broader_key: Mapped[str | None] = public(sa.String(80), index=True)

    terms: Mapped[list[Term]] = relation(back_populates="concept", order_by="Term.id", cascade="all, delete-orphan")


class Term(Base, Identified, Timestamps):
    """A synonym, a problem phrase, a "not for" or a need sentence of a concept; `added_by_id` is None for seeds."""

    __tablename__ = "term"
    __table_args__ = table(Sensitivity.PUBLIC)

    concept_id: Mapped[int] = public(sa.ForeignKey("concept.id"), index=True)
    language: Mapped[Language] = public()
    kind: Mapped[TermKind] = public()
    text: Mapped[str] = public(sa.String(500))
    text_search: Mapped[str | None] = search_column("text")
    added_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    concept: Mapped[Concept] = relation(back_populates="terms")


keep_search_keys(Concept, "label_sv", "label_en")
keep_search_keys(Term, "text")
