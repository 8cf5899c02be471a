"""The letter that asks a unit whether its facts are still right; it holds a link and no fact."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from app.mail.letters import NewLetter
from app.mail.links import TOKEN_PLACE
from models.accounts import User
from models.infrastructures import Infrastructure
from models.vocabulary import Language


def draft_letter(
    infrastructure: Infrastructure, *, to: str, language: Language, base_url: str, sender: User | None
) -> NewLetter:
    """Return the letter, signed by whoever sends it; `TOKEN_PLACE` stands where the reader's own link ends."""
    with force_locale(language.value):
        name = infrastructure.name_sv if language is Language.SV else infrastructure.name_en
        paragraphs = [
            _("Hello,"),
            _("Companies find %(name)s in Brygga. Are the facts there still right?", name=name),
            _(
                "Look at them here, without signing in. One press says that all is right; if something should change, "
                "write what."
            )
            + f"\n{base_url}/still-right/{TOKEN_PLACE}",
            _("You reach us by answering this letter."),
            f"{sender.name}\n{sender.email}" if sender else "",
        ]
        subject = _("Are the facts about %(name)s still right?", name=name)
    return NewLetter(to, subject, "\n\n".join(paragraph for paragraph in paragraphs if paragraph))
