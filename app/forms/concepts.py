"""Vocabulary terms in a form: typed as people name things, understood or explained."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import Field

from app.catalogue.words import Reading, read_words
from app.i18n import named
from app.limits import CONCEPTS_OF_ONE
from models.vocabulary import Concept


def read_concepts(session: Session, field: Field) -> Sequence[Concept] | None:
    """Return the concepts that were named, or None with an error on the field for each word that names none."""
    reading = read_words(session, field.data)
    field.errors = [*_errors(reading)]
    return None if field.errors else reading.concepts


def shown_concepts(concepts: Sequence[Concept]) -> str:
    """Return concepts as the field shows them, in the reader's language."""
    return ", ".join(named(concept, "label") for concept in concepts)


def _errors(reading: Reading) -> list[str]:
    errors = [
        _(
            "“%(word)s” can mean several things. Write one of: %(names)s.",
            word=each.word,
            names=", ".join(named(concept, "label") for concept in each.concepts),
        )
        for each in reading.ambiguous
    ]
    for each in reading.unknown:
        sentence = _("“%(word)s” is not in the vocabulary.", word=each.word)
        if each.alike:
            sentence += " " + _("Close to it: %(names)s.", names=", ".join(each.alike))
        errors.append(sentence)
    if len(reading.concepts) > CONCEPTS_OF_ONE:
        errors.append(_("At most %(count)d words fit.", count=CONCEPTS_OF_ONE))
    return errors
