"""The letter that tells staff that the office asks for a change back; it holds a link and not what was said."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from app.mail.letters import NewLetter
from models.profile_changes import ProfileChange
from models.vocabulary import Language


def draft_letter(change: ProfileChange, *, address: str) -> NewLetter:
    """Return the letter to whoever wrote a change, in their language; `address` is the page of the unit's changes."""
    language = change.by.language or Language.SV
    with force_locale(language.value):
        name = change.infrastructure.name_sv if language is Language.SV else change.infrastructure.name_en
        body = [
            _("Hello,"),
            _("The office asks to have something changed back that you published of %(name)s.", name=name),
            _("What it is and why stands here. There you put the former words in a draft with one press:")
            + f"\n{address}",
        ]
        return NewLetter(change.by.email, _("Asked to change back: %(name)s", name=name), "\n\n".join(body))
