"""What is done with the vocabulary: people add words to what Brygga came with, and take back what they added."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.vocabulary.commands import TermCommand
from models.accounts import User
from models.errors import NotAllowedError
from models.vocabulary import Concept, Term, TermKind


def already_said(concept: Concept, command: TermCommand) -> bool:
    """Tell whether the concept has these words already, as a term of the same kind or as its label."""
    words = command.text.casefold()
    if command.kind is TermKind.SYNONYM and words in (concept.label_sv.casefold(), concept.label_en.casefold()):
        return True
    return any(
        term.kind is command.kind and term.language is command.language and term.text.casefold() == words
        for term in concept.terms
    )


def add_term(session: Session, *, actor: User, concept: Concept, command: TermCommand) -> Term:
    """Give a concept one more word or sentence; every worker's engine reads it at its next question."""
    term = Term(concept=concept, language=command.language, kind=command.kind, text=command.text, added_by_id=actor.id)
    session.add(term)
    session.flush()
    return term


def remove_term(session: Session, *, term: Term) -> None:
    """Take back words that somebody added here; raises NotAllowedError for those that came with Brygga."""
    if term.added_by_id is None:
        raise NotAllowedError
    session.delete(term)
    session.flush()
