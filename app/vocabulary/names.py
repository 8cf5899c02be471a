"""The names of what a term is to its concept, and of the languages, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from models.vocabulary import Language, TermKind

# One term, as it is added; and many of them, as they are listed.
KIND_NAMES = (
    (TermKind.SYNONYM, _l("Synonym: another word for the same thing")),
    (TermKind.PROBLEM, _l("Problem phrase: how a company would put it")),
    (TermKind.NOT_FOR, _l("Not for: what it is mistaken for")),
)
KIND_HEADS = (
    (
        TermKind.SYNONYM,
        _l("Synonyms"),
        _l("Other words for the same thing. Capabilities and needs that use them meet."),
    ),
    (
        TermKind.PROBLEM,
        _l("Problem phrases"),
        _l("How a company puts the problem without knowing the method. They lead everyday words here."),
    ),
    (TermKind.NOT_FOR, _l("Not for"), _l("What the concept is mistaken for. Needs that only say this are kept away.")),
    (TermKind.NEED, _l("Example needs"), _l("Needs that the method answers. They come with Brygga.")),
)
LANGUAGE_NAMES = ((Language.SV, _l("Swedish")), (Language.EN, _l("English")))
