"""The forms of the vocabulary: the list's filters, and a word or sentence to add."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.limits import TERM
from app.vocabulary.commands import TermCommand
from app.vocabulary.names import KIND_NAMES, LANGUAGE_NAMES
from app.web.forms.base import KeyedForm
from app.web.forms.choices import ChoiceField
from app.web.forms.fields import text_field
from app.web.forms.filters import FilterForm, search_field
from models.vocabulary import Language, TermKind


class ConceptFilters(FilterForm):
    """What the vocabulary can be narrowed by."""

    q = search_field(_l("Search by word or phrase"))
    category = ChoiceField(_l("Category"), empty=_l("All"))
    show = ChoiceField(
        _l("Concepts shown"),
        (
            ("offered", _l("Named by a capability")),
            ("unoffered", _l("Named by no capability")),
            ("extended", _l("With words added here")),
        ),
        empty=_l("All"),
    )


class TermForm(KeyedForm):
    """A word or sentence for a concept."""

    kind = ChoiceField(_l("What it is"), KIND_NAMES, needed=True, default=TermKind.SYNONYM)
    language = ChoiceField(_l("Language"), LANGUAGE_NAMES, needed=True, default=Language.SV)
    text = text_field(_l("Word or sentence"), needed=True, limit=TERM)

    def to_command(self) -> TermCommand:
        """Return what was asked for."""
        return TermCommand(TermKind(self.kind.data), Language(self.language.data), self.text.data)
