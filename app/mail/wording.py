"""The text that a letter is written with: the office's own where it has one, else the original."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from app.mail.signs import Sign, put_in
from models.accounts import User
from models.base import require_version
from models.errors import NotFoundError, StaleRecordError
from models.letter_templates import LetterKind, LetterTemplate
from models.vocabulary import Language


@dataclass(frozen=True, slots=True)
class LetterWording:
    """A letter's subject and text, with the signs for what is put in."""

    subject: str
    body: str

    def with_values(self, values: Mapping[Sign, str]) -> LetterWording:
        """Return the letter with what is known put in; the subject stays one line."""
        return LetterWording(" ".join(put_in(self.subject, values).split()), put_in(self.body, values))


def find_own(session: Session, kind: LetterKind, language: Language) -> LetterTemplate | None:
    """Return the office's own text of a letter, also where it is not in use."""
    own = sa.select(LetterTemplate).where(LetterTemplate.kind == kind, LetterTemplate.language == language)
    return session.scalar(own.options(joinedload(LetterTemplate.changed_by)))


def list_own(session: Session) -> Sequence[LetterTemplate]:
    """Return the office's own texts, also those not in use, with who changed each last."""
    own = sa.select(LetterTemplate).options(joinedload(LetterTemplate.changed_by))
    return session.scalars(own.order_by(LetterTemplate.id)).all()


def wording_in_use(session: Session, kind: LetterKind, language: Language, *, original: LetterWording) -> LetterWording:
    """Return the text that letters of a kind are written with from now on."""
    own = find_own(session, kind, language)
    return LetterWording(own.subject, own.body) if own is not None and own.in_use else original


def save_wording(
    session: Session, *, actor: User, kind: LetterKind, language: Language, wording: LetterWording, version: int | None
) -> LetterTemplate:
    """Keep the office's own text; letters that are written already stay as they are.

    Raises NotFoundError outside the office, StaleRecordError when somebody has saved another since it was shown.
    """
    own = _shown(session, actor, kind, language, version)
    if own is None:
        own = LetterTemplate(kind=kind, language=language)
    own.subject, own.body, own.in_use, own.changed_by_id = wording.subject, wording.body, True, actor.id
    session.add(own)
    try:
        session.flush()
    except IntegrityError:
        # Somebody has saved the first one meanwhile.
        session.rollback()
        raise StaleRecordError from None
    return own


def use_own(
    session: Session, *, actor: User, kind: LetterKind, language: Language, in_use: bool, version: int | None
) -> LetterTemplate:
    """Go back to the original text, or to the office's own again; raises NotFoundError and StaleRecordError."""
    own = _shown(session, actor, kind, language, version)
    if own is None or own.in_use is in_use:
        raise StaleRecordError
    own.in_use, own.changed_by_id = in_use, actor.id
    session.flush()
    return own


def _shown(
    session: Session, actor: User, kind: LetterKind, language: Language, version: int | None
) -> LetterTemplate | None:
    if not actor.role.is_office:
        raise NotFoundError
    own = find_own(session, kind, language)
    if own is None:
        if version is not None:
            raise StaleRecordError
        return None
    require_version(own, version)
    return own
