"""Vocabulary terms in a form: typed as people name things, suggested, understood or explained."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import SubmitField

from app.limits import CONCEPT_TEXT, CONCEPTS_OF_ONE, EXPLAINED_WORDS, SUGGESTED_PIECES
from app.vocabulary.concept_suggestions import pieces_of, suggest_concepts
from app.vocabulary.words import Reading, read_words
from app.web.forms.base import VersionedForm
from app.web.forms.choices import ManyChoiceField
from app.web.forms.fields import long_text_field
from app.web.i18n import current_language, named
from models.vocabulary import Concept, Language


class ConceptForm(VersionedForm):
    """A form with vocabulary terms; its button fetches suggestions, to be ticked, where no script does."""

    concepts = long_text_field(
        _l("Vocabulary terms"),
        hint=_l("Methods and fields, with commas between. Leave it empty if you do not know them."),
        rows=2,
        limit=CONCEPT_TEXT,
    )
    picked = ManyChoiceField(_l("Suggested terms"))
    suggest = SubmitField(_l("Suggest terms"))

    @property
    def ticked(self) -> list[str]:
        """Return the labels of the suggestions that were ticked."""
        return [str(label) for label in self.picked.data or ()]


def read_concept_form(session: Session, form: ConceptForm, stored: Sequence[Concept] = ()) -> Sequence[Concept] | None:
    """Return the concepts of a form that was sent and is valid, each once; those stored where their field is untouched.

    None when the form is only shown, asks for suggestions (which it is then given, to be ticked), or holds something to
    correct; then every error stands on its field at once.
    """
    if not form.is_submitted():
        return None
    if form.suggest.data:
        labels = dict.fromkeys([*form.ticked, *_suggestions(session, pieces_of(form.concepts.data)[:SUGGESTED_PIECES])])
        form.picked.offer((label, label) for label in labels)
        return None
    offer_ticked(form)
    is_valid = form.validate()
    if form.concepts.errors:
        return None
    kept = stored if "concepts" in form.untouched else ()
    typed = None if kept else form.concepts.data
    reading = read_words(session, ", ".join(filter(None, (typed, *form.ticked))))
    # A word that was only the beginning of what was ticked in its place has done its work.
    if form.ticked and len(reading.unknown) <= EXPLAINED_WORDS:
        reading.unknown = [
            each for each in reading.unknown if not set(form.ticked).intersection(_suggestions(session, [each.word]))
        ]
    form.concepts.errors = [*_errors(reading)]
    if not is_valid or form.concepts.errors:
        return None
    return [*kept, *(concept for concept in reading.concepts if concept not in kept)]


def offer_ticked(form: ConceptForm) -> None:
    """Show once more the suggestions that were ticked, on a form that comes back."""
    form.picked.offer((label, label) for label in form.ticked)


def _suggestions(session: Session, typed: Sequence[str]) -> list[str]:
    """Return the labels of terms that pieces of typed text may mean, in the reader's language, each once."""
    language = Language(current_language())
    found = (named(concept, "label") for piece in typed for concept in suggest_concepts(session, piece, language))
    return list(dict.fromkeys(found))


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
    for each in reading.unknown[:EXPLAINED_WORDS]:
        sentence = _("“%(word)s” is not in the vocabulary.", word=each.word)
        if each.alike:
            sentence += " " + _("Close to it: %(names)s.", names=", ".join(each.alike))
        errors.append(sentence)
    if (more := len(reading.unknown) - EXPLAINED_WORDS) > 0:
        errors.append(_("%(count)d more words are not in the vocabulary either.", count=more))
    if reading.is_too_long or len(reading.concepts) > CONCEPTS_OF_ONE:
        errors.append(_("At most %(count)d words fit.", count=CONCEPTS_OF_ONE))
    return errors
